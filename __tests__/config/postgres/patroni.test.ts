import { patroniMembers } from '../../../config';
import { patroni } from '../../../config/postgres/patroni';
import { patroniConfig } from '../../constructs/postgres/postgres.fixture';

test('needs nothing but its name, and is then the deployment guide’s', () => {
  expect(patroniConfig()).toMatchObject({
    database: 'openrouter',
    storageGiB: 50,
    members: null,
    slowQueryMillis: 500,
    certificate: null,
    image: null,
  });
});

test('a laptop has two members with the limits of the guide’s manifest, others three at the size of its table', () => {
  expect(patroniMembers(patroniConfig(), 'laptop')).toEqual({
    count: 2,
    resources: { cpuRequestMillis: 100, cpuLimitMillis: 1000, memoryRequestMiB: 512, memoryLimitMiB: 2048 },
  });
  expect(patroniMembers(patroniConfig(), 'recommended')).toEqual({
    count: 3,
    resources: { cpuRequestMillis: 8000, cpuLimitMillis: null, memoryRequestMiB: 16_384, memoryLimitMiB: 16_384 },
  });
});

test.each([
  [{ members: 1 }, 'with a single member, no other can take over'],
  [{ port: 0 }, 'must be a port'],
  [{ allowedCidrs: [] }, 'must name at least one range'],
  [{ allowedCidrs: ['everywhere'] }, 'must be an IPv4 range'],
  [{ image: 'registry.example/postgres:latest' }, 'not latest'],
  [{ failover: { ttlSeconds: 10 } }, 'must be 20 or more'],
  [{ failover: { ttlSeconds: 25 } }, 'loopSeconds + 2 × retrySeconds must not be above ttlSeconds'],
  [{ database: 'Open Router' }, 'must be a name in lower-case letters'],
  [{ database: "x'; DROP ROLE admin; --" }, 'must be a name in lower-case letters'],
  [{ extensions: ['pg_trgm"; DROP'] }, 'must be the name of an extension'],
  [{ certificate: { secret: 'postgres-tls' } }, 'certificateAuthority'],
  [{ unknown: true }, 'Unrecognized key'],
])('%j is refused', (field, message) => {
  expect(() => patroniConfig(field)).toThrow(message);
});

test('is to its neighbours three pods that talk to each other, to the API server and to their archive', () => {
  const { component, flows, pods } = patroni.presence(patroniConfig({ port: 5433 }), { sizing: 'minimum', cidrs: null });
  expect(component).toMatchObject({ runsAs: { pods: true }, ports: { postgres: [{ port: 5433 }], http: [{ port: 8008 }] } });
  expect(flows.map(({ from, to, port }) => `${from} → ${to} ${port}`)).toEqual([
    'postgres → postgres postgres',
    'postgres → postgres http',
    'postgres → apiServer https',
    'postgres → dns dns',
    'postgres → object-storage s3',
  ]);
  expect(pods).toEqual([{ name: 'postgres', pods: 3, memoryLimitMiB: 8192 + 256 }]);
});

test('asks for nothing more where nothing is archived', () => {
  const config = patroniConfig({ archive: { enabled: false, reason: 'a test without an archive' } });
  const { component, flows, pods } = patroni.presence(config, { sizing: 'minimum', cidrs: null });
  expect([Object.keys(component.ports), flows.map(({ to }) => to), pods]).toEqual([
    ['postgres', 'http'],
    ['postgres', 'postgres', 'apiServer'],
    [{ name: 'postgres', pods: 3, memoryLimitMiB: 8192 }],
  ]);
});
