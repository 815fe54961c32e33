import type { ObjectivesConfig, ServiceConfig } from '../../../config';
import { dashboard, type Panel } from '../../mixin/dashboard';
import { oneOf } from '../../mixin/expressions';

/** Requests and streams of the services, and the providers behind them. */
export const appTierDashboard = (services: readonly ServiceConfig[], objectives: ObjectivesConfig, drainSeconds: number) =>
  dashboard({
    uid: 'app-tier',
    title: 'API and streams',
    description: 'Requests and streams of the services, requests to model providers, and the error budgets.',
    rows: {
      Requests: requests(objectives),
      Streams: streams(objectives, drainSeconds),
      Providers: providers,
      'Error budgets': budgets(objectives),
      Processes: processes(componentsWithMetrics(services)),
    },
  });

const requests = ({ latencySeconds }: ObjectivesConfig): readonly Panel[] => [
  {
    title: 'Requests by status',
    description: 'Per second. More 5xx: the service or a store fails. More 429: a customer has reached a limit.',
    unit: 'reqps',
    queries: { '{{status}}': 'sum by (status) (rate(http_requests_total[$__rate_interval]))' },
  },
  {
    title: 'Server errors',
    description: 'Share of requests with a status of 500 or above. HighErrorRate fires above 5 %.',
    unit: 'percentunit',
    queries: { '{{component}}': 'component:http_errors:ratio_rate5m' },
    limit: 0.05,
  },
  {
    title: 'Duration of requests, streams excluded',
    description: `HighLatency fires when P95 is above ${latencySeconds} s.`,
    unit: 's',
    queries: { 'P{{quantile}} {{component}}': 'component:http_request_duration_seconds:quantile_rate5m' },
    limit: latencySeconds,
  },
];

const streams = ({ firstTokenSeconds }: ObjectivesConfig, drainSeconds: number): readonly Panel[] => [
  {
    title: 'Streams in flight',
    description: 'Open streams. A rollout waits for them.',
    unit: 'short',
    queries: { '{{component}}': 'component:llm_streams_in_flight:sum' },
  },
  {
    title: 'How streams end',
    description: 'Per second. `cut` streams broke without the client closing them: StreamsCut fires above 1 %.',
    unit: 'ops',
    queries: { '{{outcome}}': 'sum by (outcome) (rate(llm_streams_total[$__rate_interval]))' },
  },
  {
    title: 'Time to first token',
    description: `The objective is ${firstTokenSeconds} s.`,
    unit: 's',
    queries: { 'P{{quantile}} {{component}}': 'component:llm_time_to_first_token_seconds:quantile_rate5m' },
    limit: firstTokenSeconds,
  },
  {
    title: 'Time to first token by provider',
    description: 'P95. If one line rises above the others, that provider is slow.',
    unit: 's',
    queries: {
      '{{provider}}': 'histogram_quantile(0.95, sum by (provider, le) (rate(llm_time_to_first_token_seconds_bucket[$__rate_interval])))',
    },
    limit: firstTokenSeconds,
  },
  {
    title: 'Duration of streams',
    description: `Streams longer than ${drainSeconds} s are cut when their pod is replaced: raise streaming.drainSeconds if P99 comes near it.`,
    unit: 's',
    queries: {
      P50: 'histogram_quantile(0.5, sum by (le) (rate(llm_stream_duration_seconds_bucket[$__rate_interval])))',
      P99: 'histogram_quantile(0.99, sum by (le) (rate(llm_stream_duration_seconds_bucket[$__rate_interval])))',
    },
    limit: drainSeconds,
  },
];

const providers: readonly Panel[] = [
  {
    title: 'Requests to providers',
    description: 'Per second.',
    unit: 'reqps',
    queries: { '{{provider}}': 'provider:llm_upstream_requests:rate5m' },
  },
  {
    title: 'Refused with 429',
    description: 'Share by provider. UpstreamRateLimited fires above 5 %.',
    unit: 'percentunit',
    queries: { '{{provider}}': 'provider:llm_upstream_throttled:ratio_rate5m' },
    limit: 0.05,
  },
  {
    title: 'Failed',
    description: 'Share by provider: a status of 500 or above, a timeout, or no connection. UpstreamErrors fires above 10 %.',
    unit: 'percentunit',
    queries: { '{{provider}}': 'provider:llm_upstream_failed:ratio_rate5m' },
    limit: 0.1,
  },
];

const budgets = ({ availability, firstToken }: ObjectivesConfig): readonly Panel[] => [
  {
    title: 'Failed or cut, by window',
    description: 'Above the line the budget of 30 days is used up sooner than in 30 days.',
    unit: 'percentunit',
    queries: {
      '1 hour': 'component:availability_errors:ratio_rate1h',
      '6 hours': 'component:availability_errors:ratio_rate6h',
      '3 days': 'component:availability_errors:ratio_rate3d',
    },
    limit: Number((1 - availability).toPrecision(6)),
  },
  {
    title: 'First token too late, by window',
    description: 'Above the line the budget of 30 days is used up sooner than in 30 days.',
    unit: 'percentunit',
    queries: {
      '1 hour': 'component:first_token_late:ratio_rate1h',
      '6 hours': 'component:first_token_late:ratio_rate6h',
      '3 days': 'component:first_token_late:ratio_rate3d',
    },
    limit: Number((1 - firstToken).toPrecision(6)),
  },
];

/** The services with metrics, as a matcher. */
function componentsWithMetrics(services: readonly ServiceConfig[]): string {
  const names = services.filter(({ metrics }) => metrics !== null).map(({ name }) => name);
  return oneOf('component', names);
}

const processes = (matcher: string): readonly Panel[] => [
  {
    title: 'Database pool in use',
    description: 'Share of the connections that a pod may hold. DatabasePoolExhausted fires above 90 %.',
    unit: 'percentunit',
    queries: { '{{pod}}': 'pod:db_pool_connections:ratio' },
    limit: 0.9,
  },
  {
    title: 'Requests waiting for a connection',
    description: 'If requests wait for more than a moment, the pool is too small or a query is too slow.',
    unit: 'short',
    queries: { '{{pod}}': 'sum by (pod) (db_pool_waiting)' },
  },
  {
    title: 'CPU and memory',
    description: 'Cores in use by pod. The Kubernetes dashboard shows memory by pod.',
    unit: 'short',
    queries: { '{{pod}}': `sum by (pod) (rate(process_cpu_seconds_total{${matcher}}[$__rate_interval]))` },
  },
  {
    title: 'Resident memory',
    description: 'A line that only rises indicates a leak.',
    unit: 'bytes',
    queries: { '{{pod}}': `sum by (pod) (process_resident_memory_bytes{${matcher}})` },
  },
];
