import type { ComponentMonitoring } from '../../mixin/component-monitoring';
import { copyAlerts } from './copies';
import { backupDashboard } from './dashboard';
import { drillAlerts } from './drills';
import type { BackupKind, BackupSchedule } from './schedule';

export type { BackupKind, BackupSchedule } from './schedule';

export interface BackupMonitoringProps {
  /** The schedule that backups, drills and restores must keep. */
  readonly schedule: BackupSchedule;
  /** Kinds of copies; at least one. */
  readonly kinds: readonly BackupKind[];
  /** Whether restores are tried by the clock. */
  readonly drills: boolean;
  /** Namespace of the Jobs. */
  readonly namespace: string;
}

/** How often the exporter is asked: it reads the bucket once a minute. */
const INTERVAL_SECONDS = 60;

/**
 * Backups, from the metrics their jobs report: docs/backup-metrics.md has the names, the labels and who must write them. A job that never
 * starts reports nothing, so the alerts look at the age of the last success rather than at failed runs.
 */
export const backupMonitoring = ({ schedule, kinds, drills, namespace }: BackupMonitoringProps): ComponentMonitoring => ({
  component: 'backup',
  // The members of PostgreSQL themselves report their archive.
  scrapes: kinds.includes('database')
    ? [{ component: 'backup-exporter', port: 'metrics', path: '/metrics', intervalSeconds: INTERVAL_SECONDS }]
    : [],
  recordingRules: [],
  alerts: [...copyAlerts(schedule, kinds, namespace), ...(drills ? drillAlerts(schedule) : [])],
  dashboard: backupDashboard(),
});
