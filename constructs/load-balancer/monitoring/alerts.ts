import type { Alert } from '../../mixin/component-monitoring';
import { enough, enoughEvents } from '../../mixin/expressions';

export const balancerWithoutPods = (namespace: string): Alert => ({
  name: 'LoadBalancerDown',
  expr: `max by (namespace, deployment) (kube_deployment_status_replicas_available{namespace="${namespace}",deployment="load-balancer"}) == 0`,
  forSeconds: 60,
  severity: 'critical',
  symptom: 'down',
  summary: 'No pod of the load balancer is available: no host can be reached.',
  description: '{{ $labels.deployment }} in {{ $labels.namespace }} has no available pod.',
});

/** From four fifths on: the autoscaler looks at processors, and streams that are silent use none. */
const NEARLY_ALL = 0.8;

const connectionsHigh = (share: string): Alert => ({
  name: 'LoadBalancerConnectionsHigh',
  expr: `${share} > ${NEARLY_ALL}`,
  forSeconds: 300,
  severity: 'warning',
  symptom: 'full',
  summary: 'A pod of the load balancer will soon refuse connections.',
  description: '{{ $labels.pod }} holds {{ $value | humanizePercentage }} of its maximum number of connections.',
});

export const nginxAlerts = (connections: number): readonly Alert[] => [
  connectionsHigh(`max by (component, pod) (nginx_connections_active) / ${connections}`),
];

/** `some`: that they are more than a few. */
const errors = (share: string, some: string, whose: string): Alert => ({
  name: 'LoadBalancerErrors',
  expr: `${share} > 0.05 and ${some}`,
  forSeconds: 120,
  severity: 'critical',
  symptom: 'errors',
  summary: 'The load balancer answers more than 5 % of the requests with a server error.',
  description: `${whose} answers {{ $value | humanizePercentage }} of the requests with a status of 500 or above.`,
});

const withoutTargets = (expr: string, whose: string): Alert => ({
  name: 'LoadBalancerWithoutTargets',
  expr,
  forSeconds: 60,
  severity: 'critical',
  symptom: 'down',
  summary: 'The load balancer finds no healthy pod of a service.',
  description: `${whose} has {{ $value }} healthy targets.`,
});

const cannotConnect = (expr: string, whose: string): Alert => ({
  name: 'LoadBalancerCannotConnect',
  expr,
  forSeconds: 300,
  severity: 'warning',
  symptom: 'errors',
  summary: 'The load balancer cannot connect to pods that count as healthy.',
  description: `${whose}: {{ $value | printf "%.1f" }} connections per second fail.`,
});

const haproxyErrors = 'sum by (component) (rate(haproxy_frontend_http_responses_total{proxy="public",code="5xx"}[5m]))';
const albErrors = 'sum by (dimension_LoadBalancer) (sum_over_time(aws_applicationelb_httpcode_elb_5_xx_count_sum[5m]))';

/** Names are those of HAProxy's exporter. Where no server is up it answers 503 itself, and counts that. */
export const haproxyAlerts: readonly Alert[] = [
  connectionsHigh(
    'max by (component, pod) (haproxy_process_current_connections) / max by (component, pod) (haproxy_process_max_connections)',
  ),
  errors(
    `${haproxyErrors} / sum by (component) (rate(haproxy_frontend_http_responses_total{proxy="public"}[5m]))`,
    enough(haproxyErrors),
    '{{ $labels.component }}',
  ),
  withoutTargets(
    'min by (component, pod, proxy) (haproxy_backend_active_servers) == 0',
    '{{ $labels.proxy }} as {{ $labels.pod }} sees it',
  ),
  // One in a hundred: single ones are tried again at another pod, which costs its time and no more.
  cannotConnect(
    'sum by (component, proxy) (rate(haproxy_backend_connection_errors_total[5m])) > 0.01 * sum by (component, proxy) (rate(haproxy_backend_http_responses_total[5m])) and sum by (component, proxy) (rate(haproxy_backend_connection_errors_total[5m])) > 0.05',
    '{{ $labels.proxy }}',
  ),
];

/**
 * CloudWatch's sums are of one minute each, and no counters: they are not differentiated. An ALB says nothing of what has not happened.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export const cloudwatchAlerts: readonly Alert[] = [
  errors(
    `${albErrors} / sum by (dimension_LoadBalancer) (sum_over_time(aws_applicationelb_request_count_sum[5m]))`,
    enoughEvents(albErrors),
    '{{ $labels.dimension_LoadBalancer }}',
  ),
  withoutTargets(
    'max by (dimension_TargetGroup) (aws_applicationelb_healthy_host_count_minimum) == 0',
    '{{ $labels.dimension_TargetGroup }}',
  ),
  cannotConnect(
    'sum by (dimension_TargetGroup) (avg_over_time(aws_applicationelb_target_connection_error_count_sum[5m])) / 60 > 0.05',
    '{{ $labels.dimension_TargetGroup }}',
  ),
  {
    name: 'LoadBalancerRejectsConnections',
    expr: 'sum by (dimension_LoadBalancer) (sum_over_time(aws_applicationelb_rejected_connection_count_sum[5m])) > 0',
    forSeconds: 120,
    severity: 'critical',
    symptom: 'full',
    summary: 'The load balancer rejects connections: it has reached its maximum.',
    description: '{{ $labels.dimension_LoadBalancer }} rejected {{ $value }} connections in five minutes.',
  },
];
