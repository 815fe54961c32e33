/** Stores and load balancers as people could write them: most are brought along, as their synth is quick. */
import fc from 'fast-check';
import { ca, cidr, disabled, host, image, label, location, orNull, port, setting, some } from './arbitrary-fields';

const engine = (name: string) => fc.constant(name);
const withSecret = <T extends Record<string, fc.Arbitrary<unknown>>>(more: T) =>
  fc.oneof(disabled, fc.record({ enabled: fc.constant(true), secret: label, ...more }));
/** Mostly the first. */
const mostly = (usual: fc.Arbitrary<unknown>, ...others: readonly fc.Arbitrary<unknown>[]) =>
  fc.oneof({ weight: 3 * others.length, arbitrary: usual }, ...others.map((arbitrary) => ({ weight: 1, arbitrary })));

const patroni = some(
  {
    engine: engine('patroni'),
    image,
    members: orNull(fc.integer({ min: 2, max: 5 })),
    port,
    maxConnections: fc.integer({ min: 150, max: 1000 }),
    storageGiB: fc.integer({ min: 1, max: 500 }),
    allowedCidrs: fc.array(cidr, { minLength: 1, maxLength: 2 }),
    certificate: orNull(fc.record({ secret: label, certificateAuthority: ca })),
    slowQueryMillis: fc.integer({ min: 1, max: 10_000 }),
    extensions: fc.subarray(['pg_trgm', 'citext']),
  },
  ['engine'],
);

const redisCluster = some(
  {
    engine: engine('redis-cluster'),
    shards: fc.integer({ min: 3, max: 4 }),
    replicasPerShard: fc.constantFrom(null, 0, 1),
    port: fc.integer({ min: 1, max: 55_535 }),
    use: fc.constantFrom('cache', 'coordination'),
    maxmemoryPercent: fc.integer({ min: 10, max: 80 }),
    persistence: fc.oneof(disabled, some({ enabled: fc.constant(true), fsync: fc.constantFrom('everysec', 'always') }, ['enabled'])),
    tls: withSecret({ certificateAuthority: ca }),
  },
  ['engine', 'tls'],
);

const versitygw = some({ engine: engine('versitygw'), port, storageGiB: fc.integer({ min: 1, max: 100 }), tls: withSecret({}) }, [
  'engine',
  'tls',
]);

const origin = orNull(
  fc.oneof(fc.record({ recordType: fc.constant('A'), value: fc.ipV4() }), fc.record({ recordType: fc.constant('CNAME'), value: host })),
);

/** nginx and HAProxy. */
const balancer = some(
  {
    engine: fc.constantFrom('nginx', 'haproxy'),
    exposure: fc.oneof(
      some(
        { type: fc.constant('LoadBalancer'), address: fc.constantFrom('ip', 'hostname'), sourceCidrs: fc.array(cidr, { maxLength: 2 }) },
        ['type'],
      ),
      some({ type: fc.constant('NodePort'), origin }, ['type']),
      some({ type: fc.constant('ClusterIP'), origin }, ['type']),
    ),
    tls: fc.oneof(disabled, some({ enabled: fc.constant(true), secret: orNull(label) }, ['enabled'])),
    trustedProxies: fc.array(cidr, { maxLength: 2 }),
    connections: fc.integer({ min: 100, max: 5000 }),
  },
  ['engine'],
);

const ingress = some(
  {
    engine: engine('ingress'),
    controller: fc.constantFrom('traefik', 'haproxy', 'nginx-inc'),
    className: label,
    location,
    tlsSecret: label,
    annotations: fc.dictionary(label, setting, { maxKeys: 2 }),
    origin,
  },
  ['engine', 'controller', 'className', 'location'],
);

const broughtAlong = {
  postgres: some(
    {
      engine: fc.constant('external'),
      version: fc.integer({ min: 16, max: 18 }),
      location,
      primary: some({ host, port }, ['host']),
      replicas: orNull(some({ host, port }, ['host'])),
      database: fc.stringMatching(/^[a-z_][a-z0-9_]{0,20}$/),
      certificateAuthority: orNull(ca),
      maxConnections: fc.integer({ min: 100, max: 1000 }),
      secrets: some({ app: label, migrate: label }),
    },
    ['engine', 'location', 'primary', 'maxConnections'],
  ),
  redis: some(
    {
      engine: fc.constant('external'),
      location,
      discovery: some({ host, port }, ['host']),
      tls: fc.oneof(
        some({ enabled: fc.constant(true), certificateAuthority: orNull(ca) }, ['enabled']),
        fc.record({ enabled: fc.constant(false), reason: fc.constant('members have no common authority') }),
      ),
      secret: label,
    },
    ['engine', 'location', 'discovery'],
  ),
  objectStorage: some(
    {
      engine: fc.constant('external'),
      location,
      endpoint: fc.tuple(host, orNull(port)).map(([name, number]) => `https://${name}${number === null ? '' : `:${number}`}`),
      region: fc.constantFrom('auto', 'eu-central-1'),
      secrets: some({ assets: label }),
    },
    ['engine', 'location', 'endpoint'],
  ),
  loadBalancer: some(
    {
      engine: fc.constant('external'),
      location,
      origin,
    },
    ['engine', 'location'],
  ),
};

export const stores = {
  postgres: mostly(broughtAlong.postgres, patroni),
  redis: mostly(broughtAlong.redis, redisCluster),
  objectStorage: mostly(broughtAlong.objectStorage, versitygw),
  loadBalancer: mostly(broughtAlong.loadBalancer, balancer, ingress),
};
