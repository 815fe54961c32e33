/** What has to hold between fields. */
import { connections, quota } from './budgets';
import { overlap } from './cidr';
import { rule, type Rule } from './rule';
import { reservedVariables, roomForPods, serviceNames, services } from './services';
import { streamingChain } from './streaming';
import { chainTable, holds, inequalities } from './streaming-rules';

const distinctHosts = rule(['services', 'sizing'], (config) => {
  const all = services(config.services, config.sizing);
  return all
    .filter(({ host }, index) => all.findIndex((other) => other.host === host) !== index)
    .map(({ name, host }) => ({
      path: `services.${name}.host`,
      message: `${host} is the host of another service too; give it one of its own`,
    }));
});

const ownVariables = rule(['services', 'sizing'], (config) =>
  services(config.services, config.sizing).flatMap(({ name, settings, generatedSecrets }) =>
    Object.keys(settings)
      .filter((variable) => reservedVariables.includes(variable) || generatedSecrets.includes(variable.replace(/^PREVIOUS_/, '')))
      .map((variable) => ({ path: `services.${name}.settings.${variable}`, message: 'is derived by the program; leave it out' })),
  ),
);

const imagesBeyondLaptop = rule(['services', 'sizing'], (config) =>
  services(config.services, config.sizing)
    .filter(({ standIn }) => standIn && config.sizing !== 'laptop')
    .map(({ name }) => ({
      path: `services.${name}.image`,
      message: `null means a stand-in, which only sizing "laptop" may run; name an image, such as "registry.example/${name}:1.0.0"`,
    })),
);

const roomForPodsOfTier = rule(['services', 'sizing'], (config) =>
  services(config.services, config.sizing).flatMap(({ name, replicas, resources }) => {
    const room = roomForPods(name, resources, config.sizing);
    const at = (field: string, message: string) => [{ path: `services.${name}.${field}`, message }];
    if (replicas.max > room)
      return at('replicas.max', `${replicas.max} pods are more than the ${room} that sizing "${config.sizing}" has room for`);
    if (replicas.max < replicas.min) {
      return at(
        'replicas',
        `at least ${replicas.min} but at most ${replicas.max} pods; lower min, lower the pods' limits, or take a larger sizing`,
      );
    }
    return [];
  }),
);

const requestsWithinLimits = rule(['services'], ({ services: all }) =>
  serviceNames.flatMap((name) => {
    const { cpuRequestMillis, cpuLimitMillis, memoryRequestMiB, memoryLimitMiB } = all[name].resources;
    return [
      ...(cpuLimitMillis !== null && cpuRequestMillis > cpuLimitMillis ? ['cpuRequestMillis'] : []),
      ...(memoryRequestMiB > memoryLimitMiB ? ['memoryRequestMiB'] : []),
    ].map((field) => ({ path: `services.${name}.resources.${field}`, message: 'must not be more than the limit' }));
  }),
);

const unusedPools = rule(['services', 'sizing'], (config) =>
  services(config.services, config.sizing)
    .filter(({ databasePool, stores }) => databasePool > 0 !== stores.includes('postgres'))
    .map(({ name, stores }) => ({
      path: `services.${name}.databasePool`,
      message: stores.includes('postgres') ? 'must be 1 or more: the service uses PostgreSQL' : 'must be 0: the service uses no PostgreSQL',
    })),
);

const chain = rule(['streaming', 'cdn'], ({ streaming, cdn }) => {
  const derived = streamingChain(streaming, cdn);
  if (inequalities(derived).every(holds)) return [];
  return [
    { path: 'streaming', message: ['does not hold along the chain:', ...chainTable(derived).map((line) => `    ${line}`)].join('\n') },
  ];
});

const ranges = rule(['cluster'], ({ cluster: { serviceCidr, apiServerCidrs, nodeCidrs } }) =>
  [...apiServerCidrs.map((cidr) => ['apiServerCidrs', cidr] as const), ...nodeCidrs.map((cidr) => ['nodeCidrs', cidr] as const)]
    .filter(([, cidr]) => overlap(cidr, serviceCidr))
    .map(([field, cidr]) => ({
      path: `cluster.${field}`,
      message: `${cidr} overlaps serviceCidr ${serviceCidr}; addresses of Services are no machine's`,
    })),
);

export const rules: readonly Rule[] = [
  distinctHosts,
  ownVariables,
  imagesBeyondLaptop,
  roomForPodsOfTier,
  requestsWithinLimits,
  unusedPools,
  connections,
  quota,
  chain,
  ranges,
];
