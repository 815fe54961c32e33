import type { Facts } from '../../../config/derived/facts';
import { streamingChain } from '../../../config/derived/streaming';
import { loadBalancerOn } from '../../../config/load-balancer';
import { alb } from '../../../config/load-balancer/alb';
import { readEnvironment } from '../../../config/load/read-environment';
import type { Problem } from '../../../config/rules/rule';
import { streamingField } from '../../../config/streaming';
import { authority } from '../../constructs/load-balancer/alb/alb.fixture';
import { local } from '../../support/environments';
import { routesOf } from '../../support/services';

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
  const cidrs = { public: ['10.0.0.0/24', '10.0.1.0/24'], private: ['10.0.16.0/20'], data: ['10.0.4.0/24'] };

  test('those at the edge come to its two ports; it stands in the public subnets, in a security group', () => {
    const { component, flows, pods } = alb.presence(alb.schema.parse({ engine: 'alb', originPullCa: authority }), {
      sizing: 'minimum',
      cidrs,
    });
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
  const fits = {
    name: 'production',
    config: alb.schema.parse({ engine: 'alb', originPullCa: authority }),
    edge: { clientCertificateAuthority: authority as string | null },
    streaming: streamingField.parse({}),
    routes: routesOf({}, 'example.com'),
  };
  const found = (changes: Partial<typeof fits>): readonly Problem[] => {
    const { config, streaming, ...facts } = { ...fits, ...changes };
    return alb.rules.flatMap(({ check }) => check(config, { ...facts, streaming: streamingChain(streaming, null) } as unknown as Facts));
  };

  test('nothing that the defaults do not give', () => {
    expect(found({})).toEqual([]);
  });

  test.each(['localhost', 'example.x1', `${'a.'.repeat(62)}example`])('hosts that fit into a rule, unlike %s', (host) => {
    const message = expect.stringContaining('cannot be in a rule') as string;
    expect(found({ routes: routesOf({ portal: { host } }) })).toEqual([{ path: 'services.portal.host', message }]);
    expect(found({ routes: routesOf({ portal: { aliases: ['www.example.com', host] } }) })).toEqual([
      { path: 'services.portal.aliases', message },
    ]);
  });

  test('no more hosts and paths than a rule takes', () => {
    const aliases = ['a', 'b', 'c', 'd', 'e'].map((label) => `${label}.example.com`);
    const portal = (count: number, path = '/') => found({ routes: routesOf({ portal: { aliases: aliases.slice(0, count), path } }) });
    const problem = (what: string) => [
      { path: 'services.portal.aliases', message: expect.stringMatching(`^${what} are more than a rule .* takes, 5 values`) as string },
    ];
    expect([portal(4), portal(2, '/p')]).toEqual([[], []]);
    expect([portal(5), portal(3, '/p')]).toEqual([problem('6 hosts'), problem('4 hosts and a path')]);
  });

  test('names that leave room for that of the environment', () => {
    const routes = routesOf({ 'documentation-2': {}, 'documentation-worker': { kind: 'worker' } });
    expect(found({ routes, name: 'production-1' })).toEqual([]);
    expect(found({ routes, name: 'production-12' })).toEqual([
      { path: 'services.documentation-2', message: expect.stringMatching(/^must have 14 characters at most: /) as string },
    ]);
  });

  test('a priority for each service with a host', () => {
    const routes = routesOf({ portal: { listenerPriority: 100 }, docs: { listenerPriority: 100 }, indexer: { kind: 'worker' } });
    expect(found({ routes })).toEqual(
      ['portal', 'docs'].map((name) => ({
        path: `services.${name}.listenerPriority`,
        message: '100 is also that of backend; set another one, 2 to 50000',
      })),
    );
  });

  test('a certificate of the CDN that it may ask for, unlike none', () => {
    const edge = { clientCertificateAuthority: null };
    expect(found({ edge })).toEqual([
      { path: 'loadBalancer.originPullCa', message: expect.stringMatching(/^would shut everyone out/) as string },
    ]);
    expect(found({ edge, config: alb.schema.parse({ engine: 'alb', originPullCa: off }) })).toEqual([]);
  });

  test('the authority of the certificate that the CDN shows, however it is written; others may stand beside it', () => {
    const other = authority.replace('Test', 'Else');
    const trusting = (originPullCa: string) => found({ config: alb.schema.parse({ engine: 'alb', originPullCa }) });
    expect(trusting(other)).toEqual([
      { path: 'loadBalancer.originPullCa', message: expect.stringMatching(/^would block the CDN/) as string },
    ]);
    expect(trusting(other + authority.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  test('nothing where another engine runs', () => {
    const change = {
      loadBalancer: { engine: 'external', location: { cidrs: ['192.0.2.0/24'] } },
      services: { portal: { host: 'localhost' } },
    };
    expect(readEnvironment(local(change))).toHaveProperty('environment');
  });
});
