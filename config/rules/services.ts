/** Rules of the services, and between them and the rest. */
import { constructId } from '../derived/naming';
import { hostKeys } from '../derived/routes';
import { derivedVariables, ownVariables, reservedVariables, type ServiceConfig } from '../derived/services';
import { rule, type Problem, type Rule } from './rule';

const at = (name: string, field: string, message: string): Problem => ({ path: `services.${name}.${field}`, message });

/** Each host and path leads to one service. */
const distinctHosts = rule(['services'], ({ services }) => {
  const places = services.flatMap(({ name, front }) =>
    (front?.hosts ?? []).map((host, index) => ({ name, host, path: front?.path ?? '/', field: index === 0 ? 'host' : 'aliases' })),
  );
  return places.flatMap(({ name, host, path, field }, index) => {
    const earlier = places.slice(0, index).find((other) => other.host === host && other.path === path);
    if (earlier === undefined) return [];
    const what = path === '/' ? host : `${host}${path}`;
    return [at(name, field, `duplicate host: ${what} is also that of ${earlier.name}; choose another host, or another path below it`)];
  });
});

/** A path below a host that nobody has as a whole would leave the rest of the host to nobody: said, so that it is meant. */
const pathsBelowHosts = rule(['services'], ({ services }) => {
  const whole = new Set(services.flatMap(({ front }) => (front?.path === '/' ? front.hosts : [])));
  return services.flatMap(({ name, front }) =>
    front === null || front.path === '/'
      ? []
      : front.hosts
          .filter((host) => !whole.has(host))
          .map((host) =>
            at(name, 'path', `${front.path} lies below ${host}, which no service answers as a whole; use a host that one has, or "/"`),
          ),
  );
});

/** Who may come to a host is decided for the host as a whole. */
const fencedHosts = rule(['routes'], ({ routes }) =>
  routes.flatMap(({ service, hosts, path, fenced }, index) => {
    const other = routes
      .slice(0, index)
      .find((earlier) => earlier.fenced !== fenced && earlier.path !== path && earlier.hosts.some((host) => hosts.includes(host)));
    return other === undefined
      ? []
      : [at(service, 'fenced', `must be ${String(other.fenced)}, as that of ${other.service} on the same host`)];
  }),
);

/** Names of the program's own components: an object of the cluster is called after each of them. */
const RESERVED_NAMES = [
  ...['migration', 'load-balancer', 'postgres', 'redis', 'object-storage', 'stand-in', 'default-deny', 'quota', 'backup', 'offsite-store'],
  ...['prometheus', 'alertmanager', 'grafana', 'kube-state-metrics', 'node-exporter', 'postgres-exporter', 'redis-exporter'],
  ...['blackbox-exporter', 'cloudwatch-exporter'],
  ...['dns', 'internet', 'edge', 'kubelet'],
];

/** Ids of what stands beside the services' own parts: of the load balancers', and of the certificate's. */
const RESERVED_IDS = ['http', 'https', 'private-paths', 'listeners', 'trust-store', 'nowhere', 'resource'];

/** Ends of the ids of what each service has beside its pods. */
const ENDINGS = ['config', 'secrets', 'binding'];

const ownNames = rule(['services'], ({ services }) =>
  services.flatMap(({ name }, index) => {
    const problem = (message: string) => [{ path: `services.${name}`, message: `${message}; choose another one` }];
    if ([...RESERVED_NAMES, ...RESERVED_IDS].includes(name) || RESERVED_NAMES.some((reserved) => name.startsWith(`${reserved}-`)))
      return problem('is the name of a component of this program');
    const variable = ownVariables(name).find((own) => derivedVariables.includes(own));
    if (variable !== undefined) return problem(`would create the variable ${variable}, which a store uses`);
    const alike = services.slice(0, index).find((other) => constructId(other.name) === constructId(name));
    if (alike !== undefined) return problem(`differs from "${alike.name}" only in hyphens`);
    const owner = services.find((other) => ENDINGS.some((ending) => constructId(`${other.name}-${ending}`) === constructId(name)));
    return owner === undefined ? [] : problem(`is the name of a resource of "${owner.name}"`);
  }),
);

/** The resources of a host are named by its key. */
const ownKeys = rule(['routes'], ({ routes }) => {
  const keys = hostKeys(routes);
  return keys.flatMap(({ service, key, host }, index) => {
    const alike = keys.find(
      (other, place) => constructId(other.key) === constructId(key) && (place < index || (place > index && other.key === other.service)),
    );
    if (key === service || alike === undefined) return [];
    return [
      at(service, 'aliases', `${host}: what is made for it would have the name of what is made for ${alike.host}; choose another host`),
    ];
  });
});

/** Set by hand, what is derived would contradict what the rest of the program relies on. */
const variablesOfServices = rule(['services'], ({ services }) => {
  const reserved = reservedVariables(services);
  return services.flatMap(({ name, settings, generatedSecrets }) => [
    ...Object.keys(settings)
      .filter((variable) => reserved.includes(variable) || generatedSecrets.includes(variable.replace(/^PREVIOUS_/, '')))
      .map((variable) => at(name, `settings.${variable}`, 'is derived by the program; remove it')),
    ...generatedSecrets
      .filter((variable) => reserved.includes(variable))
      .map((variable) => at(name, 'generatedSecrets', `${variable} is derived by the program; choose another name`)),
  ]);
});

const knownServices = rule(['services', 'migration'], ({ services, migration }) => {
  const names = services.map(({ name }) => name);
  const known = `; services are ${names.join(', ')}`;
  const callable = (other: string) => services.find(({ name }) => name === other);
  return [
    ...services.flatMap(({ name, calls, links }) => [
      ...calls.flatMap((other, index) => {
        const service = callable(other);
        if (service === undefined) return [at(name, `calls.${index}`, `"${other}" is not a service${known}`)];
        if (service.front === null) return [at(name, `calls.${index}`, `"${other}" is a worker: nobody can call it`)];
        return other === name ? [at(name, `calls.${index}`, 'is the service itself; remove it')] : [];
      }),
      ...links.flatMap((other, index) => {
        const service = callable(other);
        if (service === undefined) return [at(name, `links.${index}`, `"${other}" is not a service${known}`)];
        return service.front === null ? [at(name, `links.${index}`, `"${other}" is a worker: it has no host`)] : [];
      }),
    ]),
    ...(names.includes(migration.service)
      ? []
      : [{ path: 'migration.service', message: `"${migration.service}" is not a service${known}` }]),
  ];
});

const imagesBeyondLaptop = rule(['services', 'sizing'], ({ services, sizing }) =>
  services
    .filter(({ standIn, port, command }) => standIn && (sizing !== 'laptop' || port === null || command !== null))
    .map(({ name, port, command }) =>
      at(
        name,
        'image',
        sizing === 'laptop' && (port === null || command !== null)
          ? 'null means a stand-in, which answers health paths on a port and runs no command; name an image'
          : `null means a stand-in, which only sizing "laptop" may run; name an image, such as "registry.example/${name}:1.0.0"`,
      ),
    ),
);

const probedWorkers = rule(['services'], ({ services }) =>
  services.flatMap(({ name, port, liveness, metrics }) =>
    port !== null
      ? []
      : [
          ...(typeof liveness === 'string'
            ? [at(name, 'check', 'is required where port is null: nothing else tells whether it works')]
            : []),
          ...(metrics === null ? [] : [at(name, 'metrics', 'needs a port on which they are read')]),
        ],
  ),
);

const roomForPodsOfTier = rule(['services', 'sizing'], ({ services, sizing }) =>
  services.flatMap(({ name, replicas, tier, room }) => {
    if (replicas.max > room) {
      return [
        at(
          name,
          'replicas.max',
          `${replicas.max} pods exceed the ${room} that tiers.${tier} has room for; raise it, lower the pods' limits, or take a larger sizing than "${sizing}"`,
        ),
      ];
    }
    if (replicas.max < replicas.min) {
      return [
        at(
          name,
          'replicas',
          `at least ${replicas.min} but at most ${replicas.max} pods; lower min, lower the pods' limits, raise tiers.${tier}, or take a larger sizing`,
        ),
      ];
    }
    return [];
  }),
);

const requestsWithinLimits = rule(['services'], ({ services }) =>
  services.flatMap(({ name, resources }) =>
    excessive(resources).map((field) => at(name, `resources.${field}`, 'must not exceed the limit')),
  ),
);

const excessive = ({
  cpuRequestMillis,
  cpuLimitMillis,
  memoryRequestMiB,
  memoryLimitMiB,
}: ServiceConfig['resources']): readonly string[] => [
  ...(cpuLimitMillis !== null && cpuRequestMillis > cpuLimitMillis ? ['cpuRequestMillis'] : []),
  ...(memoryRequestMiB > memoryLimitMiB ? ['memoryRequestMiB'] : []),
];

const unusedPools = rule(['services'], ({ services }) =>
  services
    .filter(({ databasePool, stores }) => databasePool > 0 !== stores.includes('postgres'))
    .map(({ name, stores }) =>
      at(
        name,
        'databasePool',
        stores.includes('postgres') ? 'must be 1 or more: the service uses PostgreSQL' : 'must be 0: the service does not use PostgreSQL',
      ),
    ),
);

/** Rules of the services. */
export const serviceRules: readonly Rule[] = [
  distinctHosts,
  pathsBelowHosts,
  fencedHosts,
  ownNames,
  ownKeys,
  variablesOfServices,
  knownServices,
  imagesBeyondLaptop,
  probedWorkers,
  roomForPodsOfTier,
  requestsWithinLimits,
  unusedPools,
];
