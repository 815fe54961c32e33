import type { Alert } from '../../mixin/component-monitoring';
import { HOUR, type BackupSchedule } from './schedule';

/** A failed drill may be repeated within a day. */
const GRACE_SECONDS = 24 * HOUR;

/** Restore drills: a backup that has never been restored is only a hope. */
export const drillAlerts = ({ drillSeconds, restoreSeconds }: BackupSchedule): readonly Alert[] => [
  {
    name: 'BackupNotRestorable',
    expr: 'max by (kind) (massrouter_backup_drill_last_attempt_success) == 0',
    forSeconds: 300,
    severity: 'critical',
    symptom: 'errors',
    summary: 'The last backup could not be restored, or the restored data is wrong.',
    description: 'The last restore drill of {{ $labels.kind }} failed (success: {{ $value }}).',
  },
  {
    name: 'BackupDrillStale',
    expr: `time() - max by (kind) (massrouter_backup_drill_last_success_timestamp_seconds) > ${drillSeconds + GRACE_SECONDS}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'stale',
    summary: 'No restore drill has succeeded for too long: it is unknown whether backups can be restored.',
    description: 'The last successful restore drill of {{ $labels.kind }} is {{ $value | humanizeDuration }} old.',
  },
  {
    name: 'BackupRestoreSlow',
    expr: `max by (kind) (massrouter_backup_drill_last_duration_seconds) > ${restoreSeconds}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A restore takes longer than the promised recovery time.',
    description: 'The last restore of {{ $labels.kind }} took {{ $value | humanizeDuration }}.',
  },
];
