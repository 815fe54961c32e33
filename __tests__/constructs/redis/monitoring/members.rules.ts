/** Whether the members are there, by what is known of them. */
import { everywhere, labels, masters, redis, roles, at } from './series';
import type { AlertTests } from '../../../support/monitoring/rule-test';
import { volumeTests } from '../../../support/monitoring/volume-tests';

/** Where the members are known. */
export const membersTests: AlertTests = {
  RedisDown: {
    fires: {
      series: everywhere('redis_up', '_x10', { 'redis-a-0': '1x10', 'redis-b-0': '1x10', 'redis-c-0': '0x10' }),
      atMinutes: 5,
      alerts: [{ labels: redis, description: 'Only 2 members of Redis answer for 3 shards: some keys are unavailable.' }],
    },
    silent: {
      because: 'every shard may have one',
      series: everywhere('redis_up', '1x10', { 'redis-a-0': '_x10', 'redis-b-0': '_x10', 'redis-c-0': '_x10' }),
      atMinutes: 5,
    },
  },
  RedisManyMasters: {
    fires: {
      series: roles([...masters, 'redis-a-1'], '1x20'),
      atMinutes: 10,
      alerts: [{ labels: redis, description: 'Redis has 4 masters for 3 shards.' }],
    },
    silent: {
      because: 'the former master comes back as one for a moment',
      series: { ...roles(masters, '1x20'), [at('redis-a-1', 'redis_instance_info', 'role="master"')]: '_ 1 stale _x20' },
      atMinutes: 1,
    },
  },
  RedisMemberDown: {
    fires: {
      series: everywhere('redis_up', '1x20', { 'redis-a-0': '1x3 stale _x20' }),
      atMinutes: 15,
      alerts: [{ labels: redis, description: '5 of 6 members of Redis answer.' }],
    },
    silent: { because: 'it is restarted', series: everywhere('redis_up', '1x20', { 'redis-a-0': '1x3 0x3 1x20' }), atMinutes: 6 },
  },
  RedisShardWithoutReplica: {
    fires: {
      series: { ...roles(masters, '1x30'), ...everywhere('redis_connected_slaves', '0x30', { 'redis-a-0': '1x30', 'redis-b-0': '1x30' }) },
      atMinutes: 20,
      alerts: [{ labels: labels('redis-c-0'), description: 'redis-c-0 has 0 of 1 replicas.' }],
    },
    silent: {
      because: 'nobody copies a replica',
      series: {
        ...roles(masters, '1x30'),
        ...everywhere('redis_connected_slaves', '0x30', { 'redis-a-0': '1x30', 'redis-b-0': '1x30', 'redis-c-0': '1x30' }),
      },
      atMinutes: 20,
    },
  },
  ...volumeTests('Redis', 'data-redis-b-1', 'data-redis-a-0'),
};

/** Where there is one address. */
export const addressTests: AlertTests = {
  RedisDown: {
    fires: {
      series: { 'redis_up{component="redis",instance="redis.example:6379"}': '1x3 0x10' },
      atMinutes: 8,
      alerts: [
        {
          labels: { component: 'redis', instance: 'redis.example:6379' },
          description: 'Redis has not answered redis.example:6379 for a minute (up: 0).',
        },
      ],
    },
    silent: {
      because: 'a failover takes seconds',
      series: { 'redis_up{component="redis",instance="redis.example:6379"}': '1x3 0 1x10' },
      atMinutes: 4,
    },
  },
};
