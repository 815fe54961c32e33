import type { ObjectivesConfig, ServiceConfig } from '../../../config';
import { dashboard, type Panel } from '../../mixin/dashboard';
import { oneOf } from '../../mixin/expressions';

/** Requests and streams of the services, and the providers behind them. */
export const appTierDashboard = (services: readonly ServiceConfig[], objectives: ObjectivesConfig, drainSeconds: number) =>
  dashboard({
    uid: 'app-tier',
    title: 'API and streams',
    description: 'What users get from the services, what providers give to them, and what is left of the error budgets.',
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
    description: 'Per second. A growing share of 5xx is the service or a store; of 429 a limit that a customer reached.',
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
    title: 'Duration of requests that are no streams',
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
    description: 'Per second. `cut` is what broke and was not the client: StreamsCut fires above 1 %.',
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
    description: 'P95. One line that leaves the others is that provider.',
    unit: 's',
    queries: {
      '{{provider}}': 'histogram_quantile(0.95, sum by (provider, le) (rate(llm_time_to_first_token_seconds_bucket[$__rate_interval])))',
    },
    limit: firstTokenSeconds,
  },
  {
    title: 'Duration of streams',
    description: `Those longer than ${drainSeconds} s are cut when their pod is replaced: raise streaming.drainSeconds if P99 comes near.`,
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
    description: 'Share by provider: status 500 and above, timeouts, no connection. UpstreamErrors fires above 10 %.',
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
    title: 'Use of the pool of the database',
    description: 'Connections in use of those a pod may hold. DatabasePoolExhausted fires above 90 %.',
    unit: 'percentunit',
    queries: { '{{pod}}': 'pod:db_pool_connections:ratio' },
    limit: 0.9,
  },
  {
    title: 'Requests that wait for a connection',
    description: 'More than a moment’s worth is a pool that is too small or a query that is too slow.',
    unit: 'short',
    queries: { '{{pod}}': 'sum by (pod) (db_pool_waiting)' },
  },
  {
    title: 'Processor and memory',
    description: 'Cores in use by pod; memory is among the pods of the Kubernetes dashboard.',
    unit: 'short',
    queries: { '{{pod}}': `sum by (pod) (rate(process_cpu_seconds_total{${matcher}}[$__rate_interval]))` },
  },
  {
    title: 'Resident memory',
    description: 'A line that only rises is a leak.',
    unit: 'bytes',
    queries: { '{{pod}}': `sum by (pod) (process_resident_memory_bytes{${matcher}})` },
  },
];
