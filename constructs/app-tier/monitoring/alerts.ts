import type { ObjectivesConfig, ServiceConfig } from '../../../config';
import { counted } from '../../mixin/burn-rate';
import type { Alert } from '../../mixin/component-monitoring';
import { enough, oneOf } from '../../mixin/expressions';
import { bound } from './rules';

/** Alerts on current faults; alerts on the 30-day objectives are in rules.ts. */
export const appTierAlerts = (services: readonly ServiceConfig[], namespace: string, objectives: ObjectivesConfig): readonly Alert[] => [
  serviceDown(services, namespace),
  highErrorRate,
  highLatency(objectives),
  trafficStopped,
  streamsCut,
  upstreamRateLimited,
  upstreamErrors,
  databasePoolExhausted,
  applicationMetricsMissing(services, objectives),
];

function serviceDown(services: readonly ServiceConfig[], namespace: string): Alert {
  const deployments = oneOf(
    'deployment',
    services.map(({ name }) => name),
  );
  return {
    name: 'ServiceDown',
    expr: `max by (namespace, deployment) (kube_deployment_status_replicas_available{namespace="${namespace}",${deployments}}) == 0`,
    forSeconds: 60,
    severity: 'critical',
    symptom: 'down',
    summary: 'A service has no available pod: all requests to it fail.',
    description: '{{ $labels.deployment }} in {{ $labels.namespace }} has no available pod.',
  };
}

const serverErrors = 'sum by (component) (rate(http_requests_total{status=~"5.."}[5m]))';

/**
 * The deployment guide's alert, of five errors or more. Both sides are sums: divided as they are, each series would match itself and the
 * ratio be 1.
 */
const highErrorRate: Alert = {
  name: 'HighErrorRate',
  expr: `${serverErrors} / sum by (component) (rate(http_requests_total[5m])) > 0.05 and ${enough(serverErrors)}`,
  forSeconds: 120,
  severity: 'critical',
  symptom: 'errors',
  summary: 'More than 5 % of the requests fail with a server error.',
  description: '{{ $labels.component }} answers {{ $value | humanizePercentage }} of its requests with a status of 500 or above.',
};

/** A twentieth of fewer requests is less than one. */
const LEAST_REQUESTS = 20;

const highLatency = ({ latencySeconds }: ObjectivesConfig): Alert => ({
  name: 'HighLatency',
  expr: `component:http_request_duration_seconds:quantile_rate5m{quantile="0.95"} > ${latencySeconds} and on (component) component:http_request_duration_seconds:rate5m * 300 >= ${LEAST_REQUESTS}`,
  forSeconds: 600,
  severity: 'warning',
  symptom: 'slow',
  summary: 'One in twenty requests is slower than the objective.',
  description: `{{ $labels.component }} has a 95th percentile of {{ $value | humanizeDuration }} for requests other than streams; the objective is ${latencySeconds} s.`,
});

/** Anything that keeps requests away from the service leaves its own metrics healthy. */
const trafficStopped: Alert = {
  name: 'TrafficStopped',
  expr: 'component:http_requests:rate5m == 0 and avg_over_time(component:http_requests:rate5m[1h] offset 10m) > 0.2',
  forSeconds: 300,
  severity: 'warning',
  symptom: 'down',
  summary: 'A service receives no requests, although it did an hour ago.',
  description: '{{ $labels.component }} receives {{ $value }} requests per second.',
};

/** One in a hundred is the guide's error budget; at least five within 15 minutes, so that a single one wakes nobody. */
const streamsCut: Alert = {
  name: 'StreamsCut',
  expr: `component:llm_streams_cut:ratio_rate5m > 0.01 and ${counted('component:llm_streams_cut:rate5m', '15m')} >= 5`,
  forSeconds: 600,
  severity: 'warning',
  symptom: 'errors',
  summary: 'More than 1 % of the streams break before their end.',
  description:
    '{{ $labels.component }}: {{ $value | humanizePercentage }} of the streams break before their end, not counting those that the client closed.',
};

const share = (ratio: string, most: number): string =>
  `${ratio} > ${most} and ${enough(`${ratio} * provider:llm_upstream_requests:rate5m`)}`;

const upstreamRateLimited: Alert = {
  name: 'UpstreamRateLimited',
  expr: share('provider:llm_upstream_throttled:ratio_rate5m', 0.05),
  forSeconds: 600,
  severity: 'warning',
  symptom: 'full',
  summary: 'A model provider rejects requests: our rate limit there is reached.',
  description: '{{ $labels.provider }} answers {{ $value | humanizePercentage }} of the requests with 429.',
};

const upstreamErrors: Alert = {
  name: 'UpstreamErrors',
  expr: share('provider:llm_upstream_failed:ratio_rate5m', 0.1),
  forSeconds: 300,
  severity: 'warning',
  symptom: 'errors',
  summary: 'A model provider fails requests.',
  description:
    '{{ $labels.provider }} fails {{ $value | humanizePercentage }} of the requests: a status of 500 or above, no response in time, or no connection.',
};

const databasePoolExhausted: Alert = {
  name: 'DatabasePoolExhausted',
  expr: 'pod:db_pool_connections:ratio > 0.9',
  forSeconds: 300,
  severity: 'warning',
  symptom: 'full',
  summary: 'A pod has almost no free database connections: requests will wait.',
  description: '{{ $labels.pod }} ({{ $labels.component }}) uses {{ $value | humanizePercentage }} of its connections to PostgreSQL.',
};

/** The rules above stay silent without their metrics, so this one reports missing metrics. A stand-in has none and says so. */
function applicationMetricsMissing(services: readonly ServiceConfig[], { firstTokenSeconds }: ObjectivesConfig): Alert {
  const watched = services.filter(({ metrics }) => metrics !== null).map(({ name }) => name);
  const running = `up{${oneOf('component', watched)}} == 1 unless on (component, pod) stand_in_info`;
  const firstToken = 'llm_time_to_first_token_seconds';
  const lacks = [
    `(${running} unless on (component, pod) llm_streams_in_flight)`,
    `(${running} unless on (component, pod) db_pool_connections_max)`,
    // The objective is read from one bucket: a histogram that lacks it would count no stream as late.
    `(${running} and on (component, pod) ${firstToken}_count unless on (component, pod) ${firstToken}_bucket{${bound(firstTokenSeconds)}})`,
  ];
  return {
    name: 'ApplicationMetricsMissing',
    expr: `count by (component) (${lacks.join(' or ')}) > 0`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'stale',
    summary: 'A service lacks metrics that its alerts need: they cannot fire.',
    description: '{{ $value }} pods of {{ $labels.component }} lack metrics of docs/application-metrics.md.',
  };
}
