import type { Alert } from '../../mixin/component-monitoring';

const MIB = 1024 ** 2;

const WHO = '{{ $labels.dimension_CacheClusterId }}';
const node = (metric: string) => `max by (dimension_CacheClusterId) (aws_elasticache_${metric})`;

/**
 * Metrics of ElastiCache's nodes that only CloudWatch has, by the CloudWatch exporter's names. Its values are minutes old.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
 */
export const elasticacheAlerts = (): readonly Alert[] => [
  {
    name: 'RedisNodeCpuHigh',
    expr: `${node('engine_cpuutilization_maximum')} > 90`,
    forSeconds: 600,
    severity: 'warning',
    symptom: 'slow',
    summary: 'The command thread of an ElastiCache node is saturated.',
    description: `${WHO} uses {{ $value | humanize }} % of it.`,
  },
  {
    name: 'RedisNodeReplicationLag',
    expr: `${node('replication_lag_maximum')} > 10`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'stale',
    summary: 'An ElastiCache replica lags behind: if its master fails, the missing writes are lost.',
    description: `${WHO} is {{ $value | humanizeDuration }} behind.`,
  },
  {
    name: 'RedisNodeSwaps',
    expr: `${node('swap_usage_maximum')} > ${50 * MIB}`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'slow',
    summary: 'An ElastiCache node swaps: commands are slow.',
    description: `${WHO} has swapped out {{ $value | humanize1024 }}B of its memory.`,
  },
  {
    name: 'RedisNodeNetworkLimited',
    expr: `${node('network_bandwidth_in_allowance_exceeded_sum')} > 0 or ${node('network_bandwidth_out_allowance_exceeded_sum')} > 0`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'slow',
    summary: 'An ElastiCache node exceeds the bandwidth of its type: packets are delayed or dropped.',
    description: `${WHO} had {{ $value | humanize }} packets delayed or dropped in a minute.`,
  },
];
