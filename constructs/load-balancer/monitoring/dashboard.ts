import type { LoadBalancerWatch } from '../../../config';
import { dashboard, type Panel } from '../../mixin/dashboard';

/** What the engine shows of itself, and below it what users see of any. */
export const loadBalancerDashboard = (watch: LoadBalancerWatch) =>
  dashboard({
    uid: 'load-balancer',
    title: 'Load balancer',
    description: 'Connections and responses at the edge of the cluster, and the public hosts as seen from outside.',
    rows: { ...(watch.metrics === 'none' ? {} : { 'The balancer itself': own(watch) }), 'From outside': outside },
  });

function own(watch: Exclude<LoadBalancerWatch, { metrics: 'none' }>): readonly Panel[] {
  switch (watch.metrics) {
    case 'nginx':
      return nginx(watch.connections);
    case 'haproxy':
      return haproxy;
    case 'cloudwatch':
      return cloudwatch;
  }
}

const nginx = (connections: number): readonly Panel[] => [
  {
    title: 'Connections',
    description: `Client connections by pod, including idle ones. A pod refuses more than ${connections}; LoadBalancerConnectionsHigh fires at 80 %.`,
    unit: 'short',
    queries: { '{{pod}}': 'max by (pod) (nginx_connections_active)' },
    limit: connections,
  },
  {
    title: 'Connections by activity',
    description: 'Writing: an open request or stream. Waiting: idle.',
    unit: 'short',
    queries: {
      reading: 'sum(nginx_connections_reading)',
      writing: 'sum(nginx_connections_writing)',
      waiting: 'sum(nginx_connections_waiting)',
    },
  },
];

const haproxy: readonly Panel[] = [
  {
    title: 'Responses by status',
    description: 'Per second, including HAProxy’s own. LoadBalancerErrors fires when more than 5 % are 5xx.',
    unit: 'reqps',
    queries: { '{{code}}': 'sum by (code) (rate(haproxy_frontend_http_responses_total{proxy="public"}[$__rate_interval]))' },
  },
  {
    title: 'Connections, relative to the maximum of a pod',
    description: 'LoadBalancerConnectionsHigh fires above 80 %.',
    unit: 'percentunit',
    queries: { '{{pod}}': 'max by (pod) (haproxy_process_current_connections) / max by (pod) (haproxy_process_max_connections)' },
    limit: 0.8,
  },
  {
    title: 'Healthy pods by service',
    description: 'As seen by the balancer pod that sees the fewest. LoadBalancerWithoutTargets fires at 0.',
    unit: 'short',
    queries: { '{{proxy}}': 'min by (proxy) (haproxy_backend_active_servers)' },
  },
  {
    title: 'Failed connections to services',
    description: 'Per second. Each is retried on another pod.',
    unit: 'ops',
    queries: { '{{proxy}}': 'sum by (proxy) (rate(haproxy_backend_connection_errors_total[$__rate_interval]))' },
  },
];

const cloudwatch: readonly Panel[] = [
  {
    title: 'Requests',
    description: 'Per minute.',
    unit: 'short',
    queries: { '{{dimension_LoadBalancer}}': 'sum by (dimension_LoadBalancer) (aws_applicationelb_request_count_sum)' },
  },
  {
    title: 'Errors of the load balancer itself',
    description: 'Per minute: no target, a closed connection, or a silence longer than the idle timeout.',
    unit: 'short',
    queries: { '{{dimension_LoadBalancer}}': 'sum by (dimension_LoadBalancer) (aws_applicationelb_httpcode_elb_5_xx_count_sum)' },
  },
  {
    title: 'Healthy targets',
    description: 'LoadBalancerWithoutTargets fires at 0.',
    unit: 'short',
    queries: { '{{dimension_TargetGroup}}': 'min by (dimension_TargetGroup) (aws_applicationelb_healthy_host_count_minimum)' },
  },
];

const outside: readonly Panel[] = [
  {
    title: 'Hosts that respond',
    description: '1: the probe succeeds. ProbeFailed fires at 0.',
    unit: 'none',
    queries: { '{{instance}}': 'max by (instance) (probe_success)' },
  },
  {
    title: 'Response time of the hosts',
    description: 'DNS, connection, TLS and response. ProbeSlow fires above 2 s.',
    unit: 's',
    queries: { '{{instance}}': 'max by (instance) (probe_duration_seconds)' },
    limit: 2,
  },
  {
    title: 'Time until a certificate expires',
    description: 'Seconds. CertificateExpiring fires below 21 days.',
    unit: 's',
    queries: { '{{instance}}': 'min by (instance) (probe_ssl_earliest_cert_expiry) - time()' },
  },
];
