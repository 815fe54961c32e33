/** What there is to watch of the stores, whichever engine runs them: plain data for the rules of monitoring. */
import type { ObjectStorageConfig } from '../object-storage';
import { patroniMembers, type PostgresConfig } from '../postgres';
import { redisMaxmemoryPolicy, redisMembers, type RedisConfig } from '../redis';
import type { Sizing } from '../fields/sizing';

/** PostgreSQL as its rules see it. */
export interface PostgresWatch {
  /** How many members Patroni has; null: it runs elsewhere. */
  readonly patroniMembers: number | null;
  /** How Aurora's instances are sized, of which CloudWatch tells; null: it is none. */
  readonly aurora: 'provisioned' | 'serverless' | null;
  /** Statements that take as long on average are slow, in seconds. */
  readonly slowStatementSeconds: number;
}

/** Redis as its rules see it. */
export interface RedisWatch {
  /** Members in pods, each of which is asked; null: it runs elsewhere, and only what answers at its address is. */
  readonly members: {
    /** Shares of the keys. */
    readonly shards: number;
    /** Members of a share, its master among them. */
    readonly perShard: number;
    /** Whether each has a volume. */
    readonly persistent: boolean;
  } | null;
  /** Whether CloudWatch tells of its nodes. */
  readonly elasticache: boolean;
  /** Whether keys are evicted when the memory is full; otherwise writes are refused. */
  readonly evicts: boolean;
  /** Connections that a member takes. */
  readonly maxClients: number;
}

/** Object storage as its rules see it. */
export interface ObjectStorageWatch {
  /** Whether it stands on a volume of the namespace. */
  readonly volume: boolean;
  /** Whether CloudWatch tells of its buckets. */
  readonly cloudWatch: boolean;
}

/** Where nothing says what slow is: what the other engines have as their default, in seconds. */
const SLOW_STATEMENT_SECONDS = 0.5;

export function postgresWatch(config: PostgresConfig, sizing: Sizing): PostgresWatch {
  switch (config.engine) {
    case 'external':
      return { patroniMembers: null, aurora: null, slowStatementSeconds: SLOW_STATEMENT_SECONDS };
    case 'patroni':
      return {
        patroniMembers: patroniMembers(config, sizing).count,
        aurora: null,
        slowStatementSeconds: config.slowQueryMillis / 1000,
      };
    case 'aurora':
      return { patroniMembers: null, aurora: config.capacity.type, slowStatementSeconds: config.slowQueryMillis / 1000 };
  }
}

/** `maxclients` of Redis where it is not set: https://redis.io/docs/latest/develop/reference/clients/#maximum-concurrent-connected-clients */
const REDIS_MAX_CLIENTS = 10_000;
/** The same of ElastiCache, which has no way to change it: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html */
const ELASTICACHE_MAX_CLIENTS = 65_000;

export function redisWatch(config: RedisConfig, sizing: Sizing): RedisWatch {
  switch (config.engine) {
    case 'external':
      return { members: null, elasticache: false, evicts: false, maxClients: REDIS_MAX_CLIENTS };
    case 'redis-cluster':
      return {
        members: {
          shards: config.shards,
          perShard: redisMembers(config, sizing).perShard,
          persistent: config.persistence.enabled,
        },
        elasticache: false,
        evicts: redisMaxmemoryPolicy(config) !== 'noeviction',
        maxClients: REDIS_MAX_CLIENTS,
      };
    case 'elasticache':
      return {
        members: null,
        elasticache: true,
        evicts: redisMaxmemoryPolicy(config) !== 'noeviction',
        maxClients: ELASTICACHE_MAX_CLIENTS,
      };
  }
}

export const objectStorageWatch = ({ engine }: ObjectStorageConfig): ObjectStorageWatch => ({
  volume: engine === 'versitygw',
  cloudWatch: engine === 's3',
});
