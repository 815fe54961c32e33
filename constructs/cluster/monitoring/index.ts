import type { ComponentMonitoring } from '../../mixin/component-monitoring';
import { oneOf } from '../../mixin/expressions';
import { kubernetesDashboard } from './dashboard';
import { nodeAlerts } from './node-alerts';
import { podAlerts } from './pod-alerts';

export interface KubernetesMonitoringProps {
  /** Namespaces whose pods are watched; at least one. */
  readonly namespaces: readonly string[];
}

/**
 * The pods of this program, whatever they run. Their metrics come from kube-state-metrics and the kubelets, which are scraped by
 * discovery, not as components.
 */
export const podMonitoring = ({ namespaces }: KubernetesMonitoringProps): ComponentMonitoring => {
  const matcher = oneOf('namespace', namespaces);
  return { component: 'kubernetes', scrapes: [], recordingRules: [], alerts: podAlerts(matcher), dashboard: kubernetesDashboard(matcher) };
};

/** The nodes under them. The Kubernetes dashboard shows them. */
export const nodeMonitoring = (): ComponentMonitoring => ({
  component: 'nodes',
  scrapes: [],
  recordingRules: [],
  alerts: nodeAlerts,
  dashboard: null,
});
