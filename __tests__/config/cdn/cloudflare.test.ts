/** The fields of the engine `cloudflare`, and what its plans and its neighbours allow. */
import { cdnLimits, cdnOn, cdnProblems, edgeCidrs, planProblems, plans, rateLimitsOf } from '../../../config/cdn';
import { cidrField } from '../../../config/fields/values';
import { loadBalancerOn } from '../../../config/load-balancer';
import { cloudflareRanges } from '../../../config/cdn/cloudflare-ranges';
import { streamingChain, streamingField } from '../../../config/streaming';
import { holds, inequalities } from '../../../config/rules/streaming';
import { allPlans, certificate, cloudflare, input, off } from '../../constructs/cdn/cdn.fixture';

const paths = (fields: object) => {
  const read = cdnOn.aws.safeParse(input(fields));
  return read.success ? [] : read.error.issues.map(({ path }) => path.join('.'));
};

const access = (only: object) => ({ adminProtection: { enabled: true, only: { by: 'access', ...only } } });

describe('the configuration of Cloudflare', () => {
  test('is the same on both targets, and so is none', () => {
    expect(cdnOn.kubernetes.parse(input())).toEqual(cloudflare());
    expect(cdnOn.kubernetes.parse({ engine: 'none' })).toEqual({ engine: 'none' });
  });

  test('is safe where nothing is said', () => {
    expect(cloudflare()).toMatchObject({
      hsts: { enabled: true, maxAgeSeconds: 31_536_000, includeSubdomains: false, preload: false },
      managedRules: { enabled: true, rulesets: null },
      closedPaths: ['/metrics', '/debug'],
      bots: { definitelyAutomated: 'allow', likelyAutomated: 'allow', verified: 'allow' },
    });
  });

  test.each(['authenticatedOriginPulls', 'adminProtection', 'plan', 'zone', 'zoneId'])('%s has to be decided', (field) => {
    expect(paths({ [field]: undefined })).toContain(field);
  });

  test.each(['authenticatedOriginPulls', 'adminProtection', 'hsts', 'managedRules'])('%s is off with a reason only', (field) => {
    expect(paths({ [field]: off })).toEqual([]);
    expect(paths({ [field]: { enabled: false } })).toEqual([`${field}.reason`]);
    expect(paths({ [field]: { enabled: false, reason: 'short' } })).toEqual([`${field}.reason`]);
  });

  test.each([
    [{ zoneId: '0123456789ABCDEF0123456789ABCDEF' }, 'zoneId'],
    [{ zone: 'https://openrouter.ai' }, 'zone'],
    [{ plan: 'teams' }, 'plan'],
    [{ authenticatedOriginPulls: { enabled: true, certificateAuthority: 'ca.pem' } }, 'authenticatedOriginPulls.certificateAuthority'],
    [access({}), 'adminProtection.only'],
    [access({ emails: ['somebody'] }), 'adminProtection.only.emails.0'],
    [{ adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: [] } } }, 'adminProtection.only.cidrs'],
    [{ adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: ['192.0.2.1'] } } }, 'adminProtection.only.cidrs.0'],
    [{ adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: ['2001:db8::/129'] } } }, 'adminProtection.only.cidrs.0'],
    [{ closedPaths: ['metrics'] }, 'closedPaths.0'],
    [{ staticAssets: { paths: ['/a") or true or ("'] } }, 'staticAssets.paths.0'],
    [{ apiToken: 'x' }, ''],
  ])('%j is refused', (fields, path) => {
    expect(paths(fields)).toEqual([path]);
  });

  test('addresses of either protocol may be listed', () => {
    expect(paths({ adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: ['192.0.2.0/24', '2001:db8::/32'] } } })).toEqual([]);
  });

  test('a private key is not taken for a certificate', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n';
    for (const certificateAuthority of [key, certificate + key, key + certificate]) {
      expect(paths({ authenticatedOriginPulls: { enabled: true, certificateAuthority } })).toEqual([
        'authenticatedOriginPulls.certificateAuthority',
      ]);
    }
    expect(paths({ authenticatedOriginPulls: { enabled: true, certificateAuthority: certificate + certificate } })).toEqual([]);
  });
});

const limit = { name: 'a', requests: 10, periodSeconds: 10, timeoutSeconds: 10 };
const limits = (fields: object) => ({ rateLimits: [{ ...limit, ...fields }] });
const two = { rateLimits: [limit, { ...limit, name: 'b' }] };
const three = { rateLimits: [...two.rateLimits, { ...limit, name: 'c' }] };

describe('a plan', () => {
  test.each(allPlans)('%s includes its own defaults', (plan) => {
    expect(planProblems(cloudflare({ plan }))).toEqual([]);
    expect(rateLimitsOf(cloudflare({ plan })).length).toBeLessThanOrEqual(plans[plan].rateLimits.rules);
  });

  test.each([
    ['free', { managedRules: { enabled: true, rulesets: ['owasp'] } }, 'managedRules.rulesets', /"owasp" .* plan "pro" has it/],
    ['free', two, 'rateLimits', /1 at most on plan "free"; got 2/],
    ['pro', three, 'rateLimits', /2 at most/],
    ['free', limits({ service: 'backend' }), 'rateLimits.0.service', /must be null: .* plan "pro" has it/],
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
    expect(planProblems(cloudflare({ plan, ...fields }))).toEqual([{ path: `cdn.${path}`, message: expect.stringMatching(message) }]);
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
    expect(planProblems(cloudflare({ plan, ...fields }))).toEqual([]);
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
    expect(planProblems(cloudflare(fields)).map((problem) => problem.path)).toEqual([path]);
  });

  test('an account is needed for Access only', () => {
    const only = { by: 'ip-list', cidrs: ['192.0.2.0/24'] };
    expect(planProblems(cloudflare({ accountId: null, adminProtection: { enabled: true, only } }))).toEqual([]);
  });
});

const hosts = [
  { name: 'backend', host: 'api.openrouter.ai' },
  { name: 'portal', host: 'openrouter.ai' },
] as const;
const nginx = { engine: 'nginx', tls: { enabled: true, secret: 'load-balancer-tls' }, trustedProxies: [...cloudflareRanges] };
const behind = (loadBalancer: object, services: readonly { name: 'backend' | 'portal'; host: string }[] = hosts) =>
  cdnProblems({ cdn: cloudflare(), services, loadBalancer: loadBalancerOn.kubernetes.parse(loadBalancer) }).map(({ path }) => path);

describe('what stands behind Cloudflare', () => {
  test('nothing has to fit where there is no CDN', () => {
    const loadBalancer = loadBalancerOn.kubernetes.parse({ engine: 'nginx', tls: off });
    expect(cdnProblems({ cdn: { engine: 'none' }, services: [{ name: 'backend', host: 'elsewhere.example' }], loadBalancer })).toEqual([]);
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
    expect(behind(nginx, [{ name: 'backend', host }])).toEqual(['services.backend.host']);
  });
});

describe('the limits of the CDN', () => {
  test.each([
    ['free', 100],
    ['pro', 100],
    ['business', 200],
    ['enterprise', 500],
  ] as const)('%s takes %d MiB', (plan, maxBodyMiB) => {
    expect(cdnLimits(cloudflare({ plan }))).toEqual({ silenceSeconds: 100, keepAliveSeconds: 900, maxBodyMiB });
  });

  test('the default chain holds behind the smallest plan', () => {
    const chain = streamingChain(streamingField.parse(undefined), cloudflare({ plan: 'free' }));
    expect(inequalities(chain).filter((link) => !holds(link))).toEqual([]);
  });

  test('a larger body than the plan’s breaks the chain', () => {
    const chain = streamingChain(streamingField.parse({ maxBodyMiB: 200 }), cloudflare({ plan: 'pro' }));
    expect(
      inequalities(chain)
        .filter((link) => !holds(link))
        .map(({ right }) => right.name),
    ).toEqual(['CDN body']);
  });
});

describe('the ranges of Cloudflare', () => {
  test('are fifteen different IPv4 ranges, sorted as texts', () => {
    expect(new Set(cloudflareRanges).size).toBe(15);
    expect([...cloudflareRanges].sort()).toEqual(cloudflareRanges);
    for (const range of cloudflareRanges) expect(cidrField.safeParse(range).success).toBe(true);
  });

  test('are who comes to the load balancer; without a CDN everyone does', () => {
    expect(edgeCidrs(cloudflare())).toBe(cloudflareRanges);
    expect(edgeCidrs({ engine: 'none' })).toBeNull();
  });
});
