/** Who talks to whom. */
import { componentOf, type Peer } from '../../../config';
import { local, localEnvironment } from '../../support/environments';

describe('flows', () => {
  const { flows: list, components } = localEnvironment();
  const pairs = list.map(({ from, to, port }) => `${from} → ${to}:${port}`);

  test('only the backend, backups, and monitoring use stores and the internet', () => {
    const to = (store: Peer) => list.filter((flow) => flow.to === store && !flow.from.endsWith('-exporter')).map(({ from }) => from);
    for (const store of ['redis', 'internet'] as const) expect(to(store)).toEqual(['backend']);
    expect(to('object-storage').sort()).toEqual(['backend', 'backup']);
    expect(to('postgres').sort()).toEqual(['backend', 'backup', 'migration']);
  });

  test('are each listed once, with a reason', () => {
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { why } of list) expect(why).not.toBe('');
  });

  test('every port is one its component has', () => {
    for (const { to, port } of list) expect(componentOf(components, to).ports[port]).toBeDefined();
  });

  test('the DNS may be an address: then it is the tenth of the Services', () => {
    const of = localEnvironment({ cluster: { ...(local()['cluster'] as object), dns: 'address' } }).components;
    expect(componentOf(of, 'dns').runsAs).toEqual({ cidrs: ['10.96.0.10/32'] });
  });

  describe('of services that are added', () => {
    const why = 'where invoices are sent';
    const added = localEnvironment({
      services: {
        docs: { calls: ['backend'], path: '/docs', host: 'openrouter.ai', image: 'r.example/docs:1' },
        indexer: {
          kind: 'worker',
          port: null,
          check: ['/bin/check'],
          image: 'r.example/indexer:1',
          stores: ['postgres'],
          egress: [
            { cidrs: ['192.0.2.0/24', '198.51.100.0/24'], ports: [443, 8443], why },
            { namespace: 'mail', podLabels: { app: 'relay' }, ports: [25], why },
          ],
        },
      },
      postgres: { ...(local()['postgres'] as object), maxConnections: 300 },
    });
    const of = (name: string) =>
      added.flows.filter(({ from, to }) => from === name || to === name).map(({ from, to, port }) => `${from} → ${to}:${port}`);

    test('the load balancer reaches those with a host, and callers their port', () => {
      expect(of('docs')).toEqual(['load-balancer → docs:http', 'docs → backend:http', 'docs → dns:dns']);
    });

    test('nobody reaches a worker; it reaches its store and the places that it names', () => {
      expect(of('indexer')).toEqual([
        'indexer → postgres:postgres',
        'indexer → indexer → 192.0.2.0/24,198.51.100.0/24:443,8443:egress',
        'indexer → indexer → mail/app=relay:25:egress',
        'indexer → dns:dns',
      ]);
      expect(componentOf(added.components, 'indexer').ports).toEqual({});
    });

    test('a place that is named is where it was said to be, on its ports', () => {
      const [addresses, pods] = added.flows.filter(({ port }) => port === 'egress').map(({ to }) => componentOf(added.components, to));
      expect(addresses).toEqual({
        ports: { egress: [443, 8443].map((port) => ({ port, protocol: 'TCP' })) },
        runsAs: { cidrs: ['192.0.2.0/24', '198.51.100.0/24'] },
      });
      expect(pods).toEqual({
        ports: { egress: [{ port: 25, protocol: 'TCP' }] },
        runsAs: { namespace: 'mail', podLabels: { app: 'relay' } },
      });
    });
  });
});
