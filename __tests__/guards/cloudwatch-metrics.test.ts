import type { CloudWatchJob } from '../../config';
import { loadBalancerEngines } from '../../config/load-balancer';
import { objectStorageEngines } from '../../config/object-storage';
import { postgresEngines } from '../../config/postgres';
import { redisEngines } from '../../config/redis';
import { documented, exportedName } from '../support/monitoring/cloudwatch-metrics';
import { watched } from '../support/monitoring/components';
import { dashboards, queriesOf } from '../support/monitoring/dashboards';
import { metricNames } from '../support/monitoring/metric-names';

const engines = [loadBalancerEngines, postgresEngines, redisEngines, objectStorageEngines].flatMap((table) => Object.values(table));
const jobs = engines.flatMap(({ cloudWatch }): readonly CloudWatchJob[] => (cloudWatch === null ? [] : [cloudWatch]));
const asked = jobs.flatMap(({ type: namespace, metrics }) =>
  metrics.map(({ name, statistic }) => ({ namespace, name, exported: exportedName(namespace, name, statistic) })),
);

describe('metrics of CloudWatch', () => {
  it('are asked for by names that AWS documents', () => {
    expect(asked.filter(({ namespace, name }) => documented[namespace]?.names.includes(name) !== true)).toEqual([]);
  });

  it('have a source and a date', () => {
    const texts = Object.values(documented).flatMap(({ source, read }) => [source.startsWith('https://'), /^\d{4}-\d\d-\d\d$/.test(read)]);
    expect(new Set(texts)).toEqual(new Set([true]));
  });

  it.each([
    ['AWS/RDS', 'CPUUtilization', 'Average', 'aws_rds_cpuutilization_average'],
    ['AWS/RDS', 'AuroraReplicaLagMaximum', 'Maximum', 'aws_rds_aurora_replica_lag_maximum_maximum'],
    ['AWS/RDS', 'MaximumUsedTransactionIDs', 'Maximum', 'aws_rds_maximum_used_transaction_ids_maximum'],
    ['AWS/ElastiCache', 'EngineCPUUtilization', 'Maximum', 'aws_elasticache_engine_cpuutilization_maximum'],
    ['AWS/S3', '5xxErrors', 'Sum', 'aws_s3_5xx_errors_sum'],
    ['AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', 'Sum', 'aws_applicationelb_httpcode_elb_5_xx_count_sum'],
  ])('%s %s %s is %s', (namespace, metric, statistic, name) => {
    expect(exportedName(namespace, metric, statistic)).toBe(name);
  });

  const expressions = [
    ...watched.flatMap(({ monitoring }) => [...monitoring.alerts, ...monitoring.recordingRules].map(({ expr }) => expr)),
    ...dashboards.flatMap(queriesOf),
  ];
  const unknown = (all: readonly string[]) => {
    const exported = new Set(asked.map((metric) => metric.exported));
    return all.flatMap(metricNames).filter((name) => name.startsWith('aws_') && !exported.has(name));
  };

  it('that rules and dashboards name are asked for, with the statistic that they name', () => {
    expect(expressions.flatMap(metricNames).filter((name) => name.startsWith('aws_')).length).toBeGreaterThan(20);
    expect(unknown(expressions)).toEqual([]);
  });

  it('are found when they are not asked for', () => {
    expect(unknown(['max(aws_rds_cpuutilization_maximum) > 90'])).toEqual(['aws_rds_cpuutilization_maximum']);
  });
});
