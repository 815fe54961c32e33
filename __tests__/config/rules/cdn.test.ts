/** What Cloudflare's plans and its neighbours allow. */
import { plans, rateLimitsOf } from '../../../config/cdn';
import { cloudflareRanges } from '../../../config/cdn/cloudflare-ranges';
import type { Route } from '../../../config/derived/routes';
import { readEnvironment } from '../../../config/load/read-environment';
import { loadBalancerOn } from '../../../config/load-balancer';
import { cdnProblems, planProblems } from '../../../config/rules/cdn';
import { allPlans, cloudflare, input, off } from '../../constructs/cdn/cdn.fixture';
import { local } from '../../support/environments';
import { routesOf } from '../../support/services';

const routes = routesOf({ indexer: { kind: 'worker' } });

const limit = { name: 'a', requests: 10, periodSeconds: 10, timeoutSeconds: 10 };
const limits = (fields: object) => ({ rateLimits: [{ ...limit, ...fields }] });
const two = { rateLimits: [limit, { ...limit, name: 'b' }] };
const three = { rateLimits: [...two.rateLimits, { ...limit, name: 'c' }] };

describe('a plan', () => {
  test.each(allPlans)('%s includes its own defaults', (plan) => {
    expect(planProblems(cloudflare({ plan }), routes)).toEqual([]);
    expect(rateLimitsOf(cloudflare({ plan }), routes).length).toBeLessThanOrEqual(plans[plan].rateLimits.rules);
  });

  test.each([
    ['free', { managedRules: { enabled: true, rulesets: ['owasp'] } }, 'managedRules.rulesets', /"owasp" .* plan "pro" has it/],
    ['free', two, 'rateLimits', /1 at most on plan "free"; got 2/],
    ['pro', three, 'rateLimits', /2 at most/],
    ['free', limits({ service: 'backend' }), 'rateLimits.0.service', /must be null: .* plan "pro" has it/],
    [
      'pro',
      limits({ service: 'nobody' }),
      'rateLimits.0.service',
      /must be a service with a host: "backend", "admin", "portal"; got "nobody"/,
    ],
    ['pro', limits({ service: 'indexer' }), 'rateLimits.0.service', /must be a service with a host: .*; got "indexer"/],
    ['free', limits({ periodSeconds: 60 }), 'rateLimits.0.periodSeconds', /must be 10 on plan "free"; got 60/],
    ['free', limits({ timeoutSeconds: 60 }), 'rateLimits.0.timeoutSeconds', /must be 10 on plan "free"; got 60/],
    ['pro', limits({ periodSeconds: 120 }), 'rateLimits.0.periodSeconds', /must be 10, .*, 60 on plan "pro"/],
    ['pro', limits({ timeoutSeconds: 86_400 }), 'rateLimits.0.timeoutSeconds', /3600 on plan "pro"; got 86400/],
    [
      'business',
      limits({ action: 'log', timeoutSeconds: 0 }),
      'rateLimits.0.action',
      /must be block, managed_challenge on plan "business"/,
    ],
    ['business', limits({ timeoutSeconds: 0 }), 'rateLimits.0.timeoutSeconds', /on plan "business"; got 0/],
    [
      'pro',
      limits({ action: 'managed_challenge', service: 'portal' }),
      'rateLimits.0.timeoutSeconds',
      /must be 0 with "managed_challenge"/,
    ],
    ['free', { bots: { verified: 'block' } }, 'bots.verified', /must be "allow": plan "free" .* plan "pro" has it/],
    ['pro', { bots: { likelyAutomated: 'block' } }, 'bots.likelyAutomated', /plan "business" has it/],
    ['free', { staticAssets: { cacheSeconds: 3600 } }, 'staticAssets.cacheSeconds', /must be 7200 or more on plan "free"; got 3600/],
  ] as const)('%s does not include %j', (plan, fields, path, message) => {
    expect(planProblems(cloudflare({ plan, ...fields }), routes)).toEqual([
      { path: `cdn.${path}`, message: expect.stringMatching(message) },
    ]);
  });

  test.each([
    ['pro', two],
    ['business', three],
    ['business', limits({ periodSeconds: 600, timeoutSeconds: 86_400 })],
    ['enterprise', limits({ action: 'log', timeoutSeconds: 0 })],
    ['enterprise', limits({ timeoutSeconds: 0 })],
    ['pro', limits({ action: 'managed_challenge', service: 'portal', timeoutSeconds: 0 })],
    ['business', { bots: { likelyAutomated: 'block', definitelyAutomated: 'managed_challenge', verified: 'block' } }],
    ['pro', { staticAssets: { cacheSeconds: 3600 } }],
  ] as const)('%s includes %j', (plan, fields) => {
    expect(planProblems(cloudflare({ plan, ...fields }), routes)).toEqual([]);
  });
});

describe('what no plan mends', () => {
  test.each([
    [{ hsts: { enabled: true, preload: true } }, 'cdn.hsts.preload'],
    [{ hsts: { enabled: true, preload: true, includeSubdomains: true, maxAgeSeconds: 86_400 } }, 'cdn.hsts.preload'],
    [{ accountId: null }, 'cdn.accountId'],
    [{ rateLimits: [limit, limit] }, 'cdn.rateLimits'],
    [limits({ action: 'managed_challenge', timeoutSeconds: 0 }), 'cdn.rateLimits.0.action'],
    [limits({ action: 'managed_challenge', service: 'backend', timeoutSeconds: 0 }), 'cdn.rateLimits.0.action'],
  ])('%j', (fields, path) => {
    expect(planProblems(cloudflare(fields), routes).map((problem) => problem.path)).toEqual([path]);
  });

  test('an account is needed for Access only', () => {
    const only = { by: 'ip-list', cidrs: ['192.0.2.0/24'] };
    expect(planProblems(cloudflare({ accountId: null, adminProtection: { enabled: true, only } }), routes)).toEqual([]);
  });
});

const nginx = { engine: 'nginx', tls: { enabled: true, secret: 'load-balancer-tls' }, trustedProxies: [...cloudflareRanges] };
const behind = (loadBalancer: object, of: readonly Route[] = routes) =>
  cdnProblems({ cdn: cloudflare(), routes: of, loadBalancer: loadBalancerOn.kubernetes.parse(loadBalancer) }).map(({ path }) => path);

describe('what stands behind Cloudflare', () => {
  test('nothing has to fit where there is no CDN', () => {
    const elsewhere = { services: { backend: { host: 'api.elsewhere.example' } }, loadBalancer: { engine: 'nginx', tls: off } };
    expect(readEnvironment(local({ ...elsewhere, cdn: { engine: 'none' } }))).toHaveProperty('environment');
    expect(readEnvironment(local({ ...elsewhere, cdn: input() }))).toHaveProperty('problems');
  });

  test('a balancer with a certificate, an address and trust in the CDN’s ranges fits', () => {
    expect(behind(nginx)).toEqual([]);
  });

  test.each([
    [{ ...nginx, tls: off }, 'loadBalancer.tls.enabled'],
    [{ ...nginx, tls: { enabled: true } }, 'loadBalancer.tls.secret'],
    [{ ...nginx, trustedProxies: cloudflareRanges.slice(1) }, 'loadBalancer.trustedProxies'],
    [{ ...nginx, exposure: { type: 'NodePort' } }, 'loadBalancer.exposure.origin'],
    [{ engine: 'external', location: { cidrs: ['192.0.2.0/24'] } }, 'loadBalancer.origin'],
  ])('%j does not fit', (loadBalancer, path) => {
    expect(behind(loadBalancer)).toEqual([path]);
  });

  test('an origin that is said fits', () => {
    const origin = { recordType: 'A', value: '192.0.2.1' };
    expect(behind({ ...nginx, exposure: { type: 'ClusterIP', origin } })).toEqual([]);
    expect(behind({ engine: 'external', location: { cidrs: ['192.0.2.0/24'] }, origin })).toEqual([]);
  });

  test.each(['api.elsewhere.example', 'eu.api.openrouter.ai', 'notopenrouter.ai'])('%s is no host of the zone', (host) => {
    expect(behind(nginx, routesOf({ backend: { host } }))).toEqual(['services.backend.host']);
    expect(behind(nginx, routesOf({ backend: { aliases: ['chat.openrouter.ai', host] } }))).toEqual(['services.backend.aliases']);
  });
});
