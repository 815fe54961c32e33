/** No alert fires on a share of next to nothing, and no matcher is a regular expression for one value. */
import { watched } from '../support/monitoring/components';

/** A share of events, or a mean or a quantile over them: what one of two events can be half of. */
const sharesEvents = (expr: string): boolean =>
  (/ \/ /.test(expr) && /\brate\(|sum_over_time\(|_sum\b/.test(expr)) || /:(ratio|quantile)_rate\w+/.test(expr);

/** A condition beside it on how many events there are. */
const hasFloor = (expr: string): boolean =>
  expr.split(/\band\b/).length > 1 &&
  expr
    .split(/\band\b/)
    .slice(1)
    .some((part) => /(>=?) \d[\d.]*\s*\)*\s*($|or\b)/.test(part.trim()) && !/:(ratio|quantile)_rate\w+ *>/.test(part));

/** Alerts on a share that need none, and why. */
const without: Readonly<Record<string, string>> = {
  PrometheusNotificationsFail: 'an alert that is lost is one too many, however few there are',
  AlertmanagerNotificationsFail: 'a notification that is lost is one too many, however few there are',
  LoadBalancerCannotConnect: 'it is a number a second; what is divided is the minute of CloudWatch’s sum',
};

/** Values of a matcher with =~ that are plain text. */
const needless = (expr: string): readonly string[] => [...expr.matchAll(/\w+=~"[\w-]*"/g)].map(([matcher]) => matcher);

const alerts = watched.flatMap(({ title, monitoring }) => monitoring.alerts.map(({ name, expr }) => ({ title, name, expr })));

const lacking = (all: typeof alerts): readonly string[] =>
  all.filter(({ name, expr }) => sharesEvents(expr) && !hasFloor(expr) && !(name in without)).map(({ title, name }) => `${title}: ${name}`);

test('every alert on a share of events asks that there are enough of them', () => {
  expect(lacking(alerts)).toEqual([]);
});

test('nothing is excused that needs no excuse', () => {
  const excused = alerts.filter(({ name, expr }) => name in without && sharesEvents(expr)).map(({ name }) => name);
  expect([...new Set(excused)].sort()).toEqual(Object.keys(without).sort());
});

test.each([
  'sum(rate(bad_total[5m])) / sum(rate(all_total[5m])) > 0.05',
  'component:http_errors:ratio_rate5m > 0.01',
  'component:latency:quantile_rate5m{quantile="0.95"} > 1 and component:http_errors:ratio_rate5m > 0.01',
  'sum(aws_errors_sum) / sum(aws_all_sum) > 0.01',
])('%s has no floor', (expr) => {
  expect(lacking([{ title: 'example', name: 'Example', expr }])).toEqual(['example: Example']);
});

test('no rule and no panel matches one value by a regular expression', () => {
  const texts = watched.flatMap(({ monitoring }) => [
    ...[...monitoring.alerts, ...monitoring.recordingRules].map(({ expr }) => expr),
    JSON.stringify(monitoring.dashboard ?? {}).replaceAll('\\"', '"'),
  ]);
  expect([...new Set(texts.flatMap(needless))]).toEqual([]);
  expect(needless('up{namespace=~"openrouter",pod=~"a|b"}')).toEqual(['namespace=~"openrouter"']);
});
