import type { ObjectivesConfig, ServiceConfig } from '../../../config';
import { burnRateAlerts, burnRateRecordings, type Objective } from '../../mixin/burn-rate';
import type { Alert, RecordingRule } from '../../mixin/component-monitoring';

export interface AppTierRules {
  readonly recordingRules: readonly RecordingRule[];
  readonly objectiveAlerts: readonly Alert[];
}

const byComponent = (expr: string): string => `sum by (component) (${expr})`;
const byProvider = (expr: string): string => `sum by (component, provider) (${expr})`;

/** Prometheus 3 stores the bound 10 as 10.0, however the process writes it. https://prometheus.io/docs/prometheus/3.0/migration/ */
export const bound = (seconds: number): string => (Number.isInteger(seconds) ? `le=~"${seconds}|${seconds}\\\\.0"` : `le="${seconds}"`);

/** Matcher of the routes that stream. A call below them that is not a stream takes as long as its model. */
const notStreaming = (services: readonly ServiceConfig[]): string => {
  const paths = services.flatMap(({ front }) => front?.streaming ?? []);
  return paths.length === 0 ? '' : `route!~"(${paths.join('|')})(/.*)?"`;
};

/** A ratio that is 0, not absent, while nothing of the kind has been counted yet. */
const share = (part: string, all: string): string => `(${part} or 0 * ${all}) / ${all}`;

export function recordings(services: readonly ServiceConfig[], { firstTokenSeconds }: ObjectivesConfig): readonly RecordingRule[] {
  const requests = 'component:http_requests:rate5m';
  const errors = 'component:http_errors:rate5m';
  const streams = 'component:llm_streams:rate5m';
  const cut = 'component:llm_streams_cut:rate5m';
  const upstream = 'provider:llm_upstream_requests:rate5m';
  const firstToken = 'llm_time_to_first_token_seconds';
  const answered = notStreaming(services);
  return [
    { record: requests, expr: byComponent('rate(http_requests_total[5m])') },
    { record: errors, expr: `${byComponent('rate(http_requests_total{status=~"5.."}[5m])')} or 0 * ${requests}` },
    { record: 'component:http_errors:ratio_rate5m', expr: `${errors} / ${requests}` },
    ...quantiles('component:http_request_duration_seconds:quantile_rate5m', `http_request_duration_seconds_bucket{${answered}}`),
    {
      record: 'component:http_request_duration_seconds:rate5m',
      expr: byComponent(`rate(http_request_duration_seconds_count{${answered}}[5m])`),
    },
    ...quantiles('component:llm_time_to_first_token_seconds:quantile_rate5m', `${firstToken}_bucket`),
    { record: streams, expr: byComponent('rate(llm_streams_total[5m])') },
    { record: cut, expr: `${byComponent('rate(llm_streams_total{outcome="cut"}[5m])')} or 0 * ${streams}` },
    { record: 'component:llm_streams_cut:ratio_rate5m', expr: `${cut} / ${streams}` },
    { record: 'component:llm_streams_in_flight:sum', expr: byComponent('llm_streams_in_flight') },
    { record: upstream, expr: byProvider('rate(llm_upstream_requests_total[5m])') },
    {
      record: 'provider:llm_upstream_throttled:ratio_rate5m',
      expr: share(byProvider('rate(llm_upstream_requests_total{status="429"}[5m])'), upstream),
    },
    {
      record: 'provider:llm_upstream_failed:ratio_rate5m',
      expr: share(byProvider('rate(llm_upstream_requests_total{status=~"5..|timeout|error"}[5m])'), upstream),
    },
    {
      record: 'pod:db_pool_connections:ratio',
      expr: 'sum by (component, pod) (db_pool_connections{state="in_use"}) / sum by (component, pod) (db_pool_connections_max)',
    },
    // A stream that breaks already has status 200: not an HTTP error, but an error for its user.
    { record: 'component:availability_errors:rate5m', expr: `${errors} + (${cut} or 0 * ${errors})` },
    {
      record: 'component:first_token_late:rate5m',
      expr: `${byComponent(`rate(${firstToken}_count[5m])`)} - ${byComponent(`rate(${firstToken}_bucket{${bound(firstTokenSeconds)}}[5m])`)}`,
    },
    { record: 'component:first_token:rate5m', expr: byComponent(`rate(${firstToken}_count[5m])`) },
  ];
}

const quantiles = (record: string, buckets: string): readonly RecordingRule[] =>
  [0.5, 0.95, 0.99].map((quantile) => ({
    record,
    labels: { quantile: String(quantile) },
    expr: `histogram_quantile(${quantile}, sum by (component, le) (rate(${buckets}[5m])))`,
  }));

/** The 30-day objectives. */
export function objectiveRules(objectives: ObjectivesConfig): AppTierRules {
  const all: readonly Objective[] = [
    {
      name: 'availability_errors',
      alert: 'Availability',
      symptom: 'errors',
      bad: 'component:availability_errors:rate5m',
      all: 'component:http_requests:rate5m',
      target: objectives.availability,
      said: 'the requests failed or were cut',
    },
    {
      name: 'first_token_late',
      alert: 'FirstToken',
      symptom: 'slow',
      bad: 'component:first_token_late:rate5m',
      all: 'component:first_token:rate5m',
      target: objectives.firstToken,
      said: `the streams waited longer than ${objectives.firstTokenSeconds} s for their first token`,
    },
  ];
  return { recordingRules: all.flatMap(burnRateRecordings), objectiveAlerts: all.flatMap(burnRateAlerts) };
}
