/** Budgets of shared limits. They count a rollout: while old pods drain, the new ones are there already. */
import { migrationResources } from '../services/migration';
import { namespaceQuota } from '../target/namespace';
import { presences } from '../derived/presences';
import { rule } from './rule';
import { services } from '../services';

/** Twice the pods hold connections and memory while a rollout drains. */
const ROLLOUT_FACTOR = 2;
/** Share of `max_connections` that the program may plan with: the rest is for people, replication and the server itself. */
const CONNECTIONS_SHARE = 0.8;
/** One for the exporter and one for the migration. */
const OTHER_CONNECTIONS = 2;

export const connections = rule(['services', 'sizing', 'postgres'], ({ services: all, sizing, postgres }) => {
  const allowed = Math.floor(postgres.maxConnections * CONNECTIONS_SHARE);
  const pools = services(all, sizing).filter(({ databasePool }) => databasePool > 0);
  const needed = pools.reduce((sum, { replicas, databasePool }) => sum + ROLLOUT_FACTOR * replicas.max * databasePool, OTHER_CONNECTIONS);
  if (needed <= allowed) return [];
  const terms = pools.map(({ name, replicas, databasePool }) => `${name} ${ROLLOUT_FACTOR} × ${replicas.max} pods × ${databasePool}`);
  return [
    {
      path: 'postgres.maxConnections',
      message:
        `${postgres.maxConnections} allows ${allowed} planned connections (80 %), ` +
        `but a rollout needs ${needed} (${[...terms, `${OTHER_CONNECTIONS} others`].join(' + ')}); raise it, or lower databasePool`,
    },
  ];
});

export const quota = rule(
  ['services', 'sizing', 'namespace', 'postgres', 'redis', 'objectStorage', 'loadBalancer', 'monitoring'],
  ({ sizing, namespace, services: all, ...boxes }) => {
    const pods = [
      ...services(all, sizing).map(({ name, replicas, resources }) => ({
        name,
        pods: ROLLOUT_FACTOR * replicas.max,
        memoryLimitMiB: resources.memoryLimitMiB,
      })),
      { name: 'migration', pods: 1, memoryLimitMiB: migrationResources.memoryLimitMiB },
      ...Object.values(presences({ sizing, namespace, ...boxes })).flatMap((presence) => presence.pods),
    ];
    const memory = pods.reduce((sum, pod) => sum + pod.pods * pod.memoryLimitMiB, 0);
    const count = pods.reduce((sum, pod) => sum + pod.pods, 0);
    const { quotaMemoryMiB, quotaPods } = namespaceQuota(namespace, sizing);
    const list = pods.map((pod) => `${pod.name} ${pod.pods} × ${pod.memoryLimitMiB}`).join(', ');
    return [
      ...(memory <= quotaMemoryMiB
        ? []
        : [
            {
              path: 'namespace.quotaMemoryMiB',
              message: `${quotaMemoryMiB} MiB are less than a rollout needs, ${memory} (${list}); raise it`,
            },
          ]),
      ...(count <= quotaPods
        ? []
        : [{ path: 'namespace.quotaPods', message: `${quotaPods} pods are less than a rollout needs, ${count} (${list}); raise it` }]),
    ];
  },
);
