/** Memory, connections and look-ups, by the exporter. */
import { at, everywhere, labels, redis } from './series';
import type { AlertTests } from '../../../support/monitoring/rule-test';

/** Numbers that the exporter has of every member. */
export const exporterTests: AlertTests = {
  RedisMemoryHigh: {
    fires: {
      series: {
        ...everywhere('redis_memory_used_bytes', '70x20', { 'redis-b-0': '85x20' }),
        ...everywhere('redis_memory_max_bytes', '100x20'),
      },
      atMinutes: 10,
      alerts: [{ labels: labels('redis-b-0'), description: 'redis-b-0 uses 85% of its memory for keys.' }],
    },
    silent: {
      because: 'without a limit there is no share of it',
      series: { ...everywhere('redis_memory_used_bytes', '85x20'), ...everywhere('redis_memory_max_bytes', '0x20') },
      atMinutes: 10,
    },
  },
  RedisMemoryFull: {
    fires: {
      series: { [at('redis-b-0', 'redis_memory_used_bytes')]: '99x20', [at('redis-b-0', 'redis_memory_max_bytes')]: '100x20' },
      atMinutes: 5,
      alerts: [{ labels: labels('redis-b-0'), description: 'redis-b-0 uses 99% of its memory for keys.' }],
    },
    silent: {
      because: 'RedisMemoryHigh says it first',
      series: { [at('redis-b-0', 'redis_memory_used_bytes')]: '90x20', [at('redis-b-0', 'redis_memory_max_bytes')]: '100x20' },
      atMinutes: 5,
    },
  },
  RedisEvictions: {
    fires: {
      series: { [at('redis-b-0', 'redis_evicted_keys_total')]: '0+2x30' },
      atMinutes: 20,
      alerts: [{ labels: labels('redis-b-0'), description: 'redis-b-0 evicted 30 keys in 15 minutes.' }],
    },
    silent: { because: 'that was long ago', series: { [at('redis-b-0', 'redis_evicted_keys_total')]: '30x30' }, atMinutes: 20 },
  },
  RedisClientsHigh: {
    fires: {
      series: everywhere('redis_connected_clients', '100x20', { 'redis-a-0': '9000x20' }),
      atMinutes: 10,
      alerts: [{ labels: labels('redis-a-0'), description: 'redis-a-0 has 9000 of 10000 connections.' }],
    },
    silent: { because: 'each member has a limit of its own', series: everywhere('redis_connected_clients', '4000x20'), atMinutes: 10 },
  },
  RedisHitRateLow: {
    fires: {
      series: { ...everywhere('redis_keyspace_hits_total', '0+120x90'), ...everywhere('redis_keyspace_misses_total', '0+480x90') },
      atMinutes: 60,
      alerts: [{ labels: redis, description: '20% of the lookups found a key.' }],
    },
    silent: {
      because: 'at night hardly anything is looked up',
      series: { ...everywhere('redis_keyspace_hits_total', '0+1x90'), ...everywhere('redis_keyspace_misses_total', '0+6x90') },
      atMinutes: 60,
    },
  },
};

/** Of a cache, which evicts what is least needed. */
export const cacheTests: AlertTests = {
  RedisEvictions: {
    fires: {
      series: { [at('redis-b-0', 'redis_evicted_keys_total')]: '0+12000x60' },
      atMinutes: 40,
      alerts: [{ labels: labels('redis-b-0'), description: 'redis-b-0 evicted 180k keys in 15 minutes.' }],
    },
    silent: { because: 'that is how a cache works', series: { [at('redis-b-0', 'redis_evicted_keys_total')]: '0+1200x60' }, atMinutes: 40 },
  },
  RedisHitRateLow: {
    fires: {
      series: { ...everywhere('redis_keyspace_hits_total', '0+420x90'), ...everywhere('redis_keyspace_misses_total', '0+180x90') },
      atMinutes: 60,
      alerts: [{ labels: redis, description: '70% of the lookups found a key.' }],
    },
    silent: {
      because: 'at night hardly anything is looked up',
      series: { ...everywhere('redis_keyspace_hits_total', '0+1x90'), ...everywhere('redis_keyspace_misses_total', '0+6x90') },
      atMinutes: 60,
    },
  },
};
