import { loadBalancerEngines, loadBalancerOn } from '../../../config/load-balancer';
import { resolveBox } from '../../../config/fields/engine';
import { configOf } from '../../constructs/load-balancer/load-balancer.fixture';

const problems = (input: unknown) =>
  (loadBalancerOn.kubernetes.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('a load balancer as configured', () => {
  test.each([
    ['an unknown engine', { engine: 'apache' }, /^engine: must be \{ engine: "nginx"/],
    ['one pod', { engine: 'nginx', replicas: { min: 1 } }, /^replicas\.min: must be 2 or more/],
    ['more pods at least than at most', { engine: 'haproxy', replicas: { min: 5, max: 3 } }, /^replicas: min must not be above max/],
    ['no TLS without a reason', { engine: 'nginx', tls: { enabled: false } }, /^tls\.reason: /],
    [
      'an unknown way to be reached',
      { engine: 'nginx', exposure: { type: 'ExternalName' } },
      /^exposure\.type: must be \{ type: "LoadBalancer" \}/,
    ],
    ['a port that is no node’s', { engine: 'nginx', exposure: { type: 'NodePort', ports: { http: 80 } } }, /^exposure\.ports\.http: /],
    ['a proxy that is no range', { engine: 'haproxy', trustedProxies: ['192.0.2.1'] }, /^trustedProxies\.0: must be an IPv4 range/],
    [
      'ingress-nginx',
      { engine: 'ingress', controller: 'nginx', className: 'nginx', location: { cidrs: ['192.0.2.0/24'] } },
      /^controller: must be .* ingress-nginx is retired/,
    ],
    ['a misspelt field', { engine: 'nginx', trustedProxy: [] }, /^: Unrecognized key/],
  ])('is refused: %s', (_what, input, message) => {
    expect(problems(input)).toEqual([expect.stringMatching(message)]);
  });

  test.each([{ engine: 'nginx' }, { engine: 'haproxy' }])('needs nothing but its engine: %j', (input) => {
    expect(configOf(input)).toMatchObject({
      exposure: { type: 'LoadBalancer', address: 'ip', sourceCidrs: [] },
      tls: { enabled: true, secret: null },
      trustedProxies: [],
      replicas: { min: 2, max: 4 },
      connections: 2000,
    });
  });
});

describe('what it is to its neighbours', () => {
  const presence = (input: object) =>
    resolveBox(loadBalancerEngines, configOf({ engine: 'nginx', ...input }), { sizing: 'minimum', cidrs: null }).presence;

  test('clients reach it on its two ports, and it asks for names', () => {
    expect(presence({}).flows.map(({ from, to, port }) => `${from} → ${to} ${port}`)).toEqual([
      'edge → load-balancer http',
      'edge → load-balancer https',
      'load-balancer → dns dns',
    ]);
    expect(presence({}).component).toEqual({
      ports: {
        http: [{ port: 8080, protocol: 'TCP' }],
        https: [{ port: 8443, protocol: 'TCP' }],
        metrics: [{ port: 8404, protocol: 'TCP' }],
      },
      runsAs: { pods: true },
    });
  });

  test('without TLS there is no port for it', () => {
    const clear = presence({ tls: { enabled: false, reason: 'a cloud balancer ends TLS' } });
    expect(clear.component.ports).not.toHaveProperty('https');
    expect(clear.flows.map(({ port }) => port)).toEqual(['http', 'dns']);
  });

  test('twice its pods fit into the budget of the namespace, for a rollout', () => {
    expect(presence({ replicas: { min: 2, max: 3 }, connections: 4000 }).pods).toEqual([
      { name: 'load-balancer', pods: 6, memoryLimitMiB: 628 },
    ]);
  });

  test('Ingress objects have no pods; connections come from their controller', () => {
    const location = { namespace: 'ingress', podLabels: { a: 'b' } };
    const ingress = presence({ engine: 'ingress', controller: 'traefik', className: 'traefik', location });
    expect(ingress).toEqual({ component: { ports: {}, runsAs: location }, flows: [], pods: [] });
  });
});
