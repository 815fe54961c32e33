import type { ObjectStorageWatch } from '../../../config';
import type { Alert, ComponentMonitoring } from '../../mixin/component-monitoring';
import { volumeAlerts } from '../../mixin/volume-alerts';
import { objectStorageDashboard } from './dashboard';
import { s3Alerts } from './s3';

export interface ObjectStorageMonitoringProps {
  readonly watch: ObjectStorageWatch;
  /** Namespace of the server and its volume. */
  readonly namespace: string;
}

/** Name of the probe: the blackbox exporter's job uses it. */
export const PROBE = '{job="blackbox",service="object-storage"}';

/**
 * Object storage as a probe inside the cluster sees it, whichever the engine. The Versity gateway exposes no metrics to scrape: it pushes
 * counts to a StatsD server and has a health check (versitygw 1.8, metrics/metrics.go and --health). For S3, CloudWatch reports more.
 */
export const objectStorageMonitoring = ({ watch, namespace }: ObjectStorageMonitoringProps): ComponentMonitoring => ({
  component: 'object-storage',
  scrapes: [],
  recordingRules: [],
  alerts: [
    down,
    slow,
    ...(watch.volume
      ? volumeAlerts({
          prefix: 'ObjectStorage',
          namespace,
          claims: 'data-object-storage-0',
          consequence: 'uploads and backups fail',
        })
      : []),
    ...(watch.cloudWatch ? s3Alerts() : []),
  ],
  dashboard: objectStorageDashboard({ watch, namespace }),
});

const down: Alert = {
  name: 'ObjectStorageDown',
  expr: `probe_success${PROBE} == 0`,
  forSeconds: 120,
  severity: 'critical',
  symptom: 'down',
  summary: 'Object storage does not answer: static files are missing, and backups cannot be written.',
  description: '{{ $labels.instance }} has not answered a probe from inside the cluster for two minutes (success: {{ $value }}).',
};

const slow: Alert = {
  name: 'ObjectStorageSlow',
  expr: `avg_over_time(probe_duration_seconds${PROBE}[10m]) > 2`,
  forSeconds: 600,
  severity: 'warning',
  symptom: 'slow',
  summary: 'Object storage takes seconds to answer a request that reads no data.',
  description: '{{ $labels.instance }} answers a probe in {{ $value | humanizeDuration }} on average.',
};
