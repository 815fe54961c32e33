import type { ObjectivesConfig, ServiceConfig } from '../../../config';
import type { ComponentMonitoring } from '../../mixin/component-monitoring';
import { appTierAlerts } from './alerts';
import { appTierDashboard } from './dashboard';
import { objectiveRules, recordings } from './rules';

export interface AppTierMonitoringProps {
  readonly services: readonly ServiceConfig[];
  /** Namespace of the services' pods. */
  readonly namespace: string;
  readonly objectives: ObjectivesConfig;
  /** Seconds an open stream gets to end when its pod is stopped. */
  readonly drainSeconds: number;
}

/** The services as their users see them, from the metrics in docs/application-metrics.md. */
export function appTierMonitoring({ services, namespace, objectives, drainSeconds }: AppTierMonitoringProps): ComponentMonitoring {
  const { recordingRules, objectiveAlerts } = objectiveRules(objectives);
  return {
    component: 'app-tier',
    scrapes: services.flatMap(({ name, metrics }) =>
      metrics === null ? [] : [{ component: name, port: 'http', path: metrics, intervalSeconds: 15 }],
    ),
    recordingRules: [...recordings(services, objectives), ...recordingRules],
    alerts: [...appTierAlerts(services, namespace, objectives), ...objectiveAlerts],
    dashboard: appTierDashboard(services, objectives, drainSeconds),
  };
}
