import { z } from 'zod';
import { portField } from '../fields/values';
import { tcp } from '../derived/peers';
import { clusterNameProblems } from '../fields/aws-names';
import { cloudWatchMetrics } from '../fields/engine';
import type { Sizing } from '../fields/sizing';
import { dailyWindowField, logRetentionField, weeklyWindowField, windowsOverlap } from '../fields/windows';
import { redisEngine } from './engine';
import { evictsOnlyCaches, evictsOnlyCachesError, maxmemoryPolicyField, redisMaxmemoryPolicy, useField } from './eviction';

/** The engine's fields. */
const schema = z
  .strictObject({
    engine: z.literal('elasticache').describe('Amazon ElastiCache in cluster mode: shards of the keys, each with replicas in other zones.'),
    software: z
      .enum(['redis', 'valkey'])
      .default('redis')
      .describe('Redis 7.1, or Valkey 8.1. A change from Redis to Valkey is an in-place upgrade that cannot be rolled back.'),
    shards: z
      .int()
      .min(1)
      .max(90, 'must be 90 or less')
      .default(3)
      .describe('Number of shards. Changing it moves keys between shards while in use.'),
    replicasPerShard: z
      .int()
      .min(1, 'must be 1 or more: without a replica, no other zone can take over a shard')
      .max(5, 'must be 5 or less')
      .default(1)
      .describe('Number of nodes that hold a copy of a shard and take over when its primary fails.'),
    nodeType: z
      .string()
      .max(40)
      .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, 'must be a node type, such as "cache.m7g.large"')
      .nullable()
      .default(null)
      .describe('Type of every node; null: cache.t4g.micro, cache.t4g.medium or cache.m7g.large, according to the sizing.'),
    port: portField
      .default(6379)
      .describe('TCP port; Redis’ own is 6379. Changing it replaces the cluster and loses its data; a protected environment keeps it.'),
    use: useField,
    maxmemoryPolicy: maxmemoryPolicyField,
    snapshotRetentionDays: z
      .int()
      .min(3, 'must be 3 or more: a weekend')
      .max(35, 'must be 35 or less, which is the most that ElastiCache offers')
      .default(7)
      .describe('Days for which daily snapshots are kept.'),
    snapshotWindow: dailyWindowField.default('03:00-04:00').describe('Window for the daily snapshot, in UTC.'),
    maintenanceWindow: weeklyWindowField.default('sun:05:00-sun:06:00').describe('Window for changes that interrupt the service, in UTC.'),
    logRetentionDays: logRetentionField,
  })
  .refine(evictsOnlyCaches, evictsOnlyCachesError)
  .refine(({ snapshotWindow, maintenanceWindow }) => !windowsOverlap(snapshotWindow, maintenanceWindow), {
    path: ['maintenanceWindow'],
    message: 'must not overlap snapshotWindow',
  });

/** ElastiCache as configured. */
export type ElasticacheConfig = z.infer<typeof schema>;

/** The deployment guide's 1 core and 2 GiB, and 2 cores and 4 GiB, or the next larger type: 0.5, 3.09 and 6.38 GiB, two cores each. */
const nodeTypeBySizing: Record<Sizing, string> = {
  laptop: 'cache.t4g.micro',
  minimum: 'cache.t4g.medium',
  recommended: 'cache.m7g.large',
};

/** The type of a node, with what the sizing says where the configuration says nothing. */
export const elasticacheNodeType = ({ nodeType }: Pick<ElasticacheConfig, 'nodeType'>, sizing: Sizing): string =>
  nodeType ?? nodeTypeBySizing[sizing];

/** `maxclients` of ElastiCache, which cannot be changed: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html */
const MAX_CLIENTS = 65_000;

/** Amazon ElastiCache. */
export const elasticache = redisEngine({
  schema,
  targets: ['aws'],
  presence: ({ port }, { cidrs }) => ({
    component: { ports: { redis: tcp(port) }, runsAs: { cidrs: cidrs?.data ?? [], securityGroup: 'redis' } },
    flows: [],
    pods: [],
  }),
  watch: (config) => ({ members: null, cloudWatch: true, evicts: redisMaxmemoryPolicy(config) !== 'noeviction', maxClients: MAX_CLIENTS }),
  rules: [{ needs: ['name'], check: (_, { name }) => clusterNameProblems(name) }],
  cloudWatch: {
    type: 'AWS/ElastiCache',
    metrics: [
      ...cloudWatchMetrics(
        'Maximum',
        'EngineCPUUtilization',
        'DatabaseMemoryUsagePercentage',
        'SwapUsage',
        'ReplicationLag',
        'CurrConnections',
      ),
      ...cloudWatchMetrics('Average', 'CPUUtilization'),
      ...cloudWatchMetrics(
        'Sum',
        'NetworkBandwidthInAllowanceExceeded',
        'NetworkBandwidthOutAllowanceExceeded',
        'Evictions',
        'CacheHits',
        'CacheMisses',
      ),
    ],
  },
});
