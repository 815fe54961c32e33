import type { Alert, ComponentMonitoring } from '../mixin/component-monitoring';
import { volumeAlerts } from '../mixin/volume-alerts';

export interface SelfMonitoringProps {
  readonly namespace: string;
  /** Components that must have at least one target. */
  readonly expected: readonly string[];
  /** Whether samples are also sent elsewhere. */
  readonly remoteWrite: boolean;
}

/** Monitoring of the monitoring itself: an alert that cannot be evaluated or sent does not exist. */
export const selfMonitoring = ({ namespace, expected, remoteWrite }: SelfMonitoringProps): ComponentMonitoring => ({
  component: 'monitoring',
  scrapes: [],
  recordingRules: [],
  alerts: [
    watchdog,
    targetDown,
    targetMissing(expected),
    ...prometheus,
    ...(remoteWrite ? [remoteWriteBehind] : []),
    ...alertmanager,
    ...volumeAlerts({
      prefix: 'Prometheus',
      namespace,
      claims: '.*-prometheus-[0-9]+',
      consequence: 'nothing is recorded and no alert fires',
    }),
  ],
  dashboard: null,
});

/** Always true. An outside service raises the alarm when it stops hearing of it. */
const watchdog: Alert = {
  name: 'Watchdog',
  expr: 'vector(1)',
  forSeconds: 0,
  severity: 'none',
  symptom: 'down',
  summary: 'Sign of life: this alert always fires, which shows that alerts are evaluated and sent.',
  description: 'The sign of life has the value {{ $value }}.',
};

const targetDown: Alert = {
  name: 'TargetDown',
  expr: 'up == 0',
  forSeconds: 600,
  severity: 'warning',
  symptom: 'down',
  summary: 'Prometheus cannot read the metrics of a process: its alerts cannot fire.',
  description: '{{ $labels.component }} at {{ $labels.instance }} does not expose its metrics (up: {{ $value }}).',
};

/** A target that no longer exists is down for nobody: this alert lists those that must exist. */
const targetMissing = (expected: readonly string[]): Alert => ({
  name: 'TargetMissing',
  expr: expected.map((component) => `absent(up{component="${component}"})`).join(' or '),
  forSeconds: 900,
  severity: 'warning',
  symptom: 'stale',
  summary: 'Prometheus has no target for a component: its alerts cannot fire.',
  description: 'There is no target for {{ $labels.component }}.',
});

const prometheus: readonly Alert[] = [
  {
    name: 'PrometheusConfigReloadFailed',
    expr: 'max_over_time(prometheus_config_last_reload_successful[5m]) == 0',
    forSeconds: 300,
    severity: 'warning',
    symptom: 'stale',
    summary: 'Prometheus could not load its new configuration and uses the previous one.',
    description: '{{ $labels.pod }} could not read its configuration (value {{ $value }}).',
  },
  {
    name: 'PrometheusRuleFailures',
    expr: 'sum by (component, pod) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0',
    forSeconds: 600,
    severity: 'critical',
    symptom: 'errors',
    summary: 'Rules fail to evaluate: the alerts among them cannot fire.',
    description: '{{ $labels.pod }}: {{ $value | humanize }} rule evaluations failed in five minutes.',
  },
  {
    name: 'PrometheusRulesLate',
    expr: 'sum by (component, pod) (increase(prometheus_rule_group_iterations_missed_total[5m])) > 0',
    forSeconds: 900,
    severity: 'warning',
    symptom: 'slow',
    summary: 'Rules take longer than their interval: alerts fire late.',
    description: '{{ $labels.pod }} skipped {{ $value | humanize }} evaluations in five minutes.',
  },
  {
    name: 'TargetOverLimit',
    expr: [
      'prometheus_target_scrapes_exceeded_body_size_limit_total',
      'prometheus_target_scrapes_exceeded_sample_limit_total',
      'prometheus_target_scrape_pool_exceeded_label_limits_total',
    ]
      .map((metric) => `sum by (component, pod) (increase(${metric}[10m]))`)
      .join(' + ')
      .concat(' > 0'),
    forSeconds: 300,
    severity: 'warning',
    symptom: 'full',
    summary: 'A target exposes more metrics than Prometheus accepts, so none of its metrics are recorded.',
    description: '{{ $labels.pod }} dropped {{ $value | humanize }} scrapes in ten minutes because they exceeded a limit.',
  },
  {
    name: 'PrometheusNotIngesting',
    expr: 'sum by (component, pod) (rate(prometheus_tsdb_head_samples_appended_total[5m])) <= 0',
    forSeconds: 600,
    severity: 'critical',
    symptom: 'stale',
    summary: 'Prometheus records no samples: no alert can fire.',
    description: '{{ $labels.pod }} records {{ $value | humanize }} samples per second.',
  },
  {
    name: 'PrometheusStorageFails',
    expr: 'sum by (component, pod) (increase(prometheus_tsdb_compactions_failed_total[3h]) + increase(prometheus_tsdb_wal_corruptions_total[3h])) > 0',
    forSeconds: 300,
    severity: 'warning',
    symptom: 'errors',
    summary: 'Prometheus cannot compact its data, or its log is damaged.',
    description: '{{ $labels.pod }}: {{ $value | humanize }} compactions failed or log corruptions occurred in three hours.',
  },
  {
    name: 'PrometheusWithoutAlertmanager',
    expr: 'max by (component, pod) (prometheus_notifications_alertmanagers_discovered) < 1',
    forSeconds: 600,
    severity: 'critical',
    symptom: 'down',
    summary: 'Prometheus has discovered no Alertmanager: nobody is notified of anything.',
    description: '{{ $labels.pod }} has discovered {{ $value }} Alertmanagers.',
  },
  {
    // 1 %: a restart of one of three members loses less.
    name: 'PrometheusNotificationsFail',
    expr: 'sum by (component, pod) (rate(prometheus_notifications_errors_total[5m])) / sum by (component, pod) (rate(prometheus_notifications_sent_total[5m])) > 0.01',
    forSeconds: 900,
    severity: 'warning',
    symptom: 'errors',
    summary: 'Prometheus cannot send alerts to an Alertmanager.',
    description: '{{ $labels.pod }}: {{ $value | humanizePercentage }} of the alerts could not be sent.',
  },
];

const remoteWriteBehind: Alert = {
  name: 'PrometheusRemoteWriteBehind',
  expr: 'max by (component, pod, remote_name) (max_over_time(prometheus_remote_storage_queue_highest_timestamp_seconds[5m])) - max by (component, pod, remote_name) (max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds[5m])) > 120',
  forSeconds: 900,
  severity: 'warning',
  symptom: 'stale',
  summary: 'Remote write lags behind.',
  description: '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind in sending to {{ $labels.remote_name }}.',
};

const alertmanager: readonly Alert[] = [
  {
    name: 'AlertmanagerConfigReloadFailed',
    expr: 'max_over_time(alertmanager_config_last_reload_successful[5m]) == 0',
    forSeconds: 300,
    severity: 'warning',
    symptom: 'stale',
    summary: 'Alertmanager could not load its new configuration and uses the previous one.',
    description: '{{ $labels.pod }} could not read its configuration (value {{ $value }}).',
  },
  {
    name: 'AlertmanagerNotificationsFail',
    expr: 'sum by (component, pod, integration) (rate(alertmanager_notifications_failed_total[5m])) / sum by (component, pod, integration) (rate(alertmanager_notifications_total[5m])) > 0.01',
    forSeconds: 300,
    severity: 'critical',
    symptom: 'errors',
    summary: 'Alertmanager cannot send notifications: alerts do not reach people.',
    description:
      '{{ $labels.pod }} fails to send {{ $value | humanizePercentage }} of the notifications through {{ $labels.integration }}.',
  },
  {
    name: 'AlertmanagerClusterOutOfSync',
    expr: 'max by (component, pod) (max_over_time(alertmanager_cluster_members[5m])) < on (component) group_left () count by (component) (up{component="alertmanager"})',
    forSeconds: 900,
    severity: 'warning',
    symptom: 'stale',
    summary: 'The members of Alertmanager do not see each other: people are notified twice.',
    description: '{{ $labels.pod }} sees {{ $value }} members.',
  },
];
