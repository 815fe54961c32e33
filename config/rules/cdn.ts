/** What Cloudflare would refuse, or silently not do: by the plan, and by what stands behind it. */
import { cloudflareRanges } from '../cdn/cloudflare-ranges';
import type { LoadBalancerConfig } from '../load-balancer';
import type { Problem } from './rule';
import type { Route } from '../derived/routes';
import type { CloudflareConfig } from '../cdn/cloudflare';
import { managedRulesetsOf } from '../cdn/managed-rulesets';
import { planNames, plans, type CloudflarePlan, type PlanFeatures } from '../cdn/plans';
import { rateLimitsOf } from '../cdn/rate-limits';

const at = (path: string, message: string): Problem => ({ path: path === '' ? 'cdn' : `cdn.${path}`, message });

/** `; plan "pro" has it`, or nothing where no plan has. */
const orPlan = (has: (features: PlanFeatures) => boolean): string => {
  const plan = planNames.find((name) => has(plans[name]));
  return plan === undefined ? '' : `; plan "${plan}" has it`;
};

/** What the plan does not include. */
export function planProblems(config: CloudflareConfig, routes: readonly Route[]): readonly Problem[] {
  const { plan } = config;
  return [
    ...managedRulesetProblems(config, plan),
    ...rateLimitProblems(config, plan, routes),
    ...botProblems(config, plan),
    ...(config.staticAssets.cacheSeconds < plans[plan].shortestCacheSeconds
      ? [
          at(
            'staticAssets.cacheSeconds',
            `must be ${plans[plan].shortestCacheSeconds} or more on plan "${plan}"; got ${config.staticAssets.cacheSeconds}`,
          ),
        ]
      : []),
    ...(config.hsts.enabled && config.hsts.preload && !(config.hsts.includeSubdomains && config.hsts.maxAgeSeconds >= 31_536_000)
      ? [at('hsts.preload', 'needs includeSubdomains and a maxAgeSeconds of 31536000 or more; see hstspreload.org')]
      : []),
    ...(config.adminProtection.enabled && config.adminProtection.only.by === 'access' && config.accountId === null
      ? [at('accountId', 'is missing: Access is set up in the account; take it from the overview of the zone')]
      : []),
  ];
}

const managedRulesetProblems = (config: CloudflareConfig, plan: CloudflarePlan): readonly Problem[] =>
  managedRulesetsOf(config)
    .filter((ruleset) => !plans[plan].managedRulesets.includes(ruleset))
    .map((ruleset) =>
      at(
        'managedRules.rulesets',
        `"${ruleset}" is not part of plan "${plan}"${orPlan(({ managedRulesets }) => managedRulesets.includes(ruleset))}`,
      ),
    );

function rateLimitProblems(config: CloudflareConfig, plan: CloudflarePlan, routes: readonly Route[]): readonly Problem[] {
  const { rules, periods, timeouts, byHost, actions, throttles } = plans[plan].rateLimits;
  const limits = rateLimitsOf(config, routes);
  const named = routes.map((route) => route.service);
  const streams = (service: string | null) =>
    routes.some((route) => (service === null || route.service === service) && route.streamingPaths.length > 0);
  const names = limits.map(({ name }) => name);
  return [
    ...(limits.length > rules ? [at('rateLimits', `must be ${rules} at most on plan "${plan}"; got ${limits.length}`)] : []),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => at('rateLimits', `"${name}" is the name of two of them; give each its own`)),
    ...limits.flatMap((limit, index) => {
      const field = (name: string, message: string) => at(`rateLimits.${index}.${name}`, message);
      const { service, periodSeconds, action, timeoutSeconds } = limit;
      const allowed = (values: readonly (number | string)[]) => `must be ${values.join(', ')} on plan "${plan}"`;
      return [
        ...(periods.includes(periodSeconds) ? [] : [field('periodSeconds', `${allowed(periods)}; got ${periodSeconds}`)]),
        ...(actions.includes(action) ? [] : [field('action', `${allowed(actions)}; got ${action}`)]),
        ...(service === null || byHost
          ? []
          : [field('service', `must be null: plan "${plan}" cannot tell hosts apart${orPlan((features) => features.rateLimits.byHost)}`)]),
        ...(service === null || named.includes(service)
          ? []
          : [field('service', `must be a service with a host: ${named.map((name) => `"${name}"`).join(', ')}; got "${service}"`)]),
        ...(action === 'managed_challenge' && streams(service)
          ? [field('action', 'must be "block" or "log": clients of the API are programs, which cannot pass a challenge')]
          : []),
        ...timeoutProblems(action, timeoutSeconds, timeouts, throttles).map((message) =>
          field('timeoutSeconds', `${message} on plan "${plan}"; got ${timeoutSeconds}`),
        ),
      ];
    }),
  ];
}

/** A challenge is repeated and has no timeout, but on `enterprise`. */
function timeoutProblems(action: string, timeout: number, timeouts: readonly number[], throttles: boolean): readonly string[] {
  if (throttles) return timeout === 0 || timeouts.includes(timeout) ? [] : [`must be 0, ${timeouts.join(', ')}`];
  if (action === 'block') return timeouts.includes(timeout) ? [] : [`must be ${timeouts.join(', ')}`];
  return timeout === 0 ? [] : [`must be 0 with "${action}"`];
}

const botProblems = ({ bots }: CloudflareConfig, plan: CloudflarePlan): readonly Problem[] =>
  (['definitelyAutomated', 'likelyAutomated', 'verified'] as const)
    .filter((group) => bots[group] !== 'allow' && !plans[plan].botGroups.includes(group))
    .map((group) =>
      at(
        `bots.${group}`,
        `must be "allow": plan "${plan}" does not tell them apart${orPlan(({ botGroups }) => botGroups.includes(group))}`,
      ),
    );

/** What does not fit what stands behind the CDN. */
export function cdnProblems({
  cdn,
  routes,
  loadBalancer,
}: {
  readonly cdn: CloudflareConfig;
  readonly routes: readonly Route[];
  readonly loadBalancer: LoadBalancerConfig;
}): readonly Problem[] {
  return [
    ...planProblems(cdn, routes),
    ...routes.flatMap(({ service, hosts }) => hosts.flatMap((host, index) => hostProblems(service, host, index, cdn.zone))),
    ...originProblems(loadBalancer),
  ];
}

/** Universal certificates hold the zone and one label below it. https://developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations/ */
function hostProblems(name: string, host: string, index: number, zone: string): readonly Problem[] {
  if (host === zone || (host.endsWith(`.${zone}`) && !host.slice(0, -zone.length - 1).includes('.'))) return [];
  return [
    {
      path: `services.${name}.${index === 0 ? 'host' : 'aliases'}`,
      message: host.endsWith(`.${zone}`)
        ? `${host} is more than one label below ${zone}, for which Cloudflare’s certificate does not hold`
        : `${host} is not in the zone ${zone} of the CDN`,
    },
  ];
}

function originProblems(config: LoadBalancerConfig): readonly Problem[] {
  const problem = (path: string, message: string): readonly Problem[] => [{ path: `loadBalancer.${path}`, message }];
  const [path, origin] =
    'exposure' in config
      ? ['exposure.origin', 'origin' in config.exposure ? config.exposure.origin : undefined]
      : ['origin', 'origin' in config ? config.origin : undefined];
  return [
    ...(origin === null ? problem(path, 'is missing: the CDN’s DNS records have to point to it') : []),
    ...('tls' in config && 'trustedProxies' in config ? podProblems(config, problem) : []),
  ];
}

function podProblems(
  { tls, trustedProxies }: Extract<LoadBalancerConfig, { readonly trustedProxies: unknown }>,
  problem: (path: string, message: string) => readonly Problem[],
): readonly Problem[] {
  const certificate =
    tls.enabled && tls.secret !== null
      ? []
      : problem(tls.enabled ? 'tls.secret' : 'tls.enabled', 'must be a certificate for the hosts: Cloudflare checks it (Full, strict)');
  const unknown = cloudflareRanges.filter((range) => !trustedProxies.includes(range));
  const proxies =
    unknown.length === 0
      ? []
      : problem('trustedProxies', `must have Cloudflare’s ranges (config/cdn/cloudflare-ranges.ts); there is no ${unknown[0]}`);
  return [...certificate, ...proxies];
}
