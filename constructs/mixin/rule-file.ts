import type { Alert, ComponentMonitoring, RecordingRule } from './component-monitoring';

/** How often the rules are evaluated. */
export const EVALUATION_SECONDS = 30;

export interface RuleFileOptions {
  /** Where the folder with the runbooks can be read, without a slash at its end. */
  readonly runbooks: string;
}

/**
 * The rules of one component as Prometheus reads them. JSON is YAML, and knows no surprise about quotes.
 *
 * The labels are `area` (the group of rules), `severity` and `symptom`; `component` is left to the series, which say whose they are.
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

/** The labels that every instance of an alert has, beside those of its series. */
export const alertLabels = (component: string, { severity, symptom }: Alert): Record<'area' | 'severity' | 'symptom', string> => ({
  area: component,
  severity,
  symptom,
});

export const runbookUrl = ({ name }: Pick<Alert, 'name'>, { runbooks }: RuleFileOptions): string => `${runbooks}/${name}.md`;
