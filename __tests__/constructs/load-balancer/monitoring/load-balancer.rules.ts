import type { AlertTests } from '../../../support/monitoring/rule-test';

const pods = 'component="load-balancer"';
const available = 'kube_deployment_status_replicas_available{namespace="openrouter",deployment="load-balancer"}';
const responses = (code: string) => `haproxy_frontend_http_responses_total{${pods},pod="lb-1",proxy="public",code="${code}"}`;
const backend = (name: string, labels: string) => `haproxy_backend_${name}{${pods},pod="lb-1",proxy="backend"${labels}}`;

/** Of the engines whose pods are the program's own. */
const down = {
  fires: {
    series: { [available]: '2x5 0x10' },
    atMinutes: 8,
    alerts: [
      {
        labels: { namespace: 'openrouter', deployment: 'load-balancer' },
        description: 'load-balancer in openrouter has no available pod.',
      },
    ],
  },
  silent: { because: 'one of two is left', series: { [available]: '2x5 1x10' }, atMinutes: 8 },
} as const;

export const nginxTests: AlertTests = {
  LoadBalancerDown: down,
  LoadBalancerConnectionsHigh: {
    fires: {
      series: { [`nginx_connections_active{${pods},pod="lb-1"}`]: '1800x20', [`nginx_connections_active{${pods},pod="lb-2"}`]: '100x20' },
      atMinutes: 10,
      alerts: [
        {
          labels: { component: 'load-balancer', pod: 'lb-1' },
          description: 'lb-1 holds 90% of its maximum number of connections.',
        },
      ],
    },
    silent: {
      because: 'both together are above the limit of one, and neither alone',
      series: { [`nginx_connections_active{${pods},pod="lb-1"}`]: '1500x20', [`nginx_connections_active{${pods},pod="lb-2"}`]: '1500x20' },
      atMinutes: 10,
    },
  },
};

export const haproxyTests: AlertTests = {
  LoadBalancerDown: down,
  LoadBalancerConnectionsHigh: {
    fires: {
      series: {
        [`haproxy_process_current_connections{${pods},pod="lb-1"}`]: '1900x20',
        [`haproxy_process_max_connections{${pods},pod="lb-1"}`]: '2000x20',
      },
      atMinutes: 10,
      alerts: [
        { labels: { component: 'load-balancer', pod: 'lb-1' }, description: 'lb-1 holds 95% of its maximum number of connections.' },
      ],
    },
    silent: {
      because: 'a peak that is over within five minutes',
      series: {
        [`haproxy_process_current_connections{${pods},pod="lb-1"}`]: '100x5 1900x3 100x10',
        [`haproxy_process_max_connections{${pods},pod="lb-1"}`]: '2000x20',
      },
      atMinutes: 8,
    },
  },
  LoadBalancerErrors: {
    fires: {
      series: { [responses('2xx')]: '0+90x20', [responses('5xx')]: '0+10x20' },
      atMinutes: 10,
      alerts: [
        {
          labels: { component: 'load-balancer' },
          description: 'load-balancer answers 10% of the requests with a status of 500 or above.',
        },
      ],
    },
    silent: {
      because: 'clients ask for what is not there',
      series: { [responses('2xx')]: '0+50x20', [responses('4xx')]: '0+50x20', [responses('5xx')]: '0+1x20' },
      atMinutes: 10,
    },
    alsoSilent: [
      {
        because: 'one of two requests in five minutes',
        series: { [responses('2xx')]: '0+0.2x20', [responses('5xx')]: '0+0.2x20' },
        atMinutes: 10,
      },
    ],
  },
  LoadBalancerWithoutTargets: {
    fires: {
      series: { [backend('active_servers', '')]: '3x5 0x10' },
      atMinutes: 8,
      alerts: [
        {
          labels: { component: 'load-balancer', pod: 'lb-1', proxy: 'backend' },
          description: 'backend as lb-1 sees it has 0 healthy targets.',
        },
      ],
    },
    silent: { because: 'one is left', series: { [backend('active_servers', '')]: '3x5 1x10' }, atMinutes: 8 },
  },
  LoadBalancerCannotConnect: {
    fires: {
      series: { [backend('connection_errors_total', '')]: '0+30x20', [backend('http_responses_total', ',code="2xx"')]: '0+600x20' },
      atMinutes: 12,
      alerts: [{ labels: { component: 'load-balancer', proxy: 'backend' }, description: 'backend: 0.5 connections per second fail.' }],
    },
    silent: {
      because: 'one in a thousand',
      series: { [backend('connection_errors_total', '')]: '0+6x20', [backend('http_responses_total', ',code="2xx"')]: '0+6000x20' },
      atMinutes: 12,
    },
    alsoSilent: [
      {
        because: 'one of ten in a minute at night',
        series: { [backend('connection_errors_total', '')]: '0+1x20', [backend('http_responses_total', ',code="2xx"')]: '0+10x20' },
        atMinutes: 12,
      },
    ],
  },
};

const balancer = 'name="arn",dimension_LoadBalancer="app/production/1"';
const group = `${balancer},dimension_TargetGroup="targetgroup/backend/1"`;
const alb = (name: string, labels: string) => `aws_applicationelb_${name}{${labels}}`;

export const cloudwatchTests: AlertTests = {
  LoadBalancerErrors: {
    fires: {
      series: { [alb('request_count_sum', balancer)]: '1000x20', [alb('httpcode_elb_5_xx_count_sum', balancer)]: '_x3 100x20' },
      atMinutes: 15,
      alerts: [
        {
          labels: { dimension_LoadBalancer: 'app/production/1' },
          description: 'app/production/1 answers 10% of the requests with a status of 500 or above.',
        },
      ],
    },
    silent: {
      because: 'a rate of these sums would see a fall of requests as a restart',
      series: { [alb('request_count_sum', balancer)]: '1000x10 500x10', [alb('httpcode_elb_5_xx_count_sum', balancer)]: '10x20' },
      atMinutes: 15,
    },
    alsoSilent: [
      {
        because: 'one of two requests in five minutes',
        series: {
          [alb('request_count_sum', balancer)]: '2 _x4 2 _x4 2 _x4 2',
          [alb('httpcode_elb_5_xx_count_sum', balancer)]: '1 _x4 1 _x4 1 _x4 1',
        },
        atMinutes: 15,
      },
    ],
  },
  LoadBalancerWithoutTargets: {
    fires: {
      series: { [alb('healthy_host_count_minimum', group)]: '3x5 0x10' },
      atMinutes: 8,
      alerts: [{ labels: { dimension_TargetGroup: 'targetgroup/backend/1' }, description: 'targetgroup/backend/1 has 0 healthy targets.' }],
    },
    silent: { because: 'one is left', series: { [alb('healthy_host_count_minimum', group)]: '3x5 1x10' }, atMinutes: 8 },
  },
  LoadBalancerCannotConnect: {
    fires: {
      series: { [alb('target_connection_error_count_sum', group)]: '60x20' },
      atMinutes: 12,
      alerts: [
        {
          labels: { dimension_TargetGroup: 'targetgroup/backend/1' },
          description: 'targetgroup/backend/1: 1.0 connections per second fail.',
        },
      ],
    },
    silent: { because: 'one a minute', series: { [alb('target_connection_error_count_sum', group)]: '1x20' }, atMinutes: 12 },
  },
  LoadBalancerRejectsConnections: {
    fires: {
      series: { [alb('rejected_connection_count_sum', balancer)]: '_x3 4x20' },
      atMinutes: 12,
      alerts: [
        {
          labels: { dimension_LoadBalancer: 'app/production/1' },
          description: 'app/production/1 rejected 20 connections in five minutes.',
        },
      ],
    },
    silent: { because: 'there were none', series: { [alb('rejected_connection_count_sum', balancer)]: '0x20' }, atMinutes: 12 },
  },
};
