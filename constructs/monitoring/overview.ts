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
    description: 'The state of the system on one page: firing alerts and the five most important metrics.',
    rows: {
      Now: [
        {
          title: 'Critical alerts',
          description: 'Each one pages somebody. Their names are on the right.',
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
          description: 'Requests to the backend.',
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
          title: 'Firing alerts',
          description: 'Each has a runbook: docs/runbooks/<name>.md.',
          unit: 'none',
          queries: { '{{alertname}} ({{area}})': 'count by (alertname, area) (ALERTS{alertstate="firing",severity!="none"})' },
        },
      ],
      'The five key metrics': [
        {
          title: 'Latency',
          description: 'P50, P95 and P99 of requests, streams excluded.',
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
          description: `Share of requests with a status of 500 or above, and share that failed or was cut. The budget is ${share(100 * (1 - availability))} %.`,
          unit: 'percentunit',
          queries: { 'status 5xx': 'component:http_errors:ratio_rate5m', 'failed or cut': 'component:availability_errors:ratio_rate5m' },
          limit: share(1 - availability),
        },
        {
          title: 'Database pool',
          description: 'Share of the connections that a pod may hold, of the fullest pod.',
          unit: 'percentunit',
          queries: { '{{component}}': 'max by (component) (pod:db_pool_connections:ratio)' },
          limit: 0.9,
        },
        {
          title: 'Redis hit rate',
          description: 'Share of reads that find their key. If it falls, the cache was emptied or is too small.',
          unit: 'percentunit',
          queries: {
            hits: 'sum(rate(redis_keyspace_hits_total[$__rate_interval])) / (sum(rate(redis_keyspace_hits_total[$__rate_interval])) + sum(rate(redis_keyspace_misses_total[$__rate_interval])))',
          },
        },
        {
          title: 'Resources',
          description: 'Highest value of all nodes.',
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
