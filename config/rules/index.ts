/** Rules between fields. */
import { cdnEngines } from '../cdn';
import type { FactName } from '../derived/facts';
import { networkCidrs } from '../derived/subnets';
import { overlap } from '../fields/cidr';
import type { EngineRule } from '../fields/engine';
import { loadBalancerEngines } from '../load-balancer';
import { objectStorageEngines } from '../object-storage';
import { postgresEngines } from '../postgres';
import { redisEngines } from '../redis';
import { drillAfterDump, secondPlace } from './backup';
import { connections, quota } from './budgets';
import { eksProblems } from './cluster';
import { networkProblems } from './network';
import { rule, type Rule } from './rule';
import { accountProblems } from './account';
import { serviceRules } from './services';
import { settingsRules } from './settings';
import { pathRules } from './paths';
import { chainTable, holds, inequalities } from './streaming';

const chain = rule(['streaming'], ({ streaming }) => {
  if (inequalities(streaming).every(holds)) return [];
  return [
    { path: 'streaming', message: ['does not hold along the chain:', ...chainTable(streaming).map((line) => `    ${line}`)].join('\n') },
  ];
});

const ranges = rule(['cluster'], ({ cluster }) => {
  if (cluster === null) return [];
  const { serviceCidr, apiServerCidrs, nodeCidrs } = cluster;
  return [...apiServerCidrs.map((cidr) => ['apiServerCidrs', cidr] as const), ...nodeCidrs.map((cidr) => ['nodeCidrs', cidr] as const)]
    .filter(([, cidr]) => overlap(cidr, serviceCidr))
    .map(([field, cidr]) => ({
      path: `cluster.${field}`,
      message: `${cidr} overlaps serviceCidr ${serviceCidr}; Service addresses must not belong to machines`,
    }));
});

const kubelets = rule(['cluster', 'monitoring'], ({ cluster }) =>
  cluster === null || cluster.nodeCidrs.length > 0
    ? []
    : [{ path: 'cluster.nodeCidrs', message: 'must name the nodes’ ranges: Prometheus reads the kubelets’ metrics there' }],
);

const network = rule(['network', 'region', 'eks', 'edge'], ({ network, region, eks, edge }) =>
  network === null || region === null || eks === null
    ? []
    : networkProblems(network, { region, serviceCidr: eks.serviceCidr, zoneId: edge.zoneId }),
);

const eks = rule(['eks', 'network', 'automation'], ({ eks, network, automation }) => {
  if (eks === null || network === null || automation === null) return [];
  const { vpc } = network;
  return eksProblems(eks, {
    cidrs: vpc.mode === 'create' ? [vpc.cidr] : Object.values(networkCidrs(network)).flat(),
    roles: [automation.planRole, automation.applyRole],
  });
});

/** The rules of each engine of a box, asked where it is the one that is configured. */
const ofEngines = <Config extends { readonly engine: string }>(
  box: FactName,
  table: Readonly<Record<Config['engine'], { readonly rules: readonly EngineRule<Config>[] }>>,
  configOf: (facts: Parameters<Rule['check']>[0]) => Config,
): readonly Rule[] =>
  Object.entries<{ readonly rules: readonly EngineRule<Config>[] }>(table).flatMap(([engine, { rules: own }]) =>
    own.map(({ needs, check }): Rule => ({
      needs: [box, ...needs],
      check: (facts) => (configOf(facts).engine === engine ? check(configOf(facts), facts) : []),
    })),
  );

const account = rule(['aws', 'automation'], ({ aws, automation }) =>
  aws === null || automation === null ? [] : accountProblems(aws.accountId, automation),
);

export const rules: readonly Rule[] = [
  ...serviceRules,
  ...settingsRules,
  ...pathRules,
  account,
  connections,
  quota,
  chain,
  ranges,
  kubelets,
  network,
  eks,
  secondPlace,
  drillAfterDump,
  ...ofEngines('cdn', cdnEngines, ({ cdn }) => cdn),
  ...ofEngines('loadBalancer', loadBalancerEngines, ({ loadBalancer }) => loadBalancer.config),
  ...ofEngines('postgres', postgresEngines, ({ postgres }) => postgres.config),
  ...ofEngines('redis', redisEngines, ({ redis }) => redis.config),
  ...ofEngines('objectStorage', objectStorageEngines, ({ objectStorage }) => objectStorage.config),
];
