import type { PostgresWatch } from '../../../config';
import type { ComponentMonitoring } from '../../mixin/component-monitoring';
import { volumeAlerts } from '../../mixin/volume-alerts';
import { archiveAlerts } from './archive';
import { auroraAlerts } from './aurora';
import { postgresDashboard } from './dashboard';
import { loadAlerts } from './load';
import { maintenanceAlerts } from './maintenance';
import { membersAlerts } from './members';
import { postgresRecordingRules } from './recording-rules';
import { replicationAlerts } from './replication';
import { serverAlerts } from './server';

export interface PostgresMonitoringProps {
  readonly watch: PostgresWatch;
  /** Namespace of the members and their volumes. */
  readonly namespace: string;
}

/**
 * PostgreSQL, from postgres_exporter, which logs in at the primary; in pods also from each member's Patroni, and on Aurora from CloudWatch.
 * https://github.com/prometheus-community/postgres_exporter, https://patroni.readthedocs.io/en/latest/rest_api.html#monitoring-endpoint
 */
export function postgresMonitoring({ watch, namespace }: PostgresMonitoringProps): ComponentMonitoring {
  const { members, cloudWatch, archiveQueueMiB } = watch;
  return {
    component: 'postgres',
    scrapes: [
      ...(members === null ? [] : [{ component: 'postgres', port: 'http', path: '/metrics', intervalSeconds: 15 } as const]),
      // The copies of the archive, in docs/backup-metrics.md: they change once a day.
      ...(archiveQueueMiB === null ? [] : [{ component: 'postgres', port: 'metrics', path: '/metrics', intervalSeconds: 60 } as const]),
    ],
    recordingRules: postgresRecordingRules(watch),
    alerts: [
      ...serverAlerts(),
      ...(members === null ? [] : membersAlerts(members)),
      ...replicationAlerts(watch),
      ...loadAlerts(watch),
      ...maintenanceAlerts(),
      ...(archiveQueueMiB === null ? [] : archiveAlerts(archiveQueueMiB)),
      ...(cloudWatch === null ? [] : auroraAlerts(cloudWatch)),
      ...(members === null ? [] : volumes(namespace)),
    ],
    dashboard: postgresDashboard({ watch, namespace }),
  };
}

const volumes = (namespace: string) =>
  volumeAlerts({ prefix: 'Postgres', namespace, claims: 'data-postgres-[0-9]+', consequence: 'the member stops and every write fails' });
