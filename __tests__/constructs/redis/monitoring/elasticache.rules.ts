/** What CloudWatch tells of the nodes of ElastiCache, by the names of the CloudWatch exporter. */
import type { AlertTests } from '../../../support/monitoring/rule-test';

const MIB = 1024 ** 2;
const node = (metric: string, name = 'production-redis-0001-001') =>
  `aws_elasticache_${metric}{component="cloudwatch-exporter",dimension_CacheClusterId="${name}",dimension_CacheNodeId="0001"}`;
const labels = { dimension_CacheClusterId: 'production-redis-0001-001' };

export const elasticacheTests: AlertTests = {
  RedisMemoryHigh: {
    fires: {
      series: {
        [node('database_memory_usage_percentage_maximum')]: '85x20',
        [node('database_memory_usage_percentage_maximum', 'production-redis-0002-001')]: '40x20',
      },
      atMinutes: 10,
      alerts: [{ labels, description: 'production-redis-0001-001 uses 85% of its memory for keys.' }],
    },
    silent: { because: 'there is a quarter left', series: { [node('database_memory_usage_percentage_maximum')]: '75x20' }, atMinutes: 10 },
  },
  RedisMemoryFull: {
    fires: {
      series: { [node('database_memory_usage_percentage_maximum')]: '99x20' },
      atMinutes: 5,
      alerts: [{ labels, description: 'production-redis-0001-001 uses 99% of its memory for keys.' }],
    },
    silent: {
      because: 'RedisMemoryHigh says it first',
      series: { [node('database_memory_usage_percentage_maximum')]: '90x20' },
      atMinutes: 5,
    },
  },
  RedisEvictions: {
    fires: {
      series: { [node('evictions_sum')]: '0x10 2x30' },
      atMinutes: 30,
      alerts: [{ labels, description: 'production-redis-0001-001 evicted 30 keys in 15 minutes.' }],
    },
    silent: { because: 'it had to evict none', series: { [node('evictions_sum')]: '0x30' }, atMinutes: 30 },
  },
  RedisClientsHigh: {
    fires: {
      series: { [node('curr_connections_maximum')]: '60000x20' },
      atMinutes: 10,
      alerts: [{ labels, description: 'production-redis-0001-001 has 60000 of 65000 connections.' }],
    },
    silent: { because: 'a node takes 65000', series: { [node('curr_connections_maximum')]: '9000x20' }, atMinutes: 10 },
  },
  RedisHitRateLow: {
    fires: {
      series: {
        [node('cache_hits_sum')]: '1000x90',
        [node('cache_misses_sum')]: '2000x90',
        [node('cache_hits_sum', 'production-redis-0002-001')]: '1000x90',
        [node('cache_misses_sum', 'production-redis-0002-001')]: '6000x90',
      },
      atMinutes: 60,
      alerts: [{ labels: { component: 'cloudwatch-exporter' }, description: '20% of the lookups found a key.' }],
    },
    silent: {
      because: 'at night hardly anything is looked up',
      series: { [node('cache_hits_sum')]: '10x90', [node('cache_misses_sum')]: '90x90' },
      atMinutes: 60,
    },
  },
  RedisNodeCpuHigh: {
    fires: {
      series: { [node('engine_cpuutilization_maximum')]: '97x30' },
      atMinutes: 20,
      alerts: [{ labels, description: 'production-redis-0001-001 uses 97 % of it.' }],
    },
    silent: { because: 'a peak passes', series: { [node('engine_cpuutilization_maximum')]: '40x5 97x5 40x20' }, atMinutes: 9 },
  },
  RedisNodeReplicationLag: {
    fires: {
      series: { [node('replication_lag_maximum', 'production-redis-0001-002')]: '30x20' },
      atMinutes: 10,
      alerts: [
        { labels: { dimension_CacheClusterId: 'production-redis-0001-002' }, description: 'production-redis-0001-002 is 30s behind.' },
      ],
    },
    silent: {
      because: 'a second is usual',
      series: { [node('replication_lag_maximum', 'production-redis-0001-002')]: '1x20' },
      atMinutes: 10,
    },
  },
  RedisNodeSwaps: {
    fires: {
      series: { [node('swap_usage_maximum')]: `${200 * MIB}x40` },
      atMinutes: 30,
      alerts: [{ labels, description: 'production-redis-0001-001 has swapped out 200MiB of its memory.' }],
    },
    silent: { because: 'some megabytes are nothing', series: { [node('swap_usage_maximum')]: `${20 * MIB}x40` }, atMinutes: 30 },
  },
  RedisNodeNetworkLimited: {
    fires: {
      series: {
        [node('network_bandwidth_in_allowance_exceeded_sum')]: '0x20',
        [node('network_bandwidth_out_allowance_exceeded_sum')]: '500x20',
      },
      atMinutes: 10,
      alerts: [{ labels, description: 'production-redis-0001-001 had 500 packets delayed or dropped in a minute.' }],
    },
    silent: {
      because: 'none was',
      series: {
        [node('network_bandwidth_in_allowance_exceeded_sum')]: '0x20',
        [node('network_bandwidth_out_allowance_exceeded_sum')]: '0x20',
      },
      atMinutes: 10,
    },
  },
};
