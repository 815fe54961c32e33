/** What the rows of Redis say that there is to watch, and what is watched then. */
import { resolveBox } from '../../../config/fields/engine';
import type { Sizing } from '../../../config/fields/sizing';
import { redisEngines, redisOn, type RedisConfig, type RedisWatch } from '../../../config/redis';
import { redisMonitoring } from '../../../constructs/redis/monitoring';

const disabled = { enabled: false, reason: 'nobody needs it in a test' };
const cluster = (fields: object = {}) => redisOn.kubernetes.parse({ engine: 'redis-cluster', tls: disabled, ...fields });
const elasticache = (fields: object = {}) => redisOn.aws.parse({ engine: 'elasticache', ...fields });
const watchOf = (config: RedisConfig, sizing: Sizing = 'minimum') =>
  resolveBox<RedisConfig, RedisWatch>(redisEngines, config, { sizing, cidrs: null }).watch;

describe('what there is to watch of Redis', () => {
  it('members in pods', () => {
    expect(watchOf(cluster({ shards: 5 })).members).toEqual({ shards: 5, perShard: 2, persistent: true });
    expect(watchOf(cluster({ persistence: disabled }), 'laptop').members).toEqual({ shards: 3, perShard: 1, persistent: false });
    expect(watchOf(elasticache()).members).toBeNull();
  });

  it('CloudWatch, of ElastiCache, which takes more clients', () => {
    expect(watchOf(elasticache())).toMatchObject({ cloudWatch: true, maxClients: 65_000 });
    expect(watchOf(cluster())).toMatchObject({ cloudWatch: false, maxClients: 10_000 });
  });

  it('whether keys may be evicted', () => {
    expect(watchOf(cluster()).evicts).toBe(false);
    expect(watchOf(cluster({ use: 'cache' })).evicts).toBe(true);
    expect(watchOf(cluster({ use: 'cache', maxmemoryPolicy: 'noeviction' })).evicts).toBe(false);
    expect(watchOf(elasticache({ use: 'cache' })).evicts).toBe(true);
  });

  it('a disk is watched where there is one', () => {
    const disks = (config: RedisConfig) =>
      redisMonitoring({ watch: watchOf(config), namespace: 'openrouter' }).alerts.filter(({ name }) => name.includes('Disk')).length;
    expect([disks(cluster()), disks(cluster({ persistence: disabled })), disks(elasticache())]).toEqual([2, 0, 0]);
  });
});
