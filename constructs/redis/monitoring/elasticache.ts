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
    summary: 'The one thread of a node of ElastiCache that runs commands has nothing to spare.',
    description: `${WHO} uses {{ $value | humanize }} % of it.`,
  },
  {
    name: 'RedisNodeReplicationLag',
    expr: `${node('replication_lag_maximum')} > 10`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'stale',
    summary: 'A replica of ElastiCache is behind its master: what it lacks is lost when the master fails.',
    description: `${WHO} is {{ $value | humanizeDuration }} behind.`,
  },
  {
    name: 'RedisNodeSwaps',
    expr: `${node('swap_usage_maximum')} > ${50 * MIB}`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A node of ElastiCache keeps memory on its disk: commands wait for it.',
    description: `${WHO} has {{ $value | humanize1024 }}B of its memory on the disk.`,
  },
  {
    name: 'RedisNodeNetworkLimited',
    expr: `${node('network_bandwidth_in_allowance_exceeded_sum')} > 0 or ${node('network_bandwidth_out_allowance_exceeded_sum')} > 0`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A node of ElastiCache sends or gets more than its type may: packets wait or are dropped.',
    description: `${WHO} had {{ $value | humanize }} packets held back in a minute.`,
  },
];
