import type { Alert, ComponentMonitoring } from '../../../constructs/mixin/component-monitoring';
import { alertLabels, EVALUATION_SECONDS, runbookUrl } from '../../../constructs/mixin/rule-file';
import type { Watched } from './components';
import { metricNames } from './metric-names';
import type { AlertTest, Expected, Silence, Situation, Wrong } from './rule-test';

export const RUNBOOKS = 'https://runbooks.example/docs/runbooks';

/** The file for `promtool test rules`: of each alert one test that fires and one that keeps silent. */
export function promtoolFile({ monitoring, tests }: Watched, ruleFileName: string): string {
  const instance = (alert: Alert, { labels, description }: Expected) => ({
    exp_labels: { ...labels, ...alertLabels(monitoring.component, alert) },
    exp_annotations: { summary: alert.summary, description, runbook_url: runbookUrl(alert, { runbooks: RUNBOOKS }) },
  });
  const fires = (alert: Alert, test: Wrong) =>
    situation(
      alert,
      `${alert.name} fires`,
      test,
      test.alerts.map((expected) => instance(alert, expected)),
    );
  const silent = (alert: Alert, test: Silence) => situation(alert, `${alert.name} keeps silent: ${test.because}`, test, []);
  const both = monitoring.alerts.flatMap((alert) => {
    const test = tests[alert.name];
    return test === undefined
      ? []
      : [...[test.fires, ...(test.alsoFires ?? [])].map((one) => fires(alert, one)), ...silences(test).map((one) => silent(alert, one))];
  });
  // Otherwise promtool takes the groups in an order of its own, and an alert sees what was recorded now or half a minute ago.
  const order = [`${monitoring.component}-recording`, `${monitoring.component}-alerts`];
  const settings = { rule_files: [ruleFileName], evaluation_interval: `${EVALUATION_SECONDS}s`, group_eval_order: order };
  return JSON.stringify({ ...settings, tests: both }, null, 2);
}

/** A component with one of its alerts, and the recorded series that this one is made of. */
export function alertAlone(monitoring: ComponentMonitoring, alert: Alert): ComponentMonitoring {
  const needed = new Set<string>();
  const need = (expr: string): void => {
    for (const name of metricNames(expr)) {
      if (needed.has(name)) continue;
      needed.add(name);
      monitoring.recordingRules.filter(({ record }) => record === name).forEach((rule) => need(rule.expr));
    }
  };
  need(alert.expr);
  return { ...monitoring, alerts: [alert], recordingRules: monitoring.recordingRules.filter(({ record }) => needed.has(record)) };
}

const silences = ({ silent, alsoSilent = [] }: AlertTest): readonly Silence[] => [...('never' in silent ? [] : [silent]), ...alsoSilent];

/** Before it fired it was pending, and for as long as it says: a blip wakes nobody. */
const waited = (name: string, forSeconds: number, atMinutes: number) => ({
  expr: `max(count_over_time(ALERTS{alertname="${name}",alertstate="pending"}[${atMinutes + 1}m])) >= bool ${Math.ceil(forSeconds / EVALUATION_SECONDS)}`,
  eval_time: `${atMinutes}m`,
  exp_samples: [{ labels: '{}', value: 1 }],
});

const situation = (
  { name, forSeconds }: Alert,
  title: string,
  { series, atMinutes, everyMinutes }: Situation,
  alerts: readonly object[],
) => ({
  name: title,
  interval: `${everyMinutes ?? 1}m`,
  input_series: Object.entries(series).map(([head, values]) => ({ series: head, values })),
  ...(alerts.length === 0 || forSeconds === 0 ? {} : { promql_expr_test: [waited(name, forSeconds, atMinutes)] }),
  alert_rule_test: [{ eval_time: `${atMinutes}m`, alertname: name, exp_alerts: alerts }],
});
