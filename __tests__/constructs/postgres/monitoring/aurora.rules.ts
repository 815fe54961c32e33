/** What CloudWatch tells of Aurora, by the names of the CloudWatch exporter. */
import { postgresTests } from './postgres.rules';
import type { AlertTests } from '../../../support/monitoring/rule-test';

const GIB = 1024 ** 3;
const instance = (metric: string, name = 'production-postgres-1') =>
  `aws_rds_${metric}{component="cloudwatch-exporter",dimension_DBInstanceIdentifier="${name}"}`;
const cluster = (metric: string) =>
  `aws_rds_${metric}{component="cloudwatch-exporter",dimension_DBClusterIdentifier="production-postgres"}`;
const labels = { dimension_DBInstanceIdentifier: 'production-postgres-1' };
const clusterLabels = { dimension_DBClusterIdentifier: 'production-postgres' };

const common: AlertTests = {
  ...postgresTests,
  PostgresReplicationLag: {
    fires: {
      series: { [cluster('aurora_replica_lag_maximum_maximum')]: '2500x20' },
      atMinutes: 10,
      alerts: [{ labels: clusterLabels, description: 'A replica of production-postgres is 2500 ms behind.' }],
    },
    silent: {
      because: 'tens of milliseconds are usual, and a peak passes',
      series: { [cluster('aurora_replica_lag_maximum_maximum')]: '20x8 2500 20x10' },
      atMinutes: 9,
    },
  },
  PostgresLocalStorageLow: {
    fires: {
      series: {
        [instance('free_local_storage_minimum')]: `${2 * GIB}x20`,
        [instance('free_local_storage_minimum', 'production-postgres-2')]: `${30 * GIB}x20`,
      },
      atMinutes: 10,
      alerts: [{ labels, description: 'production-postgres-1 has 2GiB of local storage left.' }],
    },
    silent: {
      because: 'a sort took it for a moment',
      series: { [instance('free_local_storage_minimum')]: `${30 * GIB}x8 ${GIB} ${30 * GIB}x10` },
      atMinutes: 9,
    },
  },
  PostgresVolumeGrowsFast: {
    fires: {
      series: { [cluster('volume_bytes_used_average')]: `${50 * GIB}x288 ${100 * GIB}x100` },
      everyMinutes: 5,
      atMinutes: 1560,
      alerts: [{ labels: clusterLabels, description: 'production-postgres has grown by 50GiB in a day.' }],
    },
    silent: {
      because: 'a new database doubles, and it is little',
      series: { [cluster('volume_bytes_used_average')]: `${2 * GIB}x288 ${6 * GIB}x100` },
      everyMinutes: 5,
      atMinutes: 1560,
    },
  },
  PostgresCpuHigh: {
    fires: {
      series: { [instance('cpuutilization_average')]: '96x30' },
      atMinutes: 20,
      alerts: [{ labels, description: 'production-postgres-1 uses 96 % of its CPU.' }],
    },
    silent: {
      because: 'a report took it for ten minutes, and what is of no instance is the cluster’s',
      series: { [instance('cpuutilization_average')]: '40x10 96x10 40x10', [cluster('cpuutilization_average')]: '96x30' },
      atMinutes: 20,
    },
  },
};

export const auroraProvisionedTests: AlertTests = {
  ...common,
  PostgresMemoryLow: {
    fires: {
      series: { [instance('freeable_memory_minimum')]: '134217728x30' },
      atMinutes: 20,
      alerts: [{ labels, description: 'production-postgres-1 has 128MiB of memory left.' }],
    },
    silent: { because: 'that is enough', series: { [instance('freeable_memory_minimum')]: `${GIB}x30` }, atMinutes: 20 },
  },
};

export const auroraServerlessTests: AlertTests = {
  ...common,
  PostgresCapacityAtMost: {
    fires: {
      series: { [instance('acuutilization_average')]: '100x30' },
      atMinutes: 20,
      alerts: [{ labels, description: 'production-postgres-1 uses 100 % of its maximum capacity.' }],
    },
    silent: { because: 'it may grow further', series: { [instance('acuutilization_average')]: '80x30' }, atMinutes: 20 },
  },
};
