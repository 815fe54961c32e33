/** Budgets of shared limits. They count a rollout: while old pods drain, the new ones are there already. */
import { migrationResources } from '../derived/services';
import { rule } from './rule';

/** Twice the pods hold connections and memory while a rollout drains. */
const ROLLOUT_FACTOR = 2;
/** Share of `max_connections` that the program may plan with: the rest is for people, replication and the server itself. */
const CONNECTIONS_SHARE = 0.8;
/** One for the exporter, one for the migration, and of a backup its lock, its snapshot and pg_dump. */
const OTHER_CONNECTIONS = 5;

export const connections = rule(['services', 'postgres'], ({ services, postgres: { config } }) => {
  const allowed = Math.floor(config.maxConnections * CONNECTIONS_SHARE);
  const pools = services.filter(({ databasePool }) => databasePool > 0);
  const needed = pools.reduce((sum, { replicas, databasePool }) => sum + ROLLOUT_FACTOR * replicas.max * databasePool, OTHER_CONNECTIONS);
  if (needed <= allowed) return [];
  const terms = pools.map(({ name, replicas, databasePool }) => `${name} ${ROLLOUT_FACTOR} × ${replicas.max} pods × ${databasePool}`);
  return [
    {
      path: 'postgres.maxConnections',
      message:
        `${config.maxConnections} allows ${allowed} planned connections (80 %), ` +
        `but a rollout needs ${needed} (${[...terms, `${OTHER_CONNECTIONS} others`].join(' + ')}); raise it, or lower databasePool`,
    },
  ];
});

export const quota = rule(['services', 'namespace', 'presences'], ({ services, namespace, presences }) => {
  const pods = [
    ...services.map(({ name, replicas, resources }) => ({
      name,
      pods: ROLLOUT_FACTOR * replicas.max,
      memoryLimitMiB: resources.memoryLimitMiB,
    })),
    { name: 'migration', pods: 1, memoryLimitMiB: migrationResources.memoryLimitMiB },
    ...Object.values(presences).flatMap((presence) => presence.pods),
  ];
  const memory = pods.reduce((sum, pod) => sum + pod.pods * pod.memoryLimitMiB, 0);
  const count = pods.reduce((sum, pod) => sum + pod.pods, 0);
  const { quotaMemoryMiB, quotaPods } = namespace;
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
});
