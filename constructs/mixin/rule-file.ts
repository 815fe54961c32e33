import type { Alert, ComponentMonitoring, RecordingRule } from './component-monitoring';

/** Interval at which the rules are evaluated. */
export const EVALUATION_SECONDS = 30;

export interface RuleFileOptions {
  /** URL of the runbooks' folder, without a trailing slash. */
  readonly runbooks: string;
}

/**
 * The rules of one component as Prometheus reads them. JSON is YAML, and avoids surprises with quotes.
 *
 * The labels are `area` (the rule group), `severity` and `symptom`; `component` comes from the series, which know their component.
 */
export function ruleFile({ component, recordingRules, alerts }: ComponentMonitoring, options: RuleFileOptions): string {
  const groups = [
    { name: `${component}-recording`, interval: `${EVALUATION_SECONDS}s`, rules: recordingRules.map(recording) },
    { name: `${component}-alerts`, interval: `${EVALUATION_SECONDS}s`, rules: alerts.map((alert) => alerting(component, alert, options)) },
  ];
  return `${JSON.stringify({ groups: groups.filter(({ rules }) => rules.length > 0) }, null, 2)}\n`;
}

const recording = ({ record, expr, labels }: RecordingRule) => ({ record, expr, ...(labels === undefined ? {} : { labels }) });

const alerting = (component: string, alert: Alert, options: RuleFileOptions) => ({
  alert: alert.name,
  expr: alert.expr,
  for: `${alert.forSeconds}s`,
  labels: alertLabels(component, alert),
  annotations: { summary: alert.summary, description: alert.description, runbook_url: runbookUrl(alert, options) },
});

/** Labels of every instance of an alert, beside those of its series. */
export const alertLabels = (component: string, { severity, symptom }: Alert): Record<'area' | 'severity' | 'symptom', string> => ({
  area: component,
  severity,
  symptom,
});

export const runbookUrl = ({ name }: Pick<Alert, 'name'>, { runbooks }: RuleFileOptions): string => `${runbooks}/${name}.md`;
