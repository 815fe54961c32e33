import type { Alert } from '../../mixin/component-monitoring';
import { HOUR, type BackupKind, type BackupSchedule } from './schedule';

/** The dump of a large database and its check take hours, and one attempt may be repeated. */
const GRACE_SECONDS = 4 * HOUR;

/** Backups made by the jobs. `kind` names what is copied. */
export const copyAlerts = ({ copySeconds }: BackupSchedule, kinds: readonly BackupKind[], namespace: string): readonly Alert[] => [
  {
    name: 'BackupStale',
    expr: `time() - max by (kind) (massrouter_backup_last_success_timestamp_seconds) > ${copySeconds + GRACE_SECONDS}`,
    forSeconds: 300,
    severity: 'critical',
    symptom: 'stale',
    summary: 'The last successful backup is too old: data written since would be lost.',
    description: 'The last successful backup of {{ $labels.kind }} is {{ $value | humanizeDuration }} old.',
  },
  {
    name: 'BackupUnknown',
    expr: kinds.map((kind) => `absent(massrouter_backup_last_success_timestamp_seconds{kind="${kind}"})`).join(' or '),
    forSeconds: 2 * HOUR,
    severity: 'critical',
    symptom: 'stale',
    summary: 'No metric reports a successful backup: none was ever made, or the metrics are missing.',
    description: 'No metric has reported a successful backup of {{ $labels.kind }} for two hours (absent: {{ $value }}).',
  },
  {
    name: 'BackupFailed',
    expr: 'max by (kind) (massrouter_backup_last_attempt_success) == 0',
    forSeconds: 60,
    severity: 'warning',
    symptom: 'errors',
    summary: 'The last backup attempt failed.',
    description: 'The last backup attempt of {{ $labels.kind }} failed (success: {{ $value }}).',
  },
  {
    name: 'BackupJobFailed',
    expr: `max by (job_name) (kube_job_status_failed{namespace="${namespace}",job_name=~"backup.*"} > 0 and on (job_name) kube_job_status_active{namespace="${namespace}"} == 0)`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'errors',
    summary: 'A backup Job has failed after all of its attempts.',
    description: 'Job {{ $labels.job_name }} has {{ $value }} failed pods and no running one.',
  },
  {
    name: 'BackupSlow',
    expr: `max by (kind) (massrouter_backup_last_duration_seconds) > ${copySeconds / 4}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A backup takes more than a quarter of the time until the next one.',
    description: 'The last backup of {{ $labels.kind }} took {{ $value | humanizeDuration }}.',
  },
  {
    name: 'BackupShrank',
    // Median of a week: a single truncated backup does not become the baseline for the next, while a lasting change does within days.
    expr: 'max by (kind) (massrouter_backup_last_size_bytes) < max by (kind) (quantile_over_time(0.5, massrouter_backup_last_size_bytes[7d])) / 2',
    forSeconds: 300,
    severity: 'critical',
    symptom: 'errors',
    summary: 'A backup is less than half as large as usual: data is missing from it, or from the database.',
    description: 'The last backup of {{ $labels.kind }} has only {{ $value | humanize1024 }}B.',
  },
];
