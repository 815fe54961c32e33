/** What is derived from configuration: names, sizes, services, ranges, flows. */
import { components, flows, migrationJobName, namespaceQuota, secretSlots, services, sizingProfiles, type Peer } from '../../../config';
import { addressIn, overlap } from '../../../config/fields/cidr';
import { servicesField } from '../../../config/services';
import { local, localEnvironment } from '../../support/environments';

const all = services(servicesField.parse(undefined), 'minimum');
const image = 'registry.example/backend:1.2.3';

describe('the deployment guide’s table of servers', () => {
  const size = (cores: number, gibibytes: number) => ({ cpuMillis: cores * 1000, memoryMiB: gibibytes * 1024 });
  test.each([
    ['minimum', { backend: size(2, 4), frontend: size(1, 2), postgres: size(4, 8), redis: size(1, 2) }],
    ['recommended', { backend: size(4, 8), frontend: size(2, 4), postgres: size(8, 16), redis: size(2, 4) }],
  ] as const)('%s', (profile, table) => {
    expect(sizingProfiles[profile]).toMatchObject(table);
  });

  test('of the services it is the budget of a tier: as many pods as fit', () => {
    const max = (sizing: 'laptop' | 'minimum' | 'recommended') =>
      services(servicesField.parse(undefined), sizing).map(({ replicas }) => replicas.max);
    expect([max('laptop'), max('minimum'), max('recommended')]).toEqual([
      [3, 2, 2],
      [4, 4, 4],
      [8, 8, 8],
    ]);
  });
});

describe('the services', () => {
  test('have the guide’s hosts and ports', () => {
    expect(all.map(({ name, host, port }) => [name, host, port])).toEqual([
      ['backend', 'api.openrouter.ai', 8080],
      ['admin', 'admin.openrouter.ai', 3000],
      ['portal', 'openrouter.ai', 3001],
    ]);
  });

  test('the backend is the guide’s manifest', () => {
    expect(all[0]).toMatchObject({
      replicas: { min: 3 },
      resources: { cpuRequestMillis: 250, cpuLimitMillis: 500, memoryRequestMiB: 512, memoryLimitMiB: 1024 },
      paths: { liveness: '/health', readiness: '/ready', metrics: '/metrics' },
    });
  });

  test('generate the secrets they always did: a new name is written only by a rotation of each slot', () => {
    expect(all.map(({ generatedSecrets }) => generatedSecrets)).toEqual([['SESSION_SIGNING_KEY', 'DATA_ENCRYPTION_KEY'], [], []]);
  });

  test('a host of its own wins over the domain', () => {
    const config = servicesField.parse({ domain: 'example.com', portal: { host: 'www.example.com' } });
    expect(services(config, 'minimum').map(({ host }) => host)).toEqual(['api.example.com', 'admin.example.com', 'www.example.com']);
  });
});

describe('names', () => {
  test('a migration’s is short enough for its pods, and the same for the same release', () => {
    const name = migrationJobName(image, ['make', 'migrate-up']);
    expect(name).toMatch(/^migration-[0-9a-f]{14}$/);
    expect(migrationJobName(image, ['make', 'migrate-up'])).toBe(name);
  });

  test.each([
    [image.replace('3', '4'), ['make', 'migrate-up']],
    [image, ['make', 'migrate']],
    [image, ['make migrate-up']],
  ])('another release is another name: %s %j', (other, command) => {
    expect(migrationJobName(other, command)).not.toBe(migrationJobName(image, ['make', 'migrate-up']));
  });

  test.each([
    [2, 1, 1, 'b'],
    [3, 2, 1, 'a'],
    [4, 2, 2, 'b'],
    [5, 3, 2, 'a'],
  ])('revision %i: slot a has %i, slot b %i, and %s is the current one', (revision, a, b, current) => {
    const slots = secretSlots('x', revision);
    expect(slots.all).toEqual([
      { name: 'x-a', revision: a },
      { name: 'x-b', revision: b },
    ]);
    expect(slots.current.name).toBe(`x-${current}`);
    expect(slots.previous.name).not.toBe(slots.current.name);
  });

  test('raising the revision writes the slot that was not current', () => {
    for (let revision = 2; revision < 20; revision++) {
      const [before, after] = [secretSlots('x', revision), secretSlots('x', revision + 1)];
      expect(after.current.name).toBe(before.previous.name);
      expect(after.previous).toEqual(before.current);
    }
  });
});

describe('ranges', () => {
  test.each([
    ['10.96.0.0/12', 1, '10.96.0.1/32'],
    ['10.96.0.0/12', 10, '10.96.0.10/32'],
    ['10.96.7.9/16', 10, '10.96.0.10/32'],
    ['172.20.255.0/24', 10, '172.20.255.10/32'],
    ['10.0.0.0/8', 300, '10.0.1.44/32'],
  ])('in %s, number %i is %s', (cidr, n, address) => {
    expect(addressIn(cidr, n)).toBe(address);
  });

  test.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.0.0.0/8', true],
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['0.0.0.0/0', '192.168.1.1/32', true],
    ['10.0.0.255/32', '10.0.1.0/24', false],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
  });
});

describe('the quota', () => {
  test('is the sizing’s where the environment says nothing', () => {
    expect(namespaceQuota({ quotaMemoryMiB: null, quotaPods: 7 }, 'laptop')).toEqual({ quotaMemoryMiB: 24 * 1024, quotaPods: 7 });
  });
});

describe('flows', () => {
  const environment = localEnvironment();
  const list = flows(environment);
  const pairs = list.map(({ from, to, port }) => `${from} → ${to}:${port}`);

  test('only the backend, and what watches, use stores and the internet', () => {
    const to = (store: Peer) => list.filter((flow) => flow.to === store && !flow.from.endsWith('-exporter')).map(({ from }) => from);
    for (const store of ['redis', 'object-storage', 'internet'] as const) expect(to(store)).toEqual(['backend']);
    expect(to('postgres')).toEqual(['backend', 'migration']);
  });

  test('are each listed once, with a reason', () => {
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { why } of list) expect(why).not.toBe('');
  });

  test('every port is one its component has', () => {
    const of = components(environment);
    for (const { to, port } of list) expect(of[to].ports[port]).toBeDefined();
  });

  test('the DNS may be an address: then it is the tenth of the Services', () => {
    const of = components(localEnvironment({ cluster: { ...(local()['cluster'] as object), dns: 'address' } }));
    expect(of.dns.runsAs).toEqual({ cidrs: ['10.96.0.10/32'] });
  });
});
