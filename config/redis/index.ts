/** Redis: its engines, one row each. All are clusters: a client follows redirections on each of them. */
import { enginesOn, type ConfigOf } from '../fields/engine';
import { elasticache } from './elasticache';
import { external } from './external';
import { redisCluster } from './redis-cluster';

export { elasticacheNodeType, type ElasticacheConfig } from './elasticache';
export type { RedisWatch } from './engine';
export { redisMaxmemoryPolicy } from './eviction';
export type { ExternalRedisConfig } from './external';
export { redisBusPort, redisJoinResources, redisMembers, type RedisClusterConfig, type RedisMembers } from './redis-cluster';

export const redisEngines = { external, 'redis-cluster': redisCluster, elasticache } as const;

/** Engines of Redis by the target that can run them. */
export const redisOn = { kubernetes: enginesOn(redisEngines, 'kubernetes'), aws: enginesOn(redisEngines, 'aws') };

/** Redis as configured, whichever target runs it. */
export type RedisConfig = ConfigOf<typeof redisEngines>;
