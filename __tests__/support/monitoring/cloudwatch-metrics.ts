/**
 * Metrics of CloudWatch, which no test here can ask: their names as AWS documents them, with where and when they were read. What the rules
 * and dashboards name, and what the CloudWatch exporter asks for, has to be among them.
 */
export interface DocumentedMetrics {
  /** Where they are documented. */
  readonly source: string;
  /** When that was read; the state of the text itself may be older. */
  readonly read: string;
  readonly names: readonly string[];
}

export const documented: Readonly<Record<string, DocumentedMetrics>> = {
  'AWS/RDS': {
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html (text of 2023-06-10)',
    read: '2026-11-25',
    names: [
      ...['ACUUtilization', 'ServerlessDatabaseCapacity', 'VolumeBytesUsed', 'VolumeReadIOPs', 'VolumeWriteIOPs', 'SnapshotStorageUsed'],
      ...['BackupRetentionPeriodStorageUsed', 'TotalBackupStorageBilled', 'AuroraReplicaLag', 'AuroraReplicaLagMaximum'],
      ...['AuroraReplicaLagMinimum', 'BufferCacheHitRatio', 'CommitLatency', 'CommitThroughput', 'CPUCreditBalance', 'CPUCreditUsage'],
      ...['CPUUtilization', 'DatabaseConnections', 'Deadlocks', 'DiskQueueDepth', 'EngineUptime', 'FreeableMemory', 'FreeLocalStorage'],
      ...['MaximumUsedTransactionIDs', 'NetworkReceiveThroughput', 'NetworkThroughput', 'NetworkTransmitThroughput', 'ReadIOPS'],
      ...['ReadLatency', 'ReadThroughput', 'ReplicationSlotDiskUsage', 'SwapUsage', 'TransactionLogsDiskUsage', 'WriteIOPS'],
      ...['WriteLatency', 'WriteThroughput'],
    ],
  },
  'AWS/ElastiCache': {
    source:
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html, …/CacheMetrics.HostLevel.html (text of 2023-05-22) and https://aws.amazon.com/blogs/database/monitoring-best-practices-with-amazon-elasticache-for-redis-using-amazon-cloudwatch/',
    read: '2026-11-25',
    names: [
      ...[
        'CPUUtilization',
        'CPUCreditBalance',
        'CPUCreditUsage',
        'FreeableMemory',
        'NetworkBytesIn',
        'NetworkBytesOut',
        'NetworkPacketsIn',
      ],
      ...['NetworkPacketsOut', 'NetworkBandwidthInAllowanceExceeded', 'NetworkBandwidthOutAllowanceExceeded'],
      ...['NetworkConntrackAllowanceExceeded', 'NetworkPacketsPerSecondAllowanceExceeded', 'SwapUsage', 'EngineCPUUtilization'],
      ...['ReplicationLag', 'BytesUsedForCache', 'DatabaseMemoryUsagePercentage', 'CacheHits', 'CacheMisses'],
      ...['CurrConnections', 'NewConnections', 'CurrItems', 'Evictions', 'Reclaimed'],
    ],
  },
  'AWS/S3': {
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html (text of 2023)',
    read: '2026-11-25',
    names: [
      ...['BucketSizeBytes', 'NumberOfObjects', 'AllRequests', 'GetRequests', 'PutRequests', 'DeleteRequests', 'HeadRequests'],
      ...['PostRequests', 'ListRequests', 'BytesDownloaded', 'BytesUploaded', '4xxErrors', '5xxErrors', 'FirstByteLatency'],
      ...['TotalRequestLatency', 'ReplicationLatency', 'BytesPendingReplication', 'OperationsPendingReplication'],
    ],
  },
  'AWS/ApplicationELB': {
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
    read: '2026-11-25',
    names: [
      ...['ActiveConnectionCount', 'ClientTLSNegotiationErrorCount', 'ConsumedLCUs', 'HTTPCode_ELB_3XX_Count', 'HTTPCode_ELB_4XX_Count'],
      ...['HTTPCode_ELB_5XX_Count', 'HTTPCode_Target_2XX_Count', 'HTTPCode_Target_3XX_Count', 'HTTPCode_Target_4XX_Count'],
      ...['HTTPCode_Target_5XX_Count', 'HealthyHostCount', 'UnHealthyHostCount', 'NewConnectionCount', 'ProcessedBytes'],
      ...['RejectedConnectionCount', 'RequestCount', 'TargetConnectionErrorCount', 'TargetResponseTime'],
    ],
  },
};

/**
 * The name that the CloudWatch exporter gives to a statistic: as its own function does it for these namespaces
 * (yet-another-cloudwatch-exporter v0.67.0, pkg/promutil, BuildMetricName and PromString).
 */
export const exportedName = (namespace: string, metric: string, statistic: string): string =>
  [namespace.toLowerCase().replace('/', '_'), snakeCase(metric), snakeCase(statistic)].join('_');

/** A capital after a small letter or a digit begins a word; one after a capital does not. */
const snakeCase = (name: string): string => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
