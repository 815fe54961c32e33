/** What has to hold between fields. */
import { connections, quota } from './budgets';
import { overlap } from './cidr';
import { cdnProblems, zoneIdOf } from './cdn';
import { eksProblems } from './eks';
import { albRules } from './load-balancer';
import { networkCidrs, networkProblems } from './network-cidrs';
import { awsRule, kubernetesRule, rule, type Rule } from './rule';
import { reservedVariables, roomForPods, services } from './services';
import { storeRules } from './store-rules';
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

const requestsWithinLimits = rule(['services', 'sizing'], (config) =>
  services(config.services, config.sizing).flatMap(({ name, resources }) => {
    const { cpuRequestMillis, cpuLimitMillis, memoryRequestMiB, memoryLimitMiB } = resources;
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

const ranges = kubernetesRule(['cluster'], ({ cluster: { serviceCidr, apiServerCidrs, nodeCidrs } }) =>
  [...apiServerCidrs.map((cidr) => ['apiServerCidrs', cidr] as const), ...nodeCidrs.map((cidr) => ['nodeCidrs', cidr] as const)]
    .filter(([, cidr]) => overlap(cidr, serviceCidr))
    .map(([field, cidr]) => ({
      path: `cluster.${field}`,
      message: `${cidr} overlaps serviceCidr ${serviceCidr}; addresses of Services are no machine's`,
    })),
);

/** Where plans and applies of an AWS environment come from, and who may use its cluster. */
const network = awsRule(['network', 'aws', 'cluster', 'cdn'], (environment) =>
  networkProblems(environment.network, {
    region: environment.aws.region,
    serviceCidr: environment.cluster.serviceCidr,
    zoneId: zoneIdOf(environment.cdn),
  }),
);

const cluster = awsRule(['cluster', 'network', 'automation'], (environment) => {
  const { vpc } = environment.network;
  return eksProblems(environment.cluster, {
    cidrs: vpc.mode === 'create' ? [vpc.cidr] : Object.values(networkCidrs(environment.network)).flat(),
    roles: [environment.automation.planRole, environment.automation.applyRole],
  });
});

const cdn = rule(['cdn', 'services', 'sizing', 'loadBalancer'], (config) =>
  cdnProblems({ cdn: config.cdn, services: services(config.services, config.sizing), loadBalancer: config.loadBalancer }),
);

const kubelets = kubernetesRule(['cluster', 'monitoring'], ({ cluster: { nodeCidrs } }) =>
  nodeCidrs.length > 0
    ? []
    : [{ path: 'cluster.nodeCidrs', message: 'must name the nodes’ ranges: Prometheus reads the kubelets’ metrics there' }],
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
  kubelets,
  network,
  cluster,
  cdn,
  ...albRules,
  ...storeRules,
];
