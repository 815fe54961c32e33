import { redisMembers, type RedisClusterConfig, type Surroundings } from '../../../config';
import { redisOn } from '../../../config/redis';
import { RedisCluster } from '../../../constructs/redis/redis-cluster/redis-cluster';
import { synthesize, type Synthesized } from '../../support/synthesized';
import { surroundings } from '../../support/surroundings';

export const withoutTls = { enabled: false, reason: 'a test that is about something else' } as const;
export const withTls = { enabled: true, secret: 'redis-tls', certificateAuthority: { configMap: 'redis-ca' } } as const;

/** The configuration as read: what is not said has its default. */
export function redisConfig(fields: object = {}): RedisClusterConfig {
  const config = redisOn.kubernetes.parse({ engine: 'redis-cluster', tls: withoutTls, ...fields });
  if (config.engine !== 'redis-cluster') throw new Error(`${config.engine} is another engine`);
  return config;
}

export interface Built extends Synthesized {
  readonly redis: RedisCluster;
}

export function redisCluster(fields: object = {}, around: Partial<Surroundings> = {}): Built {
  const config = redisConfig(fields);
  let redis: RedisCluster | undefined;
  const synthesized = synthesize((stack) => {
    redis = new RedisCluster(stack, 'Redis', {
      config,
      placement: { kind: 'kubernetes', namespace: 'openrouter', storageClass: 'encrypted' },
      members: redisMembers(config, surroundings(around).sizing),
      surroundings: surroundings(around),
    });
  });
  if (redis === undefined) throw new Error('nothing was built');
  return { ...synthesized, redis };
}
