/** The rules of each phase. */
import { allPlans, built, off, routes, type Rule } from './cdn.fixture';

const CUSTOM = 'http_request_firewall_custom';
const MANAGED = 'http_request_firewall_managed';
const LIMITS = 'http_ratelimit';
const CACHE = 'http_request_cache_settings';
const CONFIG = 'http_config_settings';
const phases = [CUSTOM, MANAGED, LIMITS, CACHE, CONFIG];

const api = 'http.host in {"api.openrouter.ai"}';
const streaming = `${api} and (http.request.uri.path eq "/v1" or starts_with(http.request.uri.path, "/v1/"))`;
const refs = (rules: readonly Rule[]) => rules.map(({ ref }) => ref);

/** All that can be configured at once. */
const everything = {
  plan: 'enterprise',
  adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: ['192.0.2.0/24', '2001:db8::/48'] } },
  bots: { definitelyAutomated: 'managed_challenge' },
};

describe('every phase', () => {
  test.each(allPlans)('on %s has one owner, of the zone', (plan) => {
    const rulesets = Object.values(built({ plan }).all('cloudflare_ruleset'));
    expect(rulesets.map(({ phase }) => phase).sort()).toEqual([...phases].sort());
    for (const ruleset of rulesets) expect(ruleset).toMatchObject({ kind: 'zone', zone_id: '0123456789abcdef0123456789abcdef' });
  });

  test('is not replaced for its name when it was there already', () => {
    for (const ruleset of Object.values(built().all('cloudflare_ruleset'))) {
      expect(ruleset).toMatchObject({ name: 'default', lifecycle: { ignore_changes: ['name'] } });
    }
  });

  test.each(phases)('%s: every rule is on and has a name of its own, which is no number', (phase) => {
    for (const fields of [{}, { plan: 'free' }, everything]) {
      const rules = built(fields).rules(phase);
      expect(rules.length).toBeGreaterThan(0);
      expect(new Set(refs(rules)).size).toBe(rules.length);
      for (const rule of rules) {
        expect(rule.ref).toMatch(/^[a-z]+(_[a-z]+)*$/);
        expect(rule['enabled']).toBe(true);
      }
    }
  });

  test('a rule that comes in between leaves the names of the others', () => {
    const fewer = refs(built().rules(CUSTOM));
    expect(refs(built(everything).rules(CUSTOM))).toEqual(expect.arrayContaining(fewer));
    const limits = refs(built({ plan: 'pro' }).rules(LIMITS));
    expect(refs(built({ plan: 'business' }).rules(LIMITS))).toEqual(expect.arrayContaining(limits));
    expect(limits).toEqual(expect.arrayContaining(refs(built({ plan: 'free' }).rules(LIMITS))));
  });

  test.each(phases)('%s: only a skip says whether it is logged', (phase) => {
    for (const rule of built(everything).rules(phase))
      expect([rule.action, 'logging' in rule]).toEqual([rule.action, rule.action === 'skip']);
  });
});

describe('custom rules', () => {
  test('close metrics and debug paths on every host, in whatever case', () => {
    const { expression, action } = built().rule(CUSTOM, 'closed_paths');
    expect(action).toBe('block');
    expect(expression).toBe(
      'http.host in {"api.openrouter.ai" "admin.openrouter.ai" "openrouter.ai"} and (' +
        '(lower(http.request.uri.path) eq "/metrics" or starts_with(lower(http.request.uri.path), "/metrics/")) or ' +
        '(lower(http.request.uri.path) eq "/debug" or starts_with(lower(http.request.uri.path), "/debug/")))',
    );
  });

  test('answer as if nothing were there, where the plan can', () => {
    const response = built({ plan: 'pro' }).rule(CUSTOM, 'closed_paths')['action_parameters'];
    expect(response).toMatchObject({ response: { status_code: 404, content_type: 'application/json' } });
    expect(built({ plan: 'free' }).rule(CUSTOM, 'closed_paths')).not.toHaveProperty('action_parameters');
  });

  test('a path that is given in capitals is closed too', () => {
    expect(built({ closedPaths: ['/Debug/PProf/'] }).rule(CUSTOM, 'closed_paths').expression).toContain(
      'starts_with(lower(http.request.uri.path), "/debug/pprof/")',
    );
  });

  test('the admin answers only some addresses', () => {
    expect(built(everything).rule(CUSTOM, 'admin_by_address')).toMatchObject({
      action: 'block',
      expression: 'http.host in {"admin.openrouter.ai"} and not ip.src in {192.0.2.0/24 2001:db8::/48}',
    });
  });

  test('Access and nothing at all need no rule of addresses', () => {
    for (const fields of [{}, { adminProtection: off }]) expect(refs(built(fields).rules(CUSTOM))).toEqual(['closed_paths']);
  });

  test('the API is exempt from Super Bot Fight Mode where that does something', () => {
    expect(built(everything).rule(CUSTOM, 'api_clients_are_programs')).toMatchObject({
      action: 'skip',
      expression: api,
      action_parameters: { phases: ['http_request_sbfm'] },
      logging: { enabled: false },
    });
  });
});

describe('managed rules', () => {
  test.each([
    ['free', ['managed_free']],
    ['pro', ['managed_cloudflare', 'managed_owasp']],
    ['business', ['managed_cloudflare', 'managed_owasp']],
    ['enterprise', ['managed_cloudflare', 'managed_owasp']],
  ])('%s runs %j everywhere, after the exception', (plan, rulesets) => {
    const rules = built({ plan }).rules(MANAGED);
    expect(refs(rules)).toEqual(['prompts_look_like_attacks', ...rulesets]);
    for (const { action, expression } of rules.slice(1)) expect([action, expression]).toEqual(['execute', 'true']);
  });

  test('the exception is bodies on paths that stream, of all rulesets that run', () => {
    const [exception, ...run] = built().rules(MANAGED);
    expect(exception).toMatchObject({
      action: 'skip',
      expression: `${streaming} and http.request.method in {"POST" "PUT" "PATCH"}`,
      action_parameters: { rulesets: run.map((rule) => (rule['action_parameters'] as { readonly id: string }).id) },
    });
  });

  test('no ruleset runs twice, which a zone may not', () => {
    const ids = built()
      .rules(MANAGED)
      .filter(({ action }) => action === 'execute')
      .map((rule) => JSON.stringify(rule['action_parameters']));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('without streams there is no exception', () => {
    const of = routes.map((route) => ({ ...route, streamingPaths: [] }));
    expect(refs(built({}, { of }).rules(MANAGED))).toEqual(['managed_cloudflare', 'managed_owasp']);
  });

  test('that are off leave a phase that is still owned', () => {
    expect(built({ managedRules: off }).rules(MANAGED)).toEqual([]);
  });
});

describe('rate limits', () => {
  test('count by address and data centre', () => {
    for (const plan of allPlans) {
      for (const rule of built({ plan }).rules(LIMITS)) {
        expect(rule['ratelimit']).toMatchObject({ characteristics: ['cf.colo.id', 'ip.src'] });
      }
    }
  });

  test('answer 429 with JSON that SDKs read', () => {
    const { response } = built().rule(LIMITS, 'rate_limit_api')['action_parameters'] as { readonly response: Record<string, unknown> };
    expect(response).toMatchObject({ status_code: 429, content_type: 'application/json' });
    expect(JSON.parse(String(response['content']))).toEqual({
      error: {
        message: 'Too many requests from this address. Try again in 60 seconds.',
        type: 'rate_limit_error',
        param: null,
        code: 'rate_limited',
      },
    });
  });

  test('on free ask for a path only and answer what Cloudflare has', () => {
    const rule = built({ plan: 'free' }).rule(LIMITS, 'rate_limit_api');
    expect(rule.expression).toBe('(http.request.uri.path eq "/v1" or starts_with(http.request.uri.path, "/v1/"))');
    expect(rule).not.toHaveProperty('action_parameters');
    expect(rule['ratelimit']).toMatchObject({ period: 10, mitigation_timeout: 10 });
  });

  test('are those that are configured', () => {
    const limit = { name: 'login', service: 'portal', path: '/login', requests: 20, periodSeconds: 60, timeoutSeconds: 0 };
    const rules = built({ plan: 'enterprise', rateLimits: [{ ...limit, action: 'managed_challenge' }] }).rules(LIMITS);
    expect(rules).toEqual([
      {
        ref: 'rate_limit_login',
        description: '20 requests of an address in 60 s',
        enabled: true,
        action: 'managed_challenge',
        expression:
          'http.host in {"openrouter.ai"} and (http.request.uri.path eq "/login" or starts_with(http.request.uri.path, "/login/"))',
        ratelimit: { characteristics: ['cf.colo.id', 'ip.src'], period: 60, requests_per_period: 20, mitigation_timeout: 0 },
      },
    ]);
  });
});

describe('cache rules', () => {
  test('never keep anything of the API and of the admin, and have the last word', () => {
    const last = built().rules(CACHE).at(-1);
    expect(last).toMatchObject({
      ref: 'never_cached',
      expression: 'http.host in {"api.openrouter.ai" "admin.openrouter.ai"}',
      action_parameters: { cache: false },
    });
  });

  test('keep hashed files long, and no error', () => {
    const rule = built({ staticAssets: { paths: ['/assets/'], cacheSeconds: 86_400 } }).rule(CACHE, 'static_assets');
    expect(rule.expression).toBe('http.host in {"openrouter.ai"} and starts_with(http.request.uri.path, "/assets/")');
    expect(rule['action_parameters']).toEqual({
      cache: true,
      edge_ttl: {
        mode: 'respect_origin',
        status_code_ttl: [
          { status_code_range: { from: 200, to: 299 }, value: 86_400 },
          { status_code_range: { from: 400, to: 599 }, value: -1 },
        ],
      },
      browser_ttl: { mode: 'respect_origin' },
    });
  });

  test('without static paths the API is still never kept', () => {
    expect(refs(built({ staticAssets: { paths: [] } }).rules(CACHE))).toEqual(['never_cached']);
  });
});

describe('configuration rules', () => {
  test('answers that stream are not buffered', () => {
    expect(built().rule(CONFIG, 'streams_are_not_buffered')).toMatchObject({
      action: 'set_config',
      expression: streaming,
      action_parameters: { response_body_buffering: 'none', request_body_buffering: 'standard' },
    });
  });

  test('every path that streams is one, on its own host', () => {
    const of = routes.map((route) => (route.service === 'backend' ? { ...route, streamingPaths: ['/v1', '/chat/'] } : route));
    expect(built({}, { of }).rule(CONFIG, 'streams_are_not_buffered').expression).toBe(
      `${api} and ((http.request.uri.path eq "/v1" or starts_with(http.request.uri.path, "/v1/")) or starts_with(http.request.uri.path, "/chat/"))`,
    );
  });

  test('hosts that stream do not lend each other their paths', () => {
    const of = routes.map((route) => (route.service === 'portal' ? { ...route, streamingPaths: ['/live'] } : route));
    expect(built({}, { of }).rule(CONFIG, 'streams_are_not_buffered').expression).toBe(
      `((${streaming}) or (http.host in {"openrouter.ai"} and (http.request.uri.path eq "/live" or starts_with(http.request.uri.path, "/live/"))))`,
    );
  });

  test('nothing challenges or rewrites what the API says', () => {
    expect(built().rule(CONFIG, 'api_clients_are_programs')).toMatchObject({
      expression: api,
      action_parameters: { bic: false, security_level: 'essentially_off', rocket_loader: false, email_obfuscation: false },
    });
  });
});
