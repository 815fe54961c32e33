import type { ObjectivesConfig, ServiceConfig } from '../../../config';
import type { ComponentMonitoring } from '../../mixin/component-monitoring';
import { appTierAlerts } from './alerts';
import { appTierDashboard } from './dashboard';
import { objectiveRules, recordings } from './rules';

export interface AppTierMonitoringProps {
  readonly services: readonly ServiceConfig[];
  /** Namespace of their pods. */
  readonly namespace: string;
  readonly objectives: ObjectivesConfig;
  /** Seconds that an open stream has when its pod goes. */
  readonly drainSeconds: number;
}

/** The services as their users see them, by the metrics of docs/application-metrics.md. */
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
