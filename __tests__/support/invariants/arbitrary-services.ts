/** Services as people could write them: the default ones with changes, and others beside them. */
import fc from 'fast-check';
import { cidr, host, image, label, orNull, path, setting, some } from './arbitrary-fields';

const settings = fc.dictionary(fc.stringMatching(/^X_[A-Z0-9_]{1,10}$/), setting, { maxKeys: 3 });
const replicas = some({ min: fc.constantFrom(2, 2, 3), max: orNull(fc.constantFrom(2, 2, 3)) });

const changed = (withImage: boolean, maxMemory: number) =>
  some(
    {
      host,
      image: withImage ? image : orNull(image),
      settings,
      secretNames: fc.uniqueArray(label, { maxLength: 2 }),
      replicas,
      resources: some({
        memoryLimitMiB: fc.integer({ min: maxMemory / 2, max: maxMemory }),
        memoryRequestMiB: fc.integer({ min: 16, max: 128 }),
      }),
      liveness: path,
      readiness: path,
    },
    withImage ? ['image'] : [],
  );

/** Mostly one that there is. */
const others = (...names: readonly string[]) =>
  fc.oneof(
    { weight: 19, arbitrary: fc.subarray([...names]) },
    { weight: 1, arbitrary: fc.constantFrom(['indexer'], ['docs'], ['nobody']) },
  );
const why = fc.constant('something would stop working');
const ports = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 2 });
const egress = fc.array(
  fc.oneof(
    fc.record({ to: fc.constant('internet'), why }),
    fc.record({ cidrs: fc.array(cidr, { minLength: 1, maxLength: 2 }), ports, why }),
    fc.record({ namespace: label, podLabels: fc.record({ app: label }), ports, why }),
  ),
  { maxLength: 2 },
);

const common = {
  image,
  settings,
  command: orNull(
    fc.array(
      setting.filter((text) => text !== ''),
      { minLength: 1, maxLength: 3 },
    ),
  ),
  user: orNull(fc.integer({ min: 1, max: 70_000 })),
  writablePathsMiB: fc.constantFrom({}, { '/tmp': 16, '/var/cache': 256 }),
  calls: others('backend'),
  links: others('backend', 'portal'),
  egress,
  stores: fc.subarray(['redis', 'object-storage']),
  generatedSecrets: fc.subarray(['SIGNING_KEY', 'SALT']),
  metrics: orNull(fc.constantFrom('/metrics', '/stats')),
  tier: fc.constantFrom('backend', 'frontend'),
  replicas: some({ min: fc.constant(2), max: fc.constant(2) }, ['max']),
};

const web = {
  kind: fc.constant('web'),
  port: fc.integer({ min: 1024, max: 65_535 }),
  streaming: fc.subarray(['/v1/stream', '/events']),
  fenced: fc.boolean(),
  edgeLimit: orNull(some({ requests: fc.integer({ min: 1, max: 9000 }), path: fc.constantFrom('/', '/search') })),
};

/** A path below the host of the portal, or one that nobody has as a whole. */
const below = some(
  {
    ...web,
    ...common,
    host: fc.oneof({ weight: 9, arbitrary: fc.constant('openrouter.ai') }, { weight: 1, arbitrary: fc.constant('help.openrouter.ai') }),
    path: fc.constantFrom('/docs', '/help/docs'),
    streaming: fc.constantFrom([], [], ['/docs/live'], ['/events']),
    fenced: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  },
  ['image', 'host', 'path'],
);

const search = some(
  {
    ...web,
    ...common,
    subdomain: fc.constantFrom('find', 'search', 'search', null),
    aliases: fc.uniqueArray(
      fc.constantFrom(...['www', 'chat', 'chat-2', 'eu', 'us', 'ask', 'api'].map((name) => `${name}.openrouter.ai`)),
      {
        maxLength: 2,
      },
    ),
    listenerPriority: fc.constantFrom(null, null, 7, 8, 9, 10, 11, 12, 13, 100),
  },
  ['image'],
);

const check = fc.constant(['/bin/check', '${x}']);

/** Mostly one of which somebody can tell whether it works. */
const worker = fc.oneof(
  { weight: 6, arbitrary: some({ kind: fc.constant('worker'), ...common }, ['kind', 'image']) },
  {
    weight: 6,
    arbitrary: some({ kind: fc.constant('worker'), ...common, metrics: fc.constant(null), port: fc.constant(null), check }, [
      ...(['kind', 'image', 'port', 'check'] as const),
    ]),
  },
  { weight: 1, arbitrary: some({ kind: fc.constant('worker'), ...common, port: fc.constant(null) }, ['kind', 'image', 'port']) },
);

/** Those that an environment adds; the names of some of them are taken. */
export const added = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 9, arbitrary: some({ docs: below, search, indexer: worker }) },
  { weight: 1, arbitrary: some({ search, http: worker, 'search-config': worker, constructor: search }) },
);

/** The default ones with changes; `null` leaves one out. */
export const services = (withImage: boolean): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      some(
        {
          backend: changed(withImage, 1024),
          admin: fc.oneof({ weight: 5, arbitrary: changed(withImage, 256) }, { weight: 1, arbitrary: fc.constant(null) }),
          portal: changed(withImage, 256),
        },
        withImage ? ['backend', 'admin', 'portal'] : [],
      ),
      added,
    )
    .map(([own, more]) => ({ ...own, ...more, ...('docs' in more ? { portal: withHost(own['portal'] as object | undefined) } : {}) }));

/** Whose host the path is below. */
const withHost = (portal: object = {}) => ({ ...portal, host: 'openrouter.ai' });
