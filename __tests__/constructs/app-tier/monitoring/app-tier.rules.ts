import type { AlertTests } from '../../../support/monitoring/rule-test';

const backend = 'component="backend",pod="backend-1"';
const requests = (status: string) => `http_requests_total{${backend},method="GET",route="/api",status="${status}"}`;
const streams = (outcome: string) => `llm_streams_total{${backend},outcome="${outcome}"}`;
const upstream = (provider: string, status: string) => `llm_upstream_requests_total{${backend},provider="${provider}",status="${status}"}`;
const answered = (route: string) => `http_request_duration_seconds_count{${backend},method="GET",route="${route}"}`;
const duration = (route: string, le: string) => `http_request_duration_seconds_bucket{${backend},method="GET",route="${route}",le="${le}"}`;
const firstToken = (name: string, le = '') =>
  `llm_time_to_first_token_seconds_${name}{${backend},provider="one"${le === '' ? '' : `,le="${le}"`}}`;
const available = (deployment: string) => `kube_deployment_status_replicas_available{namespace="openrouter",deployment="${deployment}"}`;

const up = `up{${backend},instance="10.0.0.1:8080"}`;

export const appTierTests: AlertTests = {
  ServiceDown: {
    fires: {
      series: { [available('backend')]: '3x5 0x10', [available('admin')]: '2x20' },
      atMinutes: 8,
      alerts: [{ labels: { namespace: 'openrouter', deployment: 'backend' }, description: 'backend in openrouter has no available pod.' }],
    },
    silent: {
      because: 'one pod is left, and another namespace is not ours',
      series: {
        [available('backend')]: '3x5 1x10',
        'kube_deployment_status_replicas_available{namespace="other",deployment="backend"}': '0x20',
      },
      atMinutes: 10,
    },
  },
  HighErrorRate: {
    fires: {
      series: { [requests('200')]: '0+90x20', [requests('500')]: '0+6x20', [requests('503')]: '0+4x20' },
      atMinutes: 10,
      alerts: [{ labels: { component: 'backend' }, description: 'backend answers 10% of its requests with a status of 500 or above.' }],
    },
    silent: {
      because: 'one in twenty-five is below the limit, and each status on its own divided by itself would be 1',
      series: { [requests('200')]: '0+96x20', [requests('500')]: '0+2x20', [requests('503')]: '0+2x20' },
      atMinutes: 10,
    },
    alsoSilent: [
      {
        because: 'one of two requests in five minutes',
        series: { [requests('200')]: '0+0.2x20', [requests('500')]: '0+0.2x20' },
        atMinutes: 10,
      },
    ],
  },
  HighLatency: {
    fires: {
      series: {
        [duration('/api', '1.0')]: '0+80x30',
        [duration('/api', '2.5')]: '0+100x30',
        [duration('/api', '+Inf')]: '0+100x30',
        [answered('/api')]: '0+100x30',
      },
      atMinutes: 25,
      alerts: [
        {
          labels: { component: 'backend', quantile: '0.95' },
          description: 'backend has a 95th percentile of 2.125s for requests other than streams; the objective is 1 s.',
        },
      ],
    },
    silent: {
      because: 'what takes long is below /v1, where a model decides how long it takes',
      series: {
        [duration('/api', '1.0')]: '0+100x30',
        [duration('/api', '+Inf')]: '0+100x30',
        [duration('/v1/chat/completions', '1.0')]: '0x30',
        [duration('/v1/chat/completions', '60.0')]: '0+500x30',
        [duration('/v1/chat/completions', '+Inf')]: '0+500x30',
        [answered('/api')]: '0+100x30',
        [answered('/v1/chat/completions')]: '0+500x30',
      },
      atMinutes: 25,
    },
    alsoSilent: [
      {
        because: 'one of two requests in five minutes is slow',
        series: {
          [duration('/api', '1.0')]: '0+0.2x30',
          [duration('/api', '2.5')]: '0+0.4x30',
          [duration('/api', '+Inf')]: '0+0.4x30',
          [answered('/api')]: '0+0.4x30',
        },
        atMinutes: 25,
      },
    ],
  },
  TrafficStopped: {
    fires: {
      series: { [requests('200')]: '0+60x60 3600x40' },
      atMinutes: 78,
      alerts: [{ labels: { component: 'backend' }, description: 'backend receives 0 requests per second.' }],
    },
    silent: { because: 'it was as quiet an hour ago', series: { [requests('200')]: '0+1x60 60x40' }, atMinutes: 78 },
  },
  StreamsCut: {
    fires: {
      series: { [streams('whole')]: '0+95x40', [streams('cut')]: '0+5x40', [streams('client_gone')]: '0x40' },
      atMinutes: 30,
      alerts: [
        {
          labels: { component: 'backend' },
          description: 'backend: 5% of the streams break before their end, not counting those that the client closed.',
        },
      ],
    },
    silent: {
      because: 'the clients left',
      series: { [streams('whole')]: '0+50x40', [streams('cut')]: '0x40', [streams('client_gone')]: '0+50x40' },
      atMinutes: 30,
    },
    alsoSilent: [
      {
        because: 'one in 200',
        series: { [streams('whole')]: '0+995x40', [streams('cut')]: '0+5x40' },
        atMinutes: 30,
      },
      {
        because: 'one of ten at night: three in fifteen minutes are too few to say',
        series: { [streams('whole')]: '0+1.8x40', [streams('cut')]: '0+0.2x40' },
        atMinutes: 30,
      },
    ],
  },
  UpstreamRateLimited: {
    fires: {
      series: { [upstream('one', '200')]: '0+80x30', [upstream('one', '429')]: '0+20x30', [upstream('two', '200')]: '0+100x30' },
      atMinutes: 25,
      alerts: [{ labels: { component: 'backend', provider: 'one' }, description: 'one answers 20% of the requests with 429.' }],
    },
    silent: {
      because: 'one request in five minutes is no measure',
      series: { [upstream('one', '429')]: '0+0.2x30', [upstream('two', '200')]: '0+100x30' },
      atMinutes: 25,
    },
    alsoSilent: [
      { because: 'one of six', series: { [upstream('one', '200')]: '0+1x30', [upstream('one', '429')]: '0+0.2x30' }, atMinutes: 25 },
      { because: 'one in fifty', series: { [upstream('one', '200')]: '0+98x30', [upstream('one', '429')]: '0+2x30' }, atMinutes: 25 },
    ],
  },
  UpstreamErrors: {
    fires: {
      series: { [upstream('one', '200')]: '0+60x30', [upstream('one', '503')]: '0+20x30', [upstream('one', 'timeout')]: '0+20x30' },
      atMinutes: 20,
      alerts: [
        {
          labels: { component: 'backend', provider: 'one' },
          description: 'one fails 40% of the requests: a status of 500 or above, no response in time, or no connection.',
        },
      ],
    },
    silent: {
      because: 'a request that the provider refuses as wrong is the client’s',
      series: { [upstream('one', '200')]: '0+50x30', [upstream('one', '400')]: '0+50x30' },
      atMinutes: 20,
    },
    alsoSilent: [
      { because: 'one of six', series: { [upstream('one', '200')]: '0+1x30', [upstream('one', 'error')]: '0+0.2x30' }, atMinutes: 20 },
      { because: 'one in twenty', series: { [upstream('one', '200')]: '0+95x30', [upstream('one', '500')]: '0+5x30' }, atMinutes: 20 },
      { because: 'one request in five minutes is no measure', series: { [upstream('one', 'error')]: '0+0.2x30' }, atMinutes: 20 },
    ],
  },
  DatabasePoolExhausted: {
    fires: {
      series: {
        [`db_pool_connections{${backend},state="in_use"}`]: '10x20',
        [`db_pool_connections{${backend},state="idle"}`]: '0x20',
        [`db_pool_connections_max{${backend}}`]: '10x20',
      },
      atMinutes: 10,
      alerts: [
        {
          labels: { component: 'backend', pod: 'backend-1' },
          description: 'backend-1 (backend) uses 100% of its connections to PostgreSQL.',
        },
      ],
    },
    silent: {
      because: 'held connections that idle are free',
      series: {
        [`db_pool_connections{${backend},state="in_use"}`]: '2x20',
        [`db_pool_connections{${backend},state="idle"}`]: '8x20',
        [`db_pool_connections_max{${backend}}`]: '10x20',
      },
      atMinutes: 10,
    },
  },
  ApplicationMetricsMissing: {
    fires: {
      // It has the others, but a bucket less than the objective needs.
      series: {
        [up]: '1x40',
        [`llm_streams_in_flight{${backend}}`]: '3x40',
        [`db_pool_connections_max{${backend}}`]: '10x40',
        [firstToken('count')]: '0+5x40',
        [firstToken('bucket', '8.0')]: '0+5x40',
      },
      atMinutes: 30,
      alerts: [{ labels: { component: 'backend' }, description: '1 pods of backend lack metrics of docs/application-metrics.md.' }],
    },
    alsoFires: [
      {
        series: { [up]: '1x40', [`db_pool_connections_max{${backend}}`]: '10x40' },
        atMinutes: 30,
        alerts: [{ labels: { component: 'backend' }, description: '1 pods of backend lack metrics of docs/application-metrics.md.' }],
      },
      {
        series: { [up]: '1x40', [`llm_streams_in_flight{${backend}}`]: '3x40' },
        atMinutes: 30,
        alerts: [{ labels: { component: 'backend' }, description: '1 pods of backend lack metrics of docs/application-metrics.md.' }],
      },
    ],
    alsoSilent: [{ because: 'a pod that is down is another alert’s', series: { [up]: '0x40' }, atMinutes: 30 }],
    silent: {
      because: 'a stand-in has none, and a pod that had no stream yet has no bucket',
      series: {
        [up]: '1x40',
        [`llm_streams_in_flight{${backend}}`]: '0x40',
        [`db_pool_connections_max{${backend}}`]: '10x40',
        'up{component="backend",pod="backend-2",instance="10.0.0.2:8080"}': '1x40',
        'stand_in_info{component="backend",pod="backend-2"}': '1x40',
      },
      atMinutes: 30,
    },
  },
};
