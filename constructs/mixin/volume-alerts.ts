import type { Alert } from './component-monitoring';

export interface VolumeAlertsOptions {
  /** Prefix of the alerts' names: `Postgres` gives `PostgresDiskFull`. */
  readonly prefix: string;
  /** Namespace of the claims. */
  readonly namespace: string;
  /** Names of the claims, as a regular expression. */
  readonly claims: string;
  /** What happens when a volume is full, after "When it is full, ". */
  readonly consequence: string;
}

/** Below this share of free space somebody is woken: at most a day of ordinary growth is left. */
const FULL_SHARE = 0.1;
/** A volume that is more than half empty raises no alert, whatever its trend. */
const WORTH_SHARE = 0.5;
/** A weekend, and the Monday on which somebody orders more. */
const AHEAD_DAYS = 4;

/** Alerts on a component's volumes, as the kubelet measures them. A volume grows by its configuration, while in use. */
export function volumeAlerts({ prefix, namespace, claims, consequence }: VolumeAlertsOptions): readonly Alert[] {
  const volumes = `{namespace="${namespace}",persistentvolumeclaim${/^[\w-]+$/.test(claims) ? '=' : '=~'}"${claims}"}`;
  // Several nodes may have reported a volume that moved.
  const measured = (what: string) => `max by (persistentvolumeclaim) (kubelet_volume_stats_${what}${volumes})`;
  const free = `${measured('available_bytes')} / ${measured('capacity_bytes')}`;
  // A file system without a fixed number of inodes reports zero.
  const inodes = `${measured('inodes_free')} / (${measured('inodes')} > 0)`;
  return [
    {
      name: `${prefix}DiskFull`,
      expr: `${free} < ${FULL_SHARE} or ${inodes} < ${FULL_SHARE}`,
      forSeconds: 120,
      severity: 'critical',
      symptom: 'full',
      summary: `Less than ${FULL_SHARE * 100} % of a volume is free. When it is full, ${consequence}.`,
      description: '{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} of its space or its inodes left.',
    },
    {
      name: `${prefix}DiskFillsSoon`,
      expr: `max by (persistentvolumeclaim) (predict_linear(kubelet_volume_stats_available_bytes${volumes}[6h], ${AHEAD_DAYS * 86_400})) < 0 and ${free} < ${WORTH_SHARE}`,
      forSeconds: 3600,
      severity: 'warning',
      symptom: 'full',
      summary: `A volume will be full within ${AHEAD_DAYS} days at the current rate. When it is full, ${consequence}.`,
      description: `{{ $labels.persistentvolumeclaim }} would have {{ $value | humanize1024 }}B left in ${AHEAD_DAYS} days.`,
    },
  ];
}
