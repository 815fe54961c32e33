import type { z } from 'zod';
import type { EngineRow, Target } from '../fields/engine';

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
  readonly cloudWatch: boolean;
  /** Whether keys are evicted when the memory is full; otherwise writes are refused. */
  readonly evicts: boolean;
  /** Connections that a member takes. */
  readonly maxClients: number;
}

/** `maxclients` of Redis where it is not set: https://redis.io/docs/latest/develop/reference/clients/#maximum-concurrent-connected-clients */
export const REDIS_MAX_CLIENTS = 10_000;

/** A row of the table of Redis: the compiler names what it lacks. */
export const redisEngine = <Schema extends z.ZodObject, const Targets extends readonly Target[]>(
  row: EngineRow<Schema, RedisWatch> & { readonly targets: Targets },
) => row;
