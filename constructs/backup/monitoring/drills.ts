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
    summary: 'The last backup could not be restored, or what was restored is not what it should be.',
    description: 'The last restore of {{ $labels.kind }} that was tried failed (success: {{ $value }}).',
  },
  {
    name: 'BackupDrillStale',
    expr: `time() - max by (kind) (massrouter_backup_drill_last_success_timestamp_seconds) > ${drillSeconds + GRACE_SECONDS}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'stale',
    summary: 'No backup has been restored for longer than a drill may wait.',
    description: 'The last good restore of {{ $labels.kind }} is {{ $value | humanizeDuration }} old.',
  },
  {
    name: 'BackupRestoreSlow',
    expr: `max by (kind) (massrouter_backup_drill_last_duration_seconds) > ${restoreSeconds}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A restore takes longer than is promised.',
    description: 'The last restore of {{ $labels.kind }} took {{ $value | humanizeDuration }}.',
  },
];
