import type { RedisWatch } from '../../../config';
import { dashboard, type Panel } from '../../mixin/dashboard';
import { HIT_RATE } from './recording-rules';

export interface RedisDashboardOptions {
  readonly watch: RedisWatch;
  readonly namespace: string;
}

export const redisDashboard = ({ watch, namespace }: RedisDashboardOptions): Readonly<Record<string, unknown>> =>
  dashboard({
    uid: 'redis',
    title: 'Redis',
    description: 'State of the cluster, memory, and response times.',
    rows: {
      Cluster: cluster,
      Load: load,
      'Memory and disk': [...memory, ...(watch.members?.persistent ? [volumes(namespace)] : [])],
      ...(watch.cloudWatch ? { ElastiCache: elasticache } : {}),
    },
  });

/** A member in a pod is shown by its pod's name, others by their address. */
const MEMBER = '{{pod}} {{instance}}';
const per = (expr: string) => `max by (pod, instance) (${expr})`;

const cluster: readonly Panel[] = [
  {
    title: 'Members that answer',
    description: 'In pods: all members. Otherwise: the address that the exporter asks.',
    unit: 'none',
    shows: 'number',
    queries: { members: 'sum(redis_up)' },
  },
  {
    title: 'Masters',
    description: 'Normally as many as shards. If there are more, one has not joined the cluster or a shard has two.',
    unit: 'none',
    shows: 'number',
    queries: { masters: 'count(redis_instance_info{role="master"})' },
  },
  {
    title: 'Slots with a master',
    description: 'Normally 16384. If there are fewer, some keys are unavailable.',
    unit: 'none',
    shows: 'number',
    queries: { slots: 'max(redis_cluster_slots_ok)' },
  },
  {
    title: 'Hit rate',
    description: 'Share of lookups that found a key.',
    unit: 'percentunit',
    shows: 'number',
    queries: { 'hit rate': `min(${HIT_RATE})` },
  },
  {
    title: 'Replicas: seconds since the last acknowledgement',
    description: 'Writes that a replica has not received are lost if its master fails. 1 s is usual.',
    unit: 's',
    queries: { [MEMBER]: per('redis_connected_slave_lag_seconds') },
  },
];

const load: readonly Panel[] = [
  {
    title: 'Commands',
    description: 'Load of each member. One far above the others has a hot key.',
    unit: 'ops',
    queries: { [MEMBER]: 'sum by (pod, instance) (rate(redis_commands_processed_total[5m]))' },
  },
  {
    title: 'Duration of a command',
    description: 'On average. Microseconds are usual; milliseconds mean that a command processes a large value.',
    unit: 's',
    queries: {
      [MEMBER]:
        'sum by (pod, instance) (rate(redis_commands_duration_seconds_total[5m])) / sum by (pod, instance) (rate(redis_commands_total[5m]))',
    },
  },
  {
    title: 'Commands by total time',
    description: 'Seconds of the command thread per second.',
    unit: 'short',
    queries: { '{{cmd}}': 'topk(10, sum by (cmd) (rate(redis_commands_duration_seconds_total[5m])))' },
  },
  {
    title: 'Lookups',
    description: 'After a miss, the value is computed or read from the database again.',
    unit: 'ops',
    queries: {
      hits: 'sum(rate(redis_keyspace_hits_total[5m]))',
      misses: 'sum(rate(redis_keyspace_misses_total[5m]))',
    },
  },
  {
    title: 'Connections',
    description: 'Each member has its own limit.',
    unit: 'short',
    queries: { [MEMBER]: per('redis_connected_clients') },
  },
  {
    title: 'Errors',
    description: 'By prefix. MOVED is a normal redirect of a cluster; OOM, MISCONF and CLUSTERDOWN are refusals.',
    unit: 'ops',
    queries: { '{{err}}': 'sum by (err) (rate(redis_errors_total[5m]))' },
  },
];

const memory: readonly Panel[] = [
  {
    title: 'Memory for keys',
    description: 'Share of maxmemory. When it is full, writes are refused, or a cache evicts keys.',
    unit: 'percentunit',
    limit: 0.8,
    queries: { [MEMBER]: per('redis_memory_used_bytes / (redis_memory_max_bytes > 0)') },
  },
  {
    title: 'Expired and evicted keys',
    description: 'Expired keys reached the end of their TTL; evicted keys did not.',
    unit: 'ops',
    queries: {
      expired: 'sum(rate(redis_expired_keys_total[5m]))',
      evicted: 'sum(rate(redis_evicted_keys_total[5m]))',
    },
  },
  {
    title: 'Keys',
    description: 'Sum of all members; a replica counts its master’s keys again.',
    unit: 'short',
    queries: { [MEMBER]: 'sum by (pod, instance) (redis_db_keys)' },
  },
];

const volumes = (namespace: string): Panel => {
  const claims = `{namespace="${namespace}",persistentvolumeclaim=~"data-redis-[a-z]-[0-9]+"}`;
  const measured = (what: string) => `max by (persistentvolumeclaim) (kubelet_volume_stats_${what}_bytes${claims})`;
  return {
    title: 'Free space of the volumes',
    description: 'During a rewrite, the append-only file needs three times the size of the keys.',
    unit: 'percentunit',
    queries: { '{{persistentvolumeclaim}}': `${measured('available')} / ${measured('capacity')}` },
  };
};

const NODE = '{{dimension_CacheClusterId}}';
const node = (metric: string) => `max by (dimension_CacheClusterId) (aws_elasticache_${metric})`;

const elasticache: readonly Panel[] = [
  {
    title: 'Engine CPU',
    description: 'Usage of the single command thread.',
    unit: 'percentunit',
    limit: 0.9,
    queries: { [NODE]: `${node('engine_cpuutilization_maximum')} / 100` },
  },
  {
    title: 'Memory for keys, by node',
    description: 'Share of maxmemory.',
    unit: 'percentunit',
    limit: 0.8,
    queries: { [NODE]: `${node('database_memory_usage_percentage_maximum')} / 100` },
  },
  {
    title: 'Replicas behind their master',
    description: 'Writes that a replica has not received are lost if its master fails.',
    unit: 's',
    queries: { [NODE]: node('replication_lag_maximum') },
  },
  {
    title: 'Connections, by node',
    description: 'The maximum is 65000.',
    unit: 'short',
    queries: { [NODE]: node('curr_connections_maximum') },
  },
];
