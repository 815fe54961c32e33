import type { AlertTests } from '../../../support/monitoring/rule-test';

const MIB = 1024 ** 2;
const of = (metric: string, kind = 'database') =>
  `massrouter_backup_${metric}{component="backup-exporter",pod="backup-exporter-1",kind="${kind}"}`;
const database = { kind: 'database' };
const job = (metric: string, name: string, namespace = 'openrouter') => `${metric}{namespace="${namespace}",job_name="${name}"}`;

export const backupTests: AlertTests = {
  BackupStale: {
    // The clock of these tests begins at 0.
    fires: {
      series: { [of('last_success_timestamp_seconds')]: '-101400x20' },
      atMinutes: 10,
      alerts: [{ labels: database, description: 'The last successful backup of database is 1d 4h 20m 0s old.' }],
    },
    silent: {
      because: 'another pod tells of the one that was made since',
      series: {
        [of('last_success_timestamp_seconds')]: '-150000x20',
        [of('last_success_timestamp_seconds').replace('exporter-1', 'exporter-2')]: '-60000x20',
      },
      atMinutes: 10,
    },
  },
  BackupUnknown: {
    fires: {
      series: { [of('last_attempt_success')]: '0x150', [of('last_success_timestamp_seconds', 'archive')]: '0x150' },
      atMinutes: 130,
      alerts: [{ labels: database, description: 'No metric has reported a successful backup of database for two hours (absent: 1).' }],
    },
    silent: {
      because: 'the one who tells was restarted',
      series: {
        [of('last_success_timestamp_seconds')]: '0x60 stale _x20 0x70',
        [of('last_success_timestamp_seconds', 'archive')]: '0x150',
      },
      atMinutes: 75,
    },
  },
  BackupFailed: {
    fires: {
      series: { [of('last_attempt_success')]: '0x10', [of('last_attempt_success', 'archive')]: '1x10' },
      atMinutes: 5,
      alerts: [{ labels: database, description: 'The last backup attempt of database failed (success: 0).' }],
    },
    silent: { because: 'it was tried again, and went well', series: { [of('last_attempt_success')]: '0 1x10' }, atMinutes: 0 },
  },
  BackupJobFailed: {
    fires: {
      series: { [job('kube_job_status_failed', 'backup-29412')]: '3x20', [job('kube_job_status_active', 'backup-29412')]: '0x20' },
      atMinutes: 10,
      alerts: [{ labels: { job_name: 'backup-29412' }, description: 'Job backup-29412 has 3 failed pods and no running one.' }],
    },
    silent: {
      because: 'it is being tried again, and another one is nobody’s backup',
      series: {
        [job('kube_job_status_failed', 'backup-29412')]: '1x20',
        [job('kube_job_status_active', 'backup-29412')]: '1x20',
        [job('kube_job_status_failed', 'migration')]: '3x20',
        [job('kube_job_status_active', 'migration')]: '0x20',
        [job('kube_job_status_failed', 'backup-1', 'other')]: '3x20',
        [job('kube_job_status_active', 'backup-1', 'other')]: '0x20',
      },
      atMinutes: 10,
    },
  },
  BackupSlow: {
    fires: {
      series: { [of('last_duration_seconds')]: '28800x20' },
      atMinutes: 10,
      alerts: [{ labels: database, description: 'The last backup of database took 8h 0m 0s.' }],
    },
    silent: { because: 'it has six hours', series: { [of('last_duration_seconds')]: '14400x20' }, atMinutes: 10 },
  },
  BackupShrank: {
    fires: {
      series: { [of('last_size_bytes')]: `${4000 * MIB}x60 ${1000 * MIB}x30` },
      atMinutes: 80,
      alerts: [{ labels: database, description: 'The last backup of database has only 1000MiB.' }],
    },
    silent: {
      because: 'old rows were deleted days ago, and it has been smaller since',
      series: { [of('last_size_bytes')]: `${4000 * MIB}x30 ${1000 * MIB}x60` },
      atMinutes: 80,
    },
  },
  BackupNotRestorable: {
    fires: {
      series: { [of('drill_last_attempt_success')]: '0x20' },
      atMinutes: 10,
      alerts: [{ labels: database, description: 'The last restore drill of database failed (success: 0).' }],
    },
    silent: { because: 'it was', series: { [of('drill_last_attempt_success')]: '1x20' }, atMinutes: 10 },
  },
  BackupDrillStale: {
    fires: {
      series: { [of('drill_last_success_timestamp_seconds')]: '-719400x20' },
      atMinutes: 10,
      alerts: [{ labels: database, description: 'The last successful restore drill of database is 8d 8h 0m 0s old.' }],
    },
    silent: {
      because: 'a drill may be repeated within a day',
      series: { [of('drill_last_success_timestamp_seconds')]: '-680000x20' },
      atMinutes: 10,
    },
  },
  BackupRestoreSlow: {
    fires: {
      series: { [of('drill_last_duration_seconds')]: '18000x20' },
      atMinutes: 10,
      alerts: [{ labels: database, description: 'The last restore of database took 5h 0m 0s.' }],
    },
    silent: { because: 'it has four hours', series: { [of('drill_last_duration_seconds')]: '7200x20' }, atMinutes: 10 },
  },
};
