import type { ComponentMonitoring } from '../../mixin/component-monitoring';
import { copyAlerts } from './copies';
import { backupDashboard } from './dashboard';
import { drillAlerts } from './drills';
import type { BackupSchedule } from './schedule';

export type { BackupSchedule } from './schedule';

export interface BackupMonitoringProps {
  /** The schedule that backups, drills and restores must keep. */
  readonly schedule: BackupSchedule;
  /** Namespace of the Jobs. */
  readonly namespace: string;
}

/**
 * Backups, from the metrics their jobs report: docs/backup-metrics.md has the names, the labels and who must write them. A job that never
 * starts reports nothing, so the alerts look at the age of the last success rather than at failed runs.
 */
export const backupMonitoring = ({ schedule, namespace }: BackupMonitoringProps): ComponentMonitoring => ({
  component: 'backup',
  scrapes: [],
  recordingRules: [],
  alerts: [...copyAlerts(schedule, namespace), ...drillAlerts(schedule)],
  dashboard: backupDashboard(),
});
