import { z } from 'zod';
import { certificateAuthorityField, disabledField, imageField, nameField, portField } from '../fields/values';
import { tcp, type Flow } from '../derived/peers';
import type { PodResources } from '../derived/services';
import { sizingProfiles, type Sizing } from '../fields/sizing';
import { REDIS_MAX_CLIENTS, redisEngine } from './engine';
import { evictsOnlyCaches, evictsOnlyCachesError, maxmemoryPolicyField, redisMaxmemoryPolicy, useField } from './eviction';

/** The members' own port is the clients' one and this, as it is in Redis itself. */
const BUS_PORT_OFFSET = 10_000;

/** The engine's fields. */
const schema = z
  .strictObject({
    engine: z.literal('redis-cluster').describe('Redis 7 in pods of the namespace: shards of the keys, each with a replica.'),
    image: imageField
      .nullable()
      .default(null)
      .describe(
        'Image with Redis 7, as docs/adr/011-redis-cluster-joins-in-every-pod.md says; null: this program’s own, from `images.registry` where that is set.',
      ),
    shards: z
      .int()
      .min(3, 'must be 3 or more: with fewer, no majority of the masters is left when one fails')
      .max(16, 'must be 16 or less')
      .default(3)
      .describe('Number of shards, fixed when the cluster forms. Changing it loses keys: create a new cluster beside it instead.'),
    replicasPerShard: z
      .int()
      .min(0)
      .max(1)
      .nullable()
      .default(null)
      .describe(
        'Number of members that hold a copy of a shard and take over when its master fails. 0: while a member is down, its keys are unavailable. Null: 0 with the sizing `laptop`, 1 otherwise.',
      ),
    port: portField
      .max(65_535 - BUS_PORT_OFFSET, `must be ${65_535 - BUS_PORT_OFFSET} or less: the members' own port is ${BUS_PORT_OFFSET} above it`)
      .default(6379)
      .describe('TCP port of the members and of the Service; Redis’ own is 6379.'),
    use: useField,
    maxmemoryPolicy: maxmemoryPolicyField,
    maxmemoryPercent: z
      .int()
      .min(10)
      .max(80, 'must be 80 or less: while the append-only file is rewritten, every changed page exists twice')
      .default(60)
      .describe(
        'Percentage of a member’s memory that its keys may use. The rest is for rewriting the append-only file, for replicas and for clients.',
      ),
    persistence: z
      .discriminatedUnion('enabled', [
        z.strictObject({
          enabled: z.literal(true).describe('On: an append-only file.'),
          fsync: z
            .enum(['everysec', 'always'])
            .default('everysec')
            .describe(
              'When it is flushed to the disk: every second, which may lose the last second of writes, or before each response, which is slow.',
            ),
          storageGiB: z
            .int()
            .min(1)
            .max(1024)
            .default(10)
            .describe(
              'Size of each member’s volume: at least three times its keys, for the file, its rewritten successor, and the writes in between.',
            ),
        }),
        disabledField,
      ])
      .prefault({ enabled: true })
      .describe('Whether the keys survive a restart of their members. Changing it replaces the members and loses their keys.'),
    tls: z
      .discriminatedUnion('enabled', [
        z.strictObject({
          enabled: z.literal(true).describe('On, for clients, replication and the cluster bus.'),
          secret: nameField.describe(
            'Secret of the namespace with `tls.crt`, `tls.key` and `ca.crt`. Names: `redis.<namespace>.svc` and `*.redis-members.<namespace>.svc`. A renewed certificate is loaded without a restart.',
          ),
          certificateAuthority: certificateAuthorityField.describe('The same authority, for clients.'),
        }),
        disabledField,
      ])
      .describe(
        'TLS. All members share one authority, which the program cannot create: name a Secret, or give the reason why there is none.',
      ),
  })
  .refine(evictsOnlyCaches, evictsOnlyCachesError);

/** Redis in pods of the namespace. */
export type RedisClusterConfig = z.infer<typeof schema>;

/** The members of a cluster. */
export interface RedisMembers {
  /** Number of members per shard: its master and its replicas. */
  readonly perShard: number;
  /** What one asks for and may use. */
  readonly resources: PodResources;
  /** Memory of one member that keys may use, in MiB. */
  readonly maxmemoryMiB: number;
}

/** What the scripts beside a member ask for: a shell, and redis-cli now and then. */
export const redisJoinResources: PodResources = {
  cpuRequestMillis: 20,
  cpuLimitMillis: null,
  memoryRequestMiB: 32,
  memoryLimitMiB: 64,
};

/**
 * The members, with what the sizing says where the configuration says nothing. What a member holds it must be given in full, but on a
 * laptop, where it holds next to nothing.
 */
export function redisMembers(config: Pick<RedisClusterConfig, 'replicasPerShard' | 'maxmemoryPercent'>, sizing: Sizing): RedisMembers {
  const { cpuMillis, memoryMiB } = sizingProfiles[sizing].redis;
  const [cpuRequestMillis, memoryRequestMiB] = sizing === 'laptop' ? [cpuMillis / 10, memoryMiB / 4] : [cpuMillis, memoryMiB];
  return {
    perShard: 1 + (config.replicasPerShard ?? (sizing === 'laptop' ? 0 : 1)),
    resources: { cpuRequestMillis, cpuLimitMillis: null, memoryRequestMiB, memoryLimitMiB: memoryMiB },
    maxmemoryMiB: Math.floor((memoryMiB * config.maxmemoryPercent) / 100),
  };
}

/** Where the members talk among themselves. */
export const redisBusPort = ({ port }: Pick<RedisClusterConfig, 'port'>): number => port + BUS_PORT_OFFSET;

const among = (port: 'redis' | 'redis-bus', why: string): Flow => ({ from: 'redis', to: 'redis', port, why });

/** Redis in pods of the namespace. */
export const redisCluster = redisEngine({
  schema,
  targets: ['kubernetes'],
  presence: (config, { sizing }) => {
    const { perShard, resources } = redisMembers(config, sizing);
    return {
      component: { ports: { redis: tcp(config.port), 'redis-bus': tcp(redisBusPort(config)) }, runsAs: { pods: true } },
      flows: [
        among('redis', 'replicas that copy their masters, and members that ask each other'),
        among('redis-bus', 'what the members know of each other'),
        { from: 'redis', to: 'dns', port: 'dns', why: 'names of the members' },
      ],
      pods: [
        {
          name: 'redis',
          pods: config.shards * perShard,
          memoryLimitMiB: resources.memoryLimitMiB + redisJoinResources.memoryLimitMiB,
        },
      ],
    };
  },
  watch: (config, { sizing }) => ({
    members: { shards: config.shards, perShard: redisMembers(config, sizing).perShard, persistent: config.persistence.enabled },
    cloudWatch: false,
    evicts: redisMaxmemoryPolicy(config) !== 'noeviction',
    maxClients: REDIS_MAX_CLIENTS,
  }),
  rules: [],
  cloudWatch: null,
});
