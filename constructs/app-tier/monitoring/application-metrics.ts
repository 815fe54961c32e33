/** Metrics that the backend must expose; docs/application-metrics.md explains them. Rules, dashboard and tests rely on them. */
import { durationBuckets, firstTokenBuckets } from '../../../config';

export interface ApplicationMetric {
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Labels and their possible values; a `text` has few values, and never one that a client chooses. */
  readonly labels: Readonly<Record<string, readonly string[] | 'text'>>;
  readonly help: string;
  /** Upper bounds of a histogram, without the infinite one. */
  readonly buckets?: readonly number[];
}

export const applicationMetrics = {
  http_requests_total: {
    type: 'counter',
    labels: { method: 'text', route: 'text', status: 'text' },
    help: 'Answered requests, including streams; without requests for health, readiness and metrics.',
  },
  http_request_duration_seconds: {
    type: 'histogram',
    labels: { method: 'text', route: 'text' },
    help: 'Seconds from the head of a request to the last byte of its response; streams excluded.',
    buckets: durationBuckets,
  },
  llm_streams_total: {
    type: 'counter',
    labels: { outcome: ['whole', 'cut', 'client_gone'] },
    help: 'Ended streams: whole, cut by anything but the client, or closed by the client.',
  },
  llm_streams_in_flight: { type: 'gauge', labels: {}, help: 'Open streams.' },
  llm_time_to_first_token_seconds: {
    type: 'histogram',
    labels: { provider: 'text' },
    help: 'Seconds from the head of a request to the first token of its stream; comment lines do not count.',
    buckets: firstTokenBuckets,
  },
  llm_stream_duration_seconds: {
    type: 'histogram',
    labels: {},
    help: 'Seconds from the head of a request to the end of its stream.',
    buckets: [1, 5, 15, 30, 60, 120, 300, 600, 1200, 3600],
  },
  llm_upstream_requests_total: {
    type: 'counter',
    labels: { provider: 'text', status: 'text' },
    help: 'Requests to model providers by the status of the response, or `timeout`, or `error` if there was none.',
  },
  db_pool_connections: { type: 'gauge', labels: { state: ['in_use', 'idle'] }, help: 'PostgreSQL connections of the process.' },
  db_pool_connections_max: { type: 'gauge', labels: {}, help: 'Maximum number of these connections: DATABASE_POOL_SIZE.' },
  db_pool_waiting: { type: 'gauge', labels: {}, help: 'Requests waiting for a connection.' },
  process_cpu_seconds_total: { type: 'counter', labels: {}, help: 'CPU time in seconds.' },
  process_resident_memory_bytes: { type: 'gauge', labels: {}, help: 'Resident memory.' },
  process_start_time_seconds: { type: 'gauge', labels: {}, help: 'Start time of the process, in seconds since 1970.' },
} as const satisfies Readonly<Record<string, ApplicationMetric>>;

/** The names of the series: a histogram has three kinds. */
export const applicationSeries: readonly string[] = Object.entries(applicationMetrics).flatMap(([name, { type }]) =>
  type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
);

/** The table of docs/application-metrics.md. */
export function applicationMetricsTable(): string {
  const metrics: readonly (readonly [string, ApplicationMetric])[] = Object.entries(applicationMetrics);
  const rows = metrics.map(([name, { type, labels, help, buckets }]) => {
    const names = Object.entries(labels).map(([label, values]) =>
      values === 'text' ? `\`${label}\`` : `\`${label}\`: ${values.join(', ')}`,
    );
    return [`\`${name}\``, type, names.join('; '), `${help}${buckets === undefined ? '' : ` Buckets: ${buckets.join(', ')}.`}`];
  });
  return [['name', 'type', 'labels', 'meaning'], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
