import { albRules, loadBalancerOn, loadBalancerPresence } from '../../../config/load-balancer';
import type { Environment } from '../../../config';
import type { Problem } from '../../../config/rules/rule';
import { authority } from '../../constructs/load-balancer/alb/alb.fixture';

const off = { enabled: false, reason: 'a test without a CDN' };
const problems = (input: unknown) =>
  (loadBalancerOn.aws.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('the load balancer of AWS as configured', () => {
  test('needs its engine and the authority of the CDN', () => {
    expect(loadBalancerOn.aws.parse({ engine: 'alb', originPullCa: authority })).toEqual({
      engine: 'alb',
      originPullCa: authority,
      desyncMitigation: { mode: 'strictest' },
    });
  });

  test('can do without the authority, for a reason', () => {
    expect(problems({ engine: 'alb', originPullCa: off })).toEqual([]);
  });

  test('takes two authorities, while one is replaced by the other', () => {
    const parsed = loadBalancerOn.aws.parse({ engine: 'alb', originPullCa: `\n${authority}\r\n\n  ${authority.trim()}  \n` });
    expect(parsed).toHaveProperty('originPullCa', authority + authority);
  });

  test.each([
    ['an engine of another target', { engine: 'nginx' }, /^engine: must be \{ engine: "alb"/],
    ['no word about the CDN', { engine: 'alb' }, /^originPullCa: must be certificates in PEM form, or \{ enabled: false, reason \}/],
    ['no authority without a reason', { engine: 'alb', originPullCa: { enabled: false } }, /^originPullCa: must be certificates/],
    [
      'a path in its place',
      { engine: 'alb', originPullCa: './ca.pem' },
      /^originPullCa: must be certificates in PEM form and nothing else/,
    ],
    ['an empty text', { engine: 'alb', originPullCa: '' }, /^originPullCa: must be certificates in PEM form and nothing else/],
    ['text beside it', { engine: 'alb', originPullCa: `subject=x\n${authority}` }, /^originPullCa: .* nothing else/],
    [
      'a private key',
      { engine: 'alb', originPullCa: `${authority}-----BEGIN ${'PRIVATE'} KEY-----\nAAAA\n-----END ${'PRIVATE'} KEY-----\n` },
      /^originPullCa: must hold no private key/,
    ],
    ['too many', { engine: 'alb', originPullCa: authority.repeat(26) }, /^originPullCa: must be 25 certificates at most/],
    [
      'a huge one',
      { engine: 'alb', originPullCa: `-----BEGIN CERTIFICATE-----\n${'A'.repeat(17_000)}\n-----END CERTIFICATE-----` },
      /^originPullCa: must be certificates of 16384 bytes at most/,
    ],
    [
      'less care without a reason',
      { engine: 'alb', originPullCa: authority, desyncMitigation: { mode: 'defensive' } },
      /^desyncMitigation\.reason: /,
    ],
    [
      'none at all',
      { engine: 'alb', originPullCa: authority, desyncMitigation: { mode: 'monitor', reason: 'to see what happens' } },
      /^desyncMitigation\.mode: must be \{ mode: "strictest" \}/,
    ],
    ['a misspelt field', { engine: 'alb', originPullCa: authority, idleTimeout: 60 }, /^: Unrecognized key/],
  ])('is refused: %s', (_what, input, message) => {
    expect(problems(input)).toEqual([expect.stringMatching(message)]);
  });
});

describe('what it is to its neighbours', () => {
  const config = loadBalancerOn.aws.parse({ engine: 'alb', originPullCa: authority });
  const cidrs = { public: ['10.0.0.0/24', '10.0.1.0/24'], private: ['10.0.16.0/20'], data: ['10.0.4.0/24'] };

  test('those at the edge come to its two ports; it stands in the public subnets, in a security group', () => {
    const { component, flows, pods } = loadBalancerPresence(config, cidrs);
    expect(component).toEqual({
      ports: { http: [{ port: 80, protocol: 'TCP' }], https: [{ port: 443, protocol: 'TCP' }] },
      runsAs: { cidrs: cidrs.public, securityGroup: 'loadBalancer' },
    });
    expect(flows.map(({ from, to, port }) => `${from} → ${to} ${port}`)).toEqual([
      'edge → load-balancer http',
      'edge → load-balancer https',
    ]);
    expect(pods).toEqual([]);
  });
});

describe('what it asks of other boxes', () => {
  const found = (boxes: object): readonly Problem[] => albRules.flatMap(({ check }) => check(boxes as Environment));
  const service = (host: string) => ({ ...serviceFields, host });
  const serviceFields = {
    image: 'registry.example/x:1.0.0',
    port: 8080,
    replicas: { min: 2, max: 2 },
    resources: { cpuRequestMillis: 1, cpuLimitMillis: null, memoryRequestMiB: 1, memoryLimitMiB: 1 },
    settings: {},
    stores: [],
    generatedSecrets: [],
    secretNames: [],
    databasePool: 0,
    paths: { liveness: '/health', readiness: '/ready', metrics: null, streaming: [] },
  };
  const fits = {
    loadBalancer: { engine: 'alb', originPullCa: authority, desyncMitigation: { mode: 'strictest' } },
    cdn: { engine: 'cloudflare', plan: 'pro', authenticatedOriginPulls: { enabled: true, certificateAuthority: authority } },
    streaming: { heartbeatSeconds: 15, longestSilenceSeconds: 1200, drainSeconds: 600, maxBodyMiB: 100 },
    services: { backend: service('api.example.com'), admin: service('admin.example.com'), portal: service('example.com') },
    sizing: 'small',
  };

  test('nothing that the defaults do not give', () => {
    expect(found(fits)).toEqual([]);
  });

  test('a drain that its targets get', () => {
    const streaming = { ...fits.streaming, drainSeconds: 3600 };
    expect(found({ ...fits, streaming })).toEqual([
      { path: 'streaming.drainSeconds', message: expect.stringMatching(/^3600 s are more .*; lower it by 20$/) as string },
    ]);
  });

  test.each(['localhost', 'example.x1', `${'a.'.repeat(62)}example`])('hosts that fit into a rule, unlike %s', (host) => {
    const services = { ...fits.services, portal: service(host) };
    expect(found({ ...fits, services })).toEqual([
      { path: 'services.portal.host', message: expect.stringContaining('cannot be in a rule') as string },
    ]);
  });

  test.each([
    ['none', { engine: 'none' }],
    ['one that shows none', { ...fits.cdn, authenticatedOriginPulls: { enabled: false, reason: 'a test of the rule' } }],
  ])('a certificate of the CDN that it may ask for, unlike %s', (_what, cdn) => {
    expect(found({ ...fits, cdn })).toEqual([
      { path: 'loadBalancer.originPullCa', message: expect.stringMatching(/^would shut everyone out/) as string },
    ]);
    expect(found({ ...fits, cdn, loadBalancer: { ...fits.loadBalancer, originPullCa: off } })).toEqual([]);
  });

  test('the authority of the certificate that the CDN shows, however it is written; others may stand beside it', () => {
    const other = authority.replace('Test', 'Else');
    const trusting = (originPullCa: string) => found({ ...fits, loadBalancer: { ...fits.loadBalancer, originPullCa } });
    expect(trusting(other)).toEqual([
      { path: 'loadBalancer.originPullCa', message: expect.stringMatching(/^would shut the CDN out/) as string },
    ]);
    expect(trusting(other + authority.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  test('nothing where another engine runs', () => {
    const loadBalancer = { engine: 'external' };
    const streaming = { ...fits.streaming, drainSeconds: 5000 };
    expect(found({ ...fits, loadBalancer, streaming, cdn: { engine: 'none' } })).toEqual([]);
  });
});
