import type { PostgresWatch } from '../../../config';
import type { Alert } from '../../mixin/component-monitoring';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

// The same metric names exist for the cluster, for each instance, and for each role: only series with this dimension are meant.
const instance = (metric: string) => `(dimension_DBInstanceIdentifier) (aws_rds_${metric}{dimension_DBInstanceIdentifier!=""})`;
const cluster = (metric: string, offset = '') =>
  `max by (dimension_DBClusterIdentifier) (aws_rds_${metric}{dimension_DBClusterIdentifier!=""}${offset})`;
const volume = cluster('volume_bytes_used_average');
const volumeYesterday = cluster('volume_bytes_used_average', ' offset 1d');

/**
 * Metrics of Aurora that only CloudWatch has, by the CloudWatch exporter's names. Its values are minutes old.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
export const auroraAlerts = (capacity: NonNullable<PostgresWatch['cloudWatch']>): readonly Alert[] => [
  {
    name: 'PostgresLocalStorageLow',
    expr: `min by ${instance('free_local_storage_minimum')} < ${4 * GIB}`,
    forSeconds: 300,
    severity: 'critical',
    symptom: 'full',
    summary: 'The local storage of an Aurora instance is almost full: large sorts and index builds will fail.',
    description: '{{ $labels.dimension_DBInstanceIdentifier }} has {{ $value | humanize1024 }}B of local storage left.',
  },
  {
    name: 'PostgresVolumeGrowsFast',
    expr: `${volume} - ${volumeYesterday} > ${10 * GIB} and ${volume} / ${volumeYesterday} > 1.2`,
    forSeconds: 3600,
    severity: 'warning',
    symptom: 'full',
    summary: 'The Aurora volume has grown by more than a fifth in a day. It grows automatically, and so does its cost.',
    description: '{{ $labels.dimension_DBClusterIdentifier }} has grown by {{ $value | humanize1024 }}B in a day.',
  },
  {
    name: 'PostgresCpuHigh',
    expr: `max by ${instance('cpuutilization_average')} > 90`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'slow',
    summary: 'The CPU of an Aurora instance is saturated.',
    description: '{{ $labels.dimension_DBInstanceIdentifier }} uses {{ $value | humanize }} % of its CPU.',
  },
  capacity === 'serverless' ? capacityAtMost : memoryLow,
];

const capacityAtMost: Alert = {
  name: 'PostgresCapacityAtMost',
  expr: `max by ${instance('acuutilization_average')} > 95`,
  forSeconds: 900,
  severity: 'warning',
  symptom: 'slow',
  summary: 'A serverless Aurora instance is at its maximum capacity.',
  description: '{{ $labels.dimension_DBInstanceIdentifier }} uses {{ $value | humanize }} % of its maximum capacity.',
};

/** Aurora gives three quarters of the memory to its cache and does not shrink it: the rest is for connections and sorts. */
const memoryLow: Alert = {
  name: 'PostgresMemoryLow',
  expr: `min by ${instance('freeable_memory_minimum')} < ${256 * MIB}`,
  forSeconds: 900,
  severity: 'warning',
  symptom: 'full',
  summary: 'An Aurora instance has little memory left: it restarts when it runs out.',
  description: '{{ $labels.dimension_DBInstanceIdentifier }} has {{ $value | humanize1024 }}B of memory left.',
};
