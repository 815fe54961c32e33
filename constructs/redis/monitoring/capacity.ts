import type { RedisWatch } from '../../../config';
import type { Alert } from '../../mixin/component-monitoring';
import { HIT_RATE, LOOKUPS } from './recording-rules';

/** Source of the numbers, and how it names a member. */
interface Source {
  /** Used share of the memory that keys may take. */
  readonly memory: string;
  /** Keys evicted in 15 minutes. */
  readonly evicted: string;
  readonly clients: string;
  readonly hitRate: string;
  /** Lookups per second. */
  readonly lookups: string;
  /** Name of the member, in the template language. */
  readonly who: string;
}

/** From every member. */
const exporter: Source = {
  memory: 'redis_memory_used_bytes / (redis_memory_max_bytes > 0)',
  evicted: 'increase(redis_evicted_keys_total[15m])',
  clients: 'redis_connected_clients',
  hitRate: HIT_RATE,
  lookups: LOOKUPS,
  who: '{{ or $labels.pod $labels.instance }}',
};

const node = (metric: string) => `max by (dimension_CacheClusterId) (aws_elasticache_${metric})`;

const nodes = (metric: string) => `sum by (component) (aws_elasticache_${metric})`;

/** From every ElastiCache node: the exporter sees only the one that answers. CloudWatch's sums are per minute. */
const cloudWatch: Source = {
  memory: `${node('database_memory_usage_percentage_maximum')} / 100`,
  evicted: 'max by (dimension_CacheClusterId) (sum_over_time(aws_elasticache_evictions_sum[15m]))',
  clients: node('curr_connections_maximum'),
  hitRate: `${nodes('cache_hits_sum')} / (${nodes('cache_hits_sum')} + ${nodes('cache_misses_sum')})`,
  lookups: `(${nodes('cache_hits_sum')} + ${nodes('cache_misses_sum')}) / 60`,
  who: '{{ $labels.dimension_CacheClusterId }}',
};

/** Above this, the next peak takes the rest of a member's memory. */
const HIGH_SHARE = 0.8;
const FULL_SHARE = 0.95;
/** Keys that a cache may evict in 15 minutes: 100 a second are read again from the database. */
const MANY_EVICTED = 90_000;
/** A cache that misses more often is useless. Counters and locks are looked up before they exist: for them it is only a hint. */
const CACHE_HIT_RATE = 0.8;
const COORDINATION_HIT_RATE = 0.5;

/** Memory, connections, and the hit rate. */
export function capacityAlerts({ cloudWatch: managed, evicts, maxClients }: RedisWatch): readonly Alert[] {
  const source = managed ? cloudWatch : exporter;
  return [
    ...(evicts ? [] : memoryAlerts(source)),
    evicts ? manyEvictions(source) : noEvictions(source),
    {
      name: 'RedisClientsHigh',
      expr: `${source.clients} > ${HIGH_SHARE * maxClients}`,
      forSeconds: 300,
      severity: 'warning',
      symptom: 'full',
      summary: `More than ${HIGH_SHARE * 100} % of the maximum number of connections of Redis are in use.`,
      description: `${source.who} has {{ $value }} of ${maxClients} connections.`,
    },
    {
      name: 'RedisHitRateLow',
      expr: `${source.hitRate} < ${hitRate(evicts)} and ${source.lookups} > 10`,
      forSeconds: 1800,
      severity: 'warning',
      symptom: 'slow',
      summary: 'Most Redis lookups miss: the values are computed or read from the database again.',
      description: '{{ $value | humanizePercentage }} of the lookups found a key.',
    },
  ];
}

const hitRate = (evicts: boolean) => (evicts ? CACHE_HIT_RATE : COORDINATION_HIT_RATE);

const memoryAlerts = ({ memory, who }: Source): readonly Alert[] => [
  {
    name: 'RedisMemoryHigh',
    expr: `${memory} > ${HIGH_SHARE}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'full',
    summary: `More than ${HIGH_SHARE * 100} % of the memory for keys is used; when it is full, Redis refuses writes.`,
    description: `${who} uses {{ $value | humanizePercentage }} of its memory for keys.`,
  },
  {
    name: 'RedisMemoryFull',
    expr: `${memory} > ${FULL_SHARE}`,
    forSeconds: 60,
    severity: 'critical',
    symptom: 'full',
    summary: 'The memory of Redis is full: it refuses writes now or will do so soon.',
    description: `${who} uses {{ $value | humanizePercentage }} of its memory for keys.`,
  },
];

const noEvictions = ({ evicted, who }: Source): Alert => ({
  name: 'RedisEvictions',
  expr: `${evicted} > 0`,
  forSeconds: 60,
  severity: 'critical',
  symptom: 'errors',
  summary: 'Redis evicts keys that must stay: sessions end and rate limits are forgotten.',
  description: `${who} evicted {{ $value | humanize }} keys in 15 minutes.`,
});

const manyEvictions = ({ evicted, who }: Source): Alert => ({
  name: 'RedisEvictions',
  expr: `${evicted} > ${MANY_EVICTED}`,
  forSeconds: 600,
  severity: 'warning',
  symptom: 'full',
  summary: 'Redis evicts many keys: the cache is too small for its working set.',
  description: `${who} evicted {{ $value | humanize }} keys in 15 minutes.`,
});
