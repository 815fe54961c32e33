import type { LoadBalancerWatch } from '../../../config';
import type { Alert, ComponentMonitoring, RecordingRule, Scrape } from '../../mixin/component-monitoring';
import { balancerWithoutPods, cloudwatchAlerts, haproxyAlerts, nginxAlerts } from './alerts';
import { loadBalancerDashboard } from './dashboard';

export interface LoadBalancerMonitoringProps {
  readonly watch: LoadBalancerWatch;
  /** Namespace of its pods. */
  readonly namespace: string;
}

interface Watched {
  readonly scrapes: readonly Scrape[];
  readonly recordingRules: readonly RecordingRule[];
  readonly alerts: readonly Alert[];
}

/** The load balancer by what it shows of itself. What it shows to users is the probes’ to say, whatever the engine. */
export const loadBalancerMonitoring = ({ watch, namespace }: LoadBalancerMonitoringProps): ComponentMonitoring => ({
  component: 'load-balancer',
  ...watched(watch, namespace),
  dashboard: loadBalancerDashboard(watch),
});

const ownPort: Scrape = { component: 'load-balancer', port: 'metrics', path: '/metrics', intervalSeconds: 15 };

function watched(watch: LoadBalancerWatch, namespace: string): Watched {
  switch (watch.metrics) {
    case 'nginx':
      return { scrapes: [ownPort], recordingRules: [], alerts: [balancerWithoutPods(namespace), ...nginxAlerts(watch.connections)] };
    case 'haproxy':
      return { scrapes: [ownPort], recordingRules: [], alerts: [balancerWithoutPods(namespace), ...haproxyAlerts] };
    case 'cloudwatch':
      return { scrapes: [], recordingRules: [], alerts: cloudwatchAlerts }; // the exporter is scraped as itself
    case 'none':
      return { scrapes: [], recordingRules: [], alerts: [] };
  }
}
