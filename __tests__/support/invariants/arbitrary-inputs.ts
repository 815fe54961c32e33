/** Inputs of environments as people could write them. */
import fc from 'fast-check';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6})?$/);
const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const cidr = fc
  .tuple(fc.constantFrom(172, 192, 198), fc.nat(255), fc.nat(255), fc.constantFrom(8, 16, 24, 32))
  .map(([first, second, third, length]) => `${first}.${second}.${third}.0/${length}`);
const port = fc.integer({ min: 1, max: 65_535 });
const path = fc.stringMatching(/^\/[a-z0-9/._-]{0,12}$/);
const image = fc.oneof(
  fc.tuple(label, fc.stringMatching(/^\d{1,2}\.\d{1,2}\.\d{1,2}$/)).map(([name, tag]) => `registry.example:5000/${name}:${tag}`),
  fc.tuple(label, fc.stringMatching(/^[0-9a-f]{64}$/)).map(([name, digest]) => `${name}@sha256:${digest}`),
);
const location = fc.oneof(
  fc.record({ cidrs: fc.array(cidr, { minLength: 1, maxLength: 3 }) }),
  fc.record({ namespace: label, podLabels: fc.record({ app: label }) }),
);
const ca = fc.record({ configMap: label, key: fc.constantFrom('ca.crt', 'bundle.pem') }, { requiredKeys: ['configMap'] });
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
/** Any of the fields may be left out, unless it is required. */
const some = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T, requiredKeys: readonly (keyof T & string)[] = []) =>
  fc.record(fields as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [...requiredKeys] });

/** Any text, and such that Terraform could take for a template. */
const setting = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.constantFrom('${', '%{', '$', '%', '{', '}', 'x', '"', '\\', '\n'), { maxLength: 8 }).map((parts) => parts.join('')),
);

const service = (withImage: boolean, maxMemory: number) =>
  some(
    {
      host,
      image: withImage ? image : orNull(image),
      settings: fc.dictionary(fc.stringMatching(/^X_[A-Z0-9_]{1,10}$/), setting, { maxKeys: 3 }),
      secretNames: fc.array(label, { maxLength: 2 }),
      replicas: some({ min: fc.constantFrom(2, 2, 3), max: orNull(fc.constantFrom(2, 2, 3)) }),
      resources: some({
        memoryLimitMiB: fc.integer({ min: maxMemory / 2, max: maxMemory }),
        memoryRequestMiB: fc.integer({ min: 16, max: 128 }),
      }),
      liveness: path,
      readiness: path,
    },
    withImage ? ['image'] : [],
  );

const services = (withImage: boolean) =>
  some(
    { domain: host, backend: service(withImage, 1024), admin: service(withImage, 256), portal: service(withImage, 256) },
    withImage ? ['backend', 'admin', 'portal'] : [],
  );

const state = fc.oneof(
  fc.record({ backend: fc.constant('local') }),
  some(
    {
      backend: fc.constant('s3'),
      bucket: fc.stringMatching(/^[a-z0-9]{3,20}$/),
      region: fc.constantFrom('eu-central-1', 'auto'),
      endpoint: orNull(fc.constantFrom('https://s3.example.com', 'https://x.r2.cloudflarestorage.com')),
      kmsKeyId: orNull(fc.constant('alias/state')),
    },
    ['backend', 'bucket', 'region'],
  ),
  some({ backend: fc.constant('kubernetes'), namespace: label }, ['backend']),
);

const boxes = {
  state,
  deletionProtection: fc.boolean(),
  cluster: some(
    {
      kubeconfig: some({ context: fc.string({ minLength: 1, maxLength: 12 }), path: fc.constant('/etc/kubeconfig') }, ['context']),
      zones: fc.integer({ min: 1, max: 10 }),
      serviceCidr: fc.constantFrom('10.96.0.0/12', '10.43.0.0/16'),
      dns: fc.constantFrom('pods', 'address'),
      apiServerCidrs: fc.array(cidr, { maxLength: 2 }),
      nodeCidrs: fc.array(cidr, { maxLength: 2 }),
    },
    ['kubeconfig'],
  ),
  namespace: some({
    name: label,
    quotaMemoryMiB: orNull(fc.integer({ min: 16_000, max: 200_000 })),
    quotaPods: orNull(fc.integer({ min: 20, max: 300 })),
  }),
  secrets: some({ revision: fc.integer({ min: 2, max: 30 }) }),
  streaming: some({
    heartbeatSeconds: fc.integer({ min: 1, max: 90 }),
    longestSilenceSeconds: fc.integer({ min: 80, max: 4000 }),
    drainSeconds: fc.integer({ min: 1, max: 860 }),
    maxBodyMiB: fc.integer({ min: 1, max: 5000 }),
  }),
  migration: some({
    command: fc.array(
      setting.filter((text) => text !== ''),
      { minLength: 1, maxLength: 3 },
    ),
    deadlineSeconds: fc.integer({ min: 30, max: 86_400 }),
    retries: fc.integer({ min: 0, max: 10 }),
  }),
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
      origin: orNull(
        fc.oneof(
          fc.record({ recordType: fc.constant('A'), value: fc.ipV4() }),
          fc.record({ recordType: fc.constant('CNAME'), value: host }),
        ),
      ),
    },
    ['engine', 'location'],
  ),
};

const sized = (name: string, sizing: fc.Arbitrary<string>, withImages: boolean) =>
  some({ name: fc.constant(name), target: fc.constant('kubernetes'), sizing, services: services(withImages), ...boxes }, [
    'name',
    'target',
    'sizing',
    'state',
    'cluster',
    'postgres',
    'redis',
    'objectStorage',
    'loadBalancer',
    ...(withImages ? (['services'] as const) : []),
  ]);

/** What people could write: every field is of its type, most rules hold. */
export const environmentInput = (name: string): fc.Arbitrary<unknown> =>
  fc.oneof(sized(name, fc.constant('laptop'), false), sized(name, fc.constantFrom('minimum', 'recommended'), true));
