import type { ObjectivesConfig } from '../../config';
import type { ComponentMonitoring } from '../mixin/component-monitoring';
import { dashboard } from '../mixin/dashboard';

export interface OverviewOptions {
  readonly objectives: ObjectivesConfig;
}

/** Signals that no single component shows; it has no rules of its own. */
export const overviewMonitoring = (options: OverviewOptions): ComponentMonitoring => ({
  component: 'overview',
  scrapes: [],
  recordingRules: [],
  alerts: [],
  dashboard: overviewDashboard(options),
});

/** The deployment guide's five key metrics on one page: latency, errors, database pool, Redis hits, resources. */
const overviewDashboard = ({ objectives: { availability, firstTokenSeconds } }: OverviewOptions) =>
  dashboard({
    uid: 'overview',
    title: 'Overview',
    description: 'How it goes, on one page: what fires, and the five metrics that matter.',
    rows: {
      Now: [
        {
          title: 'Critical alerts',
          description: 'Somebody has been woken for each. Their names are at the right.',
          unit: 'none',
          shows: 'number',
          queries: { critical: 'count(ALERTS{alertstate="firing",severity="critical"}) or vector(0)' },
          limit: 1,
        },
        {
          title: 'Warnings',
          description: 'For the next working day.',
          unit: 'none',
          shows: 'number',
          queries: { warning: 'count(ALERTS{alertstate="firing",severity="warning"}) or vector(0)' },
          limit: 1,
        },
        {
          title: 'Requests per second',
          description: 'At the backend.',
          unit: 'reqps',
          shows: 'number',
          queries: { requests: 'sum(component:http_requests:rate5m)' },
        },
        {
          title: 'Streams in flight',
          description: 'Open streams.',
          unit: 'short',
          shows: 'number',
          queries: { streams: 'sum(component:llm_streams_in_flight:sum)' },
        },
        {
          title: 'Alerts that fire',
          description: 'Each has a page docs/runbooks/<name>.md.',
          unit: 'none',
          queries: { '{{alertname}} ({{area}})': 'count by (alertname, area) (ALERTS{alertstate="firing",severity!="none"})' },
        },
      ],
      'The five key metrics': [
        {
          title: 'Latency',
          description: 'P50, P95 and P99 of requests that are no streams.',
          unit: 's',
          queries: { 'P{{quantile}}': 'max by (quantile) (component:http_request_duration_seconds:quantile_rate5m)' },
        },
        {
          title: 'Time to first token',
          description: `P50, P95 and P99 of streams. The objective is ${firstTokenSeconds} s.`,
          unit: 's',
          queries: { 'P{{quantile}}': 'max by (quantile) (component:llm_time_to_first_token_seconds:quantile_rate5m)' },
          limit: firstTokenSeconds,
        },
        {
          title: 'Errors',
          description: `Share of requests with a status of 500 or above, and of those that failed or were cut. ${share(100 * (1 - availability))} % is the budget.`,
          unit: 'percentunit',
          queries: { 'status 5xx': 'component:http_errors:ratio_rate5m', 'failed or cut': 'component:availability_errors:ratio_rate5m' },
          limit: share(1 - availability),
        },
        {
          title: 'Pool of the database',
          description: 'Connections in use of those a pod may hold, the fullest pod.',
          unit: 'percentunit',
          queries: { '{{component}}': 'max by (component) (pod:db_pool_connections:ratio)' },
          limit: 0.9,
        },
        {
          title: 'Hits of Redis',
          description: 'Share of the reads that find their key. A fall is a cache that was emptied or is too small.',
          unit: 'percentunit',
          queries: {
            hits: 'sum(rate(redis_keyspace_hits_total[$__rate_interval])) / (sum(rate(redis_keyspace_hits_total[$__rate_interval])) + sum(rate(redis_keyspace_misses_total[$__rate_interval])))',
          },
        },
        {
          title: 'Resources',
          description: 'Value of the node with the most in use.',
          unit: 'percentunit',
          queries: {
            processor: 'max(1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval])))',
            memory: 'max(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)',
            disk: 'max(1 - node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"})',
          },
          limit: 0.9,
        },
      ],
    },
  });

/** 0.01 and not 0.010000000000000009. */
const share = (value: number): number => Number(value.toPrecision(6));
