import { stringify } from 'yaml';

/** A metric of CloudWatch and how it is summed up. */
interface Metric {
  readonly name: string;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum';
  /** Of what length of time one value is; default a minute. */
  readonly periodSeconds?: number;
  /** How far back values are looked for; default five minutes. */
  readonly lengthSeconds?: number;
}

const DAY = { periodSeconds: 86_400, lengthSeconds: 172_800 } as const;

const metric = (statistic: Metric['statistic'], ...names: readonly string[]): readonly Metric[] =>
  names.map((name) => ({ name, statistic }));

/**
 * What is asked of CloudWatch, by namespace: only what alerts and dashboards use, because each value asked for is paid for.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
export const cloudWatchMetrics: Readonly<Record<'AWS/ApplicationELB' | 'AWS/RDS' | 'AWS/ElastiCache' | 'AWS/S3', readonly Metric[]>> = {
  'AWS/ApplicationELB': [
    ...metric(
      'Sum',
      'RequestCount',
      'HTTPCode_ELB_4XX_Count',
      'HTTPCode_ELB_5XX_Count',
      'HTTPCode_Target_4XX_Count',
      'HTTPCode_Target_5XX_Count',
      'RejectedConnectionCount',
      'TargetConnectionErrorCount',
      'ClientTLSNegotiationErrorCount',
      'ActiveConnectionCount',
      'NewConnectionCount',
      'ProcessedBytes',
      'ConsumedLCUs',
    ),
    ...metric('Average', 'TargetResponseTime'),
    ...metric('Minimum', 'HealthyHostCount'),
    ...metric('Maximum', 'UnHealthyHostCount'),
  ],
  'AWS/RDS': [
    ...metric('Minimum', 'FreeLocalStorage', 'FreeableMemory'),
    ...metric('Maximum', 'AuroraReplicaLagMaximum', 'SwapUsage'),
    ...metric('Average', 'CPUUtilization', 'ACUUtilization', 'ServerlessDatabaseCapacity', 'DatabaseConnections'),
    { name: 'VolumeBytesUsed', statistic: 'Average', periodSeconds: 300, lengthSeconds: 7200 },
  ],
  'AWS/ElastiCache': [
    ...metric('Maximum', 'EngineCPUUtilization', 'DatabaseMemoryUsagePercentage', 'SwapUsage', 'ReplicationLag', 'CurrConnections'),
    ...metric('Average', 'CPUUtilization'),
    ...metric(
      'Sum',
      'NetworkBandwidthInAllowanceExceeded',
      'NetworkBandwidthOutAllowanceExceeded',
      'Evictions',
      'CacheHits',
      'CacheMisses',
    ),
  ],
  'AWS/S3': [
    ...metric('Sum', 'AllRequests', '4xxErrors', '5xxErrors'),
    ...metric('Average', 'FirstByteLatency'),
    { name: 'BucketSizeBytes', statistic: 'Average', ...DAY },
    { name: 'NumberOfObjects', statistic: 'Average', ...DAY },
  ],
};

export interface YaceYmlOptions {
  readonly region: string;
  /** Only what carries this tag is asked for. */
  readonly tag: { readonly key: string; readonly value: string };
}

/** config.yml of YACE. https://github.com/prometheus-community/yet-another-cloudwatch-exporter/blob/master/docs/configuration.md */
export const yaceYml = ({ region, tag }: YaceYmlOptions): string =>
  stringify(
    {
      apiVersion: 'v1alpha1',
      'sts-region': region,
      discovery: {
        jobs: Object.entries(cloudWatchMetrics).map(([type, metrics]) => ({
          type,
          regions: [region],
          // A regular expression.
          searchTags: [{ key: tag.key, value: `^${tag.value}$` }],
          nilToZero: false,
          addCloudwatchTimestamp: false,
          metrics: metrics.map(({ name, statistic, periodSeconds = 60, lengthSeconds = 300 }) => ({
            name,
            statistics: [statistic],
            period: periodSeconds,
            length: lengthSeconds,
          })),
        })),
      },
    },
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
