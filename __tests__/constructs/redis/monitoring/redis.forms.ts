/** Redis in every form that its configuration can take. */
import type { RedisWatch } from '../../../../config';
import { redisMonitoring } from '../../../../constructs/redis/monitoring';
import type { Watched } from '../../../support/monitoring/components';
import { elasticacheTests } from './elasticache.rules';
import { cacheTests, exporterTests } from './capacity.rules';
import { addressTests, membersTests } from './members.rules';
import { sharedTests } from './redis.rules';

const form = (title: string, watch: Partial<RedisWatch>, tests: Watched['tests']): Watched => ({
  title: `redis, ${title}`,
  monitoring: redisMonitoring({
    watch: { members: null, cloudWatch: false, evicts: false, maxClients: 10_000, ...watch },
    namespace: 'openrouter',
  }),
  tests: { ...sharedTests, ...tests },
});

const members = { shards: 3, perShard: 2, persistent: true };

export const redisForms: readonly Watched[] = [
  form('a cluster in pods', { members }, { ...exporterTests, ...membersTests }),
  form(
    'a cache in pods without replicas and disks',
    { members: { shards: 3, perShard: 1, persistent: false }, evicts: true },
    { ...exporterTests, ...membersTests, ...cacheTests },
  ),
  form('ElastiCache', { cloudWatch: true, maxClients: 65_000 }, { ...addressTests, ...elasticacheTests }),
  form('brought along', {}, { ...exporterTests, ...addressTests }),
];
