import { Construct } from 'constructs';
import { ZeroTrustAccessApplication, ZeroTrustAccessPolicy } from './resources';

export interface AdminAccessProps {
  readonly accountId: string;
  /** At least one. */
  readonly hosts: readonly [string, ...string[]];
  readonly emailDomains: readonly string[];
  readonly emails: readonly string[];
  /** Ids of the identity providers; none: all of the account's. */
  readonly identityProviders: readonly string[];
  readonly sessionHours: number;
}

/** Login at the edge, before a request reaches a fenced host. */
export class AdminAccess extends Construct {
  constructor(scope: Construct, id: string, props: AdminAccessProps) {
    super(scope, id);
    const { accountId, hosts, emailDomains, emails, identityProviders, sessionHours } = props;
    const [host] = hosts;
    const sessionDuration = `${sessionHours}h`;
    const policy = new ZeroTrustAccessPolicy(this, 'Policy', {
      accountId,
      name: host,
      decision: 'allow',
      // A set for the provider; sorted, so that reordering the file changes nothing.
      include: [
        ...[...emailDomains].sort().map((domain) => ({ emailDomain: { domain } })),
        ...[...emails].sort().map((email) => ({ email: { email } })),
      ],
      sessionDuration,
    });
    new ZeroTrustAccessApplication(this, 'Application', {
      accountId,
      name: host,
      type: 'self_hosted',
      domain: host,
      // One application for all of them: whoever may use one may use the others.
      ...(hosts.length > 1 ? { destinations: hosts.map((uri) => ({ type: 'public', uri })) } : {}),
      sessionDuration,
      appLauncherVisible: false,
      httpOnlyCookieAttribute: true,
      sameSiteCookieAttribute: 'lax',
      enableBindingCookie: true,
      ...(identityProviders.length > 0 ? { allowedIdps: [...identityProviders].sort() } : {}),
      autoRedirectToIdentity: identityProviders.length === 1,
      policies: [{ id: policy.id, precedence: 1 }],
    });
  }
}
