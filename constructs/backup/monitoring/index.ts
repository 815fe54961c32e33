import type { ComponentMonitoring } from '../../mixin/component-monitoring';
import { copyAlerts } from './copies';
import { backupDashboard } from './dashboard';
import { drillAlerts } from './drills';
import type { BackupSchedule } from './schedule';

export type { BackupSchedule } from './schedule';

export interface BackupMonitoringProps {
  /** When what has to have happened. */
  readonly schedule: BackupSchedule;
  /** Namespace of the Jobs. */
  readonly namespace: string;
}

/**
 * Backups by what their jobs tell of themselves: the names, their labels and who has to write them are docs/backup-metrics.md. A job that
 * does not even start tells nothing; so it is asked how old the last success is, and not whether a run failed.
 */
export const backupMonitoring = ({ schedule, namespace }: BackupMonitoringProps): ComponentMonitoring => ({
  component: 'backup',
  scrapes: [],
  recordingRules: [],
  alerts: [...copyAlerts(schedule, namespace), ...drillAlerts(schedule)],
  dashboard: backupDashboard(),
});
