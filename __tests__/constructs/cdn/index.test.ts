/** Names, settings and access at the edge. */
import { versions } from '../../../config';
import { ZoneSettings } from '../../../constructs/cdn/cloudflare/zone-settings';
import { useCloudflare } from '../../../stacks/cloudflare';
import { at, synthesize } from '../../support/synthesized';
import { allPlans, built, off, routes } from './cdn.fixture';

const zoneId = '0123456789abcdef0123456789abcdef';

describe('the names', () => {
  const { all, cdn } = built();
  const records = Object.values(all('cloudflare_dns_record'));

  test('are full names of the hosts, proxied, with automatic TTL', () => {
    expect(records.map(({ name, type, content, proxied, ttl, zone_id }) => ({ name, type, content, proxied, ttl, zone_id }))).toEqual(
      ['admin.openrouter.ai', 'api.openrouter.ai', 'openrouter.ai'].map((name) => ({
        name,
        type: 'CNAME',
        content: 'lb.eu-central-1.elb.amazonaws.com',
        proxied: true,
        ttl: 1,
        zone_id: zoneId,
      })),
    );
    expect(cdn?.hosts).toEqual(routes.flatMap(({ hosts }) => hosts));
  });

  test('are keyed by the service, so that a renamed host is the same record', () => {
    const ids = (of: typeof routes) => Object.keys(built({ zone: 'example.com' }, { of }).all('cloudflare_dns_record'));
    expect(ids(routes.map((route) => ({ ...route, hosts: [`${route.service}.example.com`] })))).toEqual(ids(routes));
  });

  test('have no settings, which would differ at every plan', () => {
    for (const record of records) expect(Object.keys(record)).not.toContain('settings');
  });

  test('lead to an address too', () => {
    const [record] = Object.values(built({}, { origin: { recordType: 'A', value: '192.0.2.1' } }).all('cloudflare_dns_record'));
    expect(record).toMatchObject({ type: 'A', content: '192.0.2.1' });
  });

  test('come after all that guards the hosts', () => {
    const { json } = built();
    const resources = at(json, 'resource') as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    const guards = Object.entries(resources).filter(([type]) => type.startsWith('cloudflare_') && type !== 'cloudflare_dns_record');
    const others = guards.flatMap(([type, list]) => Object.keys(list).map((id) => `${type}.${id}`));
    expect(others.length).toBeGreaterThan(20);
    for (const record of records) expect([...(record['depends_on'] as readonly string[])].sort()).toEqual([...others].sort());
  });
});

describe('an engine', () => {
  test('none makes nothing', () => {
    const { cdn, json } = built({ engine: 'none' });
    expect(cdn).toBeNull();
    expect(json['resource']).toBeUndefined();
  });

  test('that has no origin is refused', () => {
    expect(() => built({}, { origin: null })).toThrow('test/Cdn: the load balancer has no address');
  });
});

describe('the settings of the zone', () => {
  test.each(allPlans)('on %s: strict TLS from 1.2 on, HTTPS always, no 0-RTT', (plan) => {
    expect(built({ plan }).settings()).toMatchObject({
      ssl: 'strict',
      min_tls_version: '1.2',
      tls_1_3: 'on',
      always_use_https: 'on',
      '0rtt': 'off',
      http3: 'on',
      browser_check: 'on',
      rocket_loader: 'off',
    });
  });

  test('HTTP/2 is set where it can be', () => {
    expect(built({ plan: 'free' }).settings()).not.toHaveProperty('http2');
    expect(built({ plan: 'pro' }).settings()).toHaveProperty('http2', 'on');
  });

  test('HSTS keeps its numbers and truth values', () => {
    const hsts = { enabled: true, maxAgeSeconds: 63_072_000, includeSubdomains: true, preload: true };
    expect(built({ hsts }).settings()['security_header']).toEqual({
      strict_transport_security: { enabled: true, max_age: 63_072_000, include_subdomains: true, preload: true, nosniff: true },
    });
  });

  test('HSTS that is off is written as off, and not left out', () => {
    expect(built({ hsts: off }).settings()['security_header']).toMatchObject({
      strict_transport_security: { enabled: false, max_age: 0, preload: false },
    });
  });

  test('origin pulls are authenticated by the zone’s certificate, and its key is nowhere', () => {
    const { one, text } = built();
    expect(one('cloudflare_authenticated_origin_pulls_settings')).toEqual({ zone_id: zoneId, enabled: true });
    expect(text).not.toMatch(/private_key|PRIVATE KEY|origin_pulls_certificate/);
  });

  test('origin pulls that are off are written as off', () => {
    expect(built({ authenticatedOriginPulls: off }).one('cloudflare_authenticated_origin_pulls_settings')['enabled']).toBe(false);
  });

  test('rules and origin see the same path', () => {
    expect(built().one('cloudflare_url_normalization_settings')).toMatchObject({ type: 'cloudflare', scope: 'both' });
  });

  test('data centres ask one of their own first', () => {
    expect(built().one('cloudflare_tiered_cache')['value']).toBe('on');
    expect(built().one('cloudflare_argo_tiered_caching')['value']).toBe('on');
  });
});

describe('a setting', () => {
  test.each([14_400, ['A', 'B'], 'on', { enabled: false, max_age: 0 }])('keeps the value %j', (value) => {
    const { json } = synthesize((stack) => {
      useCloudflare(stack);
      new ZoneSettings(stack, 'Settings', { zoneId, settings: { Some: { setting: 'some', value } } });
    });
    const [setting] = Object.values(at(json, 'resource.cloudflare_zone_setting') as object) as readonly object[];
    expect(setting).toMatchObject({ zone_id: zoneId, setting_id: 'some' });
    expect(at(setting, 'value')).toEqual(value);
  });

  test('of one piece is updated in place', () => {
    const others = Object.values(built().all('cloudflare_zone_setting')).filter(({ value }) => typeof value !== 'object');
    expect(others.length).toBeGreaterThan(10);
    for (const setting of others) expect(setting).not.toHaveProperty('lifecycle');
  });

  test('of several parts is always sent with all of them, of which an update would leave out those that are the same', () => {
    const settings = Object.values(built().all('cloudflare_zone_setting')).filter(({ value }) => typeof value === 'object');
    expect(settings.map(({ setting_id }) => setting_id)).toEqual(['security_header']);
    for (const { value, lifecycle } of settings) {
      const [trigger = '', ...more] = at(lifecycle, 'replace_triggered_by') as readonly string[];
      expect(more).toEqual([]);
      const [type = '', id = ''] = trigger.split('.');
      expect(type).toBe('terraform_data');
      expect(built().all(type)[id]).toEqual({ input: value });
    }
  });
});

describe('bots', () => {
  const bots = (fields: object) => built(fields).one('cloudflare_bot_management');

  test.each(allPlans)('on %s nothing that knows no exception is on', (plan) => {
    expect(bots({ plan })).toMatchObject({
      fight_mode: false,
      enable_js: false,
      ai_bots_protection: 'disabled',
      crawler_protection: 'disabled',
    });
  });

  test.each([
    ['free', []],
    ['pro', ['sbfm_definitely_automated', 'sbfm_static_resource_protection', 'sbfm_verified_bots']],
    ['business', ['sbfm_definitely_automated', 'sbfm_likely_automated', 'sbfm_static_resource_protection', 'sbfm_verified_bots']],
  ] as const)('%s is told what it knows: %j', (plan, keys) => {
    expect(
      Object.keys(bots({ plan }))
        .filter((key) => key.startsWith('sbfm'))
        .sort(),
    ).toEqual(keys);
  });

  test('are treated as configured', () => {
    expect(bots({ plan: 'business', bots: { definitelyAutomated: 'block', likelyAutomated: 'managed_challenge' } })).toMatchObject({
      sbfm_definitely_automated: 'block',
      sbfm_likely_automated: 'managed_challenge',
      sbfm_verified_bots: 'allow',
    });
  });
});

describe('the admin', () => {
  const only = {
    by: 'access',
    emailDomains: ['openrouter.ai', 'example.com'],
    emails: ['zoe@elsewhere.example', 'ann@elsewhere.example'],
    identityProviders: ['699d9864-2c56-4d2e-855e-9661899b7252'],
    sessionHours: 4,
  };
  const { one } = built({ adminProtection: { enabled: true, only } });

  test('is an application of Access on its host', () => {
    expect(one('cloudflare_zero_trust_access_application')).toMatchObject({
      account_id: 'fedcba9876543210fedcba9876543210',
      type: 'self_hosted',
      domain: 'admin.openrouter.ai',
      session_duration: '4h',
      http_only_cookie_attribute: true,
      allowed_idps: only.identityProviders,
      auto_redirect_to_identity: true,
      policies: [{ precedence: 1, id: expect.stringMatching(/^\$\{cloudflare_zero_trust_access_policy\..*\.id\}$/) }],
    });
  });

  test('lets in who is named, in an order of its own', () => {
    expect(one('cloudflare_zero_trust_access_policy')).toMatchObject({
      decision: 'allow',
      session_duration: '4h',
      include: [
        { email_domain: { domain: 'example.com' } },
        { email_domain: { domain: 'openrouter.ai' } },
        { email: { email: 'ann@elsewhere.example' } },
        { email: { email: 'zoe@elsewhere.example' } },
      ],
    });
  });

  test('may be left to every identity provider of the account', () => {
    const application = built().one('cloudflare_zero_trust_access_application');
    expect(application).not.toHaveProperty('allowed_idps');
    expect(application['auto_redirect_to_identity']).toBe(false);
  });

  test.each([off, { enabled: true, only: { by: 'ip-list', cidrs: ['192.0.2.0/24'] } }])('%j needs no Access', (adminProtection) => {
    const { all } = built({ adminProtection, accountId: null });
    expect(all('cloudflare_zero_trust_access_application')).toEqual({});
    expect(all('cloudflare_zero_trust_access_policy')).toEqual({});
  });
});

describe('the provider', () => {
  const { json } = built();

  test('is told nothing: the token is in the environment', () => {
    expect(at(json, 'provider.cloudflare')).toEqual([{}]);
  });

  test('is the release that is pinned', () => {
    expect(at(json, 'terraform.required_providers.cloudflare')).toEqual({
      source: 'cloudflare/cloudflare',
      version: versions.providers.cloudflare,
    });
    expect(versions.providers.cloudflare).toMatch(/^5\.(2[2-9]|[3-9]\d)\.\d+$/);
  });
});
