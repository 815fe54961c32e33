/** A zone of Cloudflare by plan, and what each test changes of it. */
import type { Route } from '../../../config';
import { cdnOn, type CdnConfig, type CloudflareConfig, type CloudflarePlan } from '../../../config/cdn';
import { createCdn, type Cdn } from '../../../constructs/cdn';
import type { LoadBalancer } from '../../../constructs/contracts';
import { useCloudflare } from '../../../stacks/cloudflare';
import { at, synthesize } from '../../support/synthesized';
import { routes } from '../load-balancer/load-balancer.fixture';

export { routes };

export const off = { enabled: false, reason: 'a test that is about something else' } as const;

/** A certificate’s form, with nothing in it. */
export const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

export const input = (fields: object = {}) => ({
  engine: 'cloudflare',
  plan: 'pro',
  zone: 'openrouter.ai',
  zoneId: '0123456789abcdef0123456789abcdef',
  accountId: 'fedcba9876543210fedcba9876543210',
  authenticatedOriginPulls: { enabled: true, certificateAuthority: certificate },
  adminProtection: { enabled: true, only: { by: 'access', emailDomains: ['openrouter.ai'] } },
  ...fields,
});

/** The configuration as read: what is not said has its default. */
export function cloudflare(fields: object = {}): CloudflareConfig {
  const config: CdnConfig = cdnOn.aws.parse(input(fields));
  if (config.engine !== 'cloudflare') throw new Error(`${config.engine} is another engine`);
  return config;
}

export const allPlans: readonly CloudflarePlan[] = ['free', 'pro', 'business', 'enterprise'];

type Body = Readonly<Record<string, unknown>>;

export interface Rule extends Body {
  readonly ref: string;
  readonly expression: string;
  readonly action: string;
}

export interface BuiltCdn {
  readonly cdn: Cdn | null;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** Every resource of a type, by its logical id. */
  all(type: string): Readonly<Record<string, Body>>;
  /** The one resource of a type. */
  one(type: string): Body;
  /** The rules of a phase. */
  rules(phase: string): readonly Rule[];
  /** The rule of this name in a phase. */
  rule(phase: string, ref: string): Rule;
  /** Values of the zone’s settings, by Cloudflare’s name. */
  settings(): Readonly<Record<string, unknown>>;
}

const lb: LoadBalancer['origin'] = { recordType: 'CNAME', value: 'lb.eu-central-1.elb.amazonaws.com' };

/** What is synthesized of a zone with these changes, or of another engine. */
export function built(fields: object = {}, { of = routes, origin = lb }: { of?: readonly Route[]; origin?: typeof lb } = {}): BuiltCdn {
  let cdn: Cdn | null = null;
  const { json, text } = synthesize((stack) => {
    useCloudflare(stack);
    cdn = createCdn(stack, 'Cdn', { config: cdnOn.aws.parse('engine' in fields ? fields : input(fields)), origin, routes: of });
  });
  const all = (type: string) => (at(json, `resource.${type}`) ?? {}) as Readonly<Record<string, Body>>;
  const one = (type: string) => {
    const [first, ...more] = Object.values(all(type));
    if (first === undefined || more.length > 0) throw new Error(`there are ${Object.keys(all(type)).length} of ${type}`);
    return first;
  };
  const rules = (phase: string) => {
    const rulesets = Object.values(all('cloudflare_ruleset')).filter((ruleset) => ruleset['phase'] === phase);
    if (rulesets.length !== 1) throw new Error(`${rulesets.length} owners of ${phase}`);
    return (rulesets[0]?.['rules'] ?? []) as readonly Rule[];
  };
  const rule = (phase: string, ref: string) => {
    const found = rules(phase).find((one) => one.ref === ref);
    if (found === undefined) throw new Error(`no rule ${ref} in ${phase}; there are: ${rules(phase).map((one) => one.ref)}`);
    return found;
  };
  const settings = () =>
    Object.fromEntries(Object.values(all('cloudflare_zone_setting')).map((setting) => [String(setting['setting_id']), setting['value']]));
  return { cdn, json, text, all, one, rules, rule, settings };
}
