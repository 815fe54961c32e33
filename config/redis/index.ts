/** Redis, by the target that can run it. All engines are clusters: a client follows redirections on each of them. */
import { z } from 'zod';
import type { NetworkCidrs, Presence } from '../derived/peers';
import type { Sizing } from '../fields/sizing';
import { elasticache, elasticachePresence } from './elasticache';
import { external, externalPresence } from './external';
import { redisCluster, redisClusterPresence } from './redis-cluster';

export { elasticacheNodeType, type ElasticacheConfig } from './elasticache';
export { redisMaxmemoryPolicy } from './eviction';
export type { ExternalRedisConfig } from './external';
export { redisBusPort, redisJoinResources, redisMembers, type RedisClusterConfig, type RedisMembers } from './redis-cluster';

/** Engines of Redis by the target that can run them. */
export const redisOn = {
  kubernetes: z.discriminatedUnion(
    'engine',
    [external, redisCluster],
    'must be { engine: "redis-cluster", … } or { engine: "external", … }',
  ),
  aws: z.discriminatedUnion('engine', [external, elasticache], 'must be { engine: "elasticache", … } or { engine: "external", … }'),
};

/** Redis as configured, whichever target runs it. */
export type RedisConfig = z.infer<typeof redisOn.kubernetes> | z.infer<typeof redisOn.aws>;

/** `cidrs`: of the AWS network it stands in; null outside AWS. */
export function redisPresence(config: RedisConfig, sizing: Sizing, cidrs: NetworkCidrs | null): Presence {
  switch (config.engine) {
    case 'external':
      return externalPresence(config);
    case 'redis-cluster':
      return redisClusterPresence(config, sizing);
    case 'elasticache':
      return elasticachePresence(config, cidrs);
  }
}
