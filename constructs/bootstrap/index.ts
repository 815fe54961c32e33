import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import {
  automationRoleArn,
  automationRoleName,
  trustedPeople,
  trustedSubjects,
  type AutomationRole,
  type BootstrapConfig,
} from '../../config';
import { identities, keepBackups, keepStateKey, named, unnamed } from './apply-policy';
import { AUDIENCE, GITHUB_TOKENS, GithubRole, type GithubRoleProps } from './github-role';
import { openSecrets, readConfiguration, readOwnObjects } from './plan-policy';
import { stateAccess } from './state-access';
import { StateBucket } from './state-bucket';

export interface BootstrapProps {
  readonly config: BootstrapConfig;
}

/** A plan takes minutes; an hour is the least that AWS offers. */
const PLAN_SECONDS = 3600;

/** An apply that makes or upgrades a cluster and a database takes most of an hour, and cannot take the role again in between. */
const APPLY_SECONDS = 3 * 3600;

/** What an account is given once: where states are kept, and the roles by which workflows plan and apply. */
export class Bootstrap extends Construct {
  /** Name of the bucket. */
  readonly stateBucket: string;
  readonly roleArns: Readonly<Record<AutomationRole, string>>;

  constructor(scope: Construct, id: string, { config }: BootstrapProps) {
    super(scope, id);
    const { accountId, permissionsBoundaryArn } = config;
    const states = new StateBucket(this, 'States', { config });
    const providerArn = identityProvider(this, config);
    const access = { bucket: states.name, keyArn: states.keyArn, environments: config.environments };

    const role = (roleId: string, name: AutomationRole, props: Pick<GithubRoleProps, 'description' | 'sessionSeconds' | 'policies'>) => {
      const [subjects, people] = [trustedSubjects(config, name), trustedPeople(config, name)];
      new GithubRole(this, roleId, { name: automationRoleName(name), providerArn, subjects, people, permissionsBoundaryArn, ...props });
      return automationRoleArn(accountId, name);
    };
    this.stateBucket = states.name;
    this.roleArns = {
      plan: role('PlanRole', 'plan', {
        description: 'Plans the environments of this account',
        sessionSeconds: PLAN_SECONDS,
        policies: {
          states: stateAccess('plan', access),
          configuration: [...readConfiguration, ...readOwnObjects(config)],
          secrets: openSecrets(config),
        },
      }),
      apply: role('ApplyRole', 'apply', {
        description: 'Applies the environments of this account',
        sessionSeconds: APPLY_SECONDS,
        policies: {
          states: [...stateAccess('apply', access), ...keepStateKey(states.keyArn, config), ...keepBackups(config)],
          configuration: readConfiguration,
          services: named(config),
          region: [...unnamed(config), ...identities(config)],
        },
      }),
    };
  }
}

/** ARN of GitHub as an identity provider. AWS checks its certificate by authorities it knows: a thumbprint would add nothing. */
function identityProvider(parent: Construct, { accountId, github }: BootstrapConfig): string {
  if (github.provider === 'existing') return `arn:aws:iam::${accountId}:oidc-provider/${GITHUB_TOKENS}`;
  return new IamOpenidConnectProvider(parent, 'Github', { url: `https://${GITHUB_TOKENS}`, clientIdList: [AUDIENCE] }).arn;
}
