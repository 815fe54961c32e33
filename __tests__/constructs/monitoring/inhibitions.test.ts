import { alertLabels } from '../../../constructs/mixin/rule-file';
import { inhibitions, type Inhibition, type Matchers } from '../../../constructs/monitoring/inhibitions';
import { watched } from '../../support/monitoring/components';

/** Every alert with the labels that its rule gives it. */
const alerts = watched.flatMap(({ monitoring }) =>
  monitoring.alerts.map((alert) => ({ alertname: alert.name, ...alertLabels(monitoring.component, alert) })),
);

function matches(labels: Readonly<Record<string, string>>, matchers: Matchers): boolean {
  return matchers.every((matcher) => {
    const parts = /^(\w+)(=~|=)"(.*)"$/.exec(matcher);
    if (parts === null) throw new Error(`no matcher: ${matcher}`);
    const [, name = '', operator, value = ''] = parts;
    const is = labels[name] ?? '';
    return operator === '=' ? is === value : new RegExp(`^(?:${value})$`).test(is);
  });
}

/** What is wrong with the tree. */
function problems(tree: readonly Inhibition[]): readonly string[] {
  return tree.flatMap(({ because, sources, targets }) => [
    ...(alerts.some((alert) => matches(alert, sources)) ? [] : [`${because}: no alert is its cause`]),
    ...(alerts.some((alert) => matches(alert, targets)) ? [] : [`${because}: no alert is held back`]),
    ...alerts
      .filter((alert) => matches(alert, sources) && matches(alert, targets))
      .map(({ alertname }) => `${because}: ${alertname} holds itself back`),
    ...alerts
      .filter((alert) => alert.severity === 'none' && (matches(alert, sources) || matches(alert, targets)))
      .map(({ alertname }) => `${because}: ${alertname} is the sign of life`),
  ]);
}

/** Who can hold whom back, whatever the labels that have to be equal. */
const heldBackBy = (name: string): readonly string[] => {
  const of = alerts.filter(({ alertname }) => alertname === name);
  const rules = inhibitions.filter(({ targets }) => of.some((alert) => matches(alert, targets)));
  return [...new Set(rules.flatMap(({ sources }) => alerts.filter((alert) => matches(alert, sources)).map(({ alertname }) => alertname)))];
};

describe('the tree of inhibitions', () => {
  it('names alerts that exist, and none is held back by itself', () => {
    expect(problems(inhibitions)).toEqual([]);
  });

  it('holds errors of the services back while a store or the service itself is the cause', () => {
    expect(heldBackBy('LoadBalancerErrors')).toEqual(expect.arrayContaining(['ServiceDown', 'HighErrorRate', 'LoadBalancerDown']));
    expect(heldBackBy('AvailabilityBudgetBurnsFast')).toContain('HighErrorRate');
  });

  it('holds nothing back that says that a store, a service or a node is gone', () => {
    for (const name of ['ServiceDown', 'NodeNotReady', 'LoadBalancerDown', 'Watchdog'])
      expect([name, heldBackBy(name)]).toEqual([name, []]);
  });

  it('has no circle: of two alerts that hold each other back nobody would hear', () => {
    const names = [...new Set(alerts.map(({ alertname }) => alertname))];
    const above = (name: string, seen: readonly string[]): readonly string[] =>
      seen.includes(name) ? [name] : heldBackByName(name).flatMap((cause) => above(cause, [...seen, name]));
    // Of the rule from critical to warning the severities keep the two apart.
    const heldBackByName = (name: string): readonly string[] => heldBackBy(name).filter((cause) => isCauseByName(cause, name));
    const isCauseByName = (cause: string, name: string): boolean =>
      inhibitions
        .slice(1)
        .some(
          ({ sources, targets }) =>
            alerts.some((alert) => alert.alertname === cause && matches(alert, sources)) &&
            alerts.some((alert) => alert.alertname === name && matches(alert, targets)),
        );
    expect(names.flatMap((name) => above(name, []))).toEqual([]);
  });

  it('is checked: a cause that is no alert, and an alert that holds itself back, are found', () => {
    const rule = { because: 'test', equal: [] };
    expect(problems([{ ...rule, sources: ['alertname="NoSuch"'], targets: ['alertname="ServiceDown"'] }])).toEqual([
      'test: no alert is its cause',
    ]);
    expect(problems([{ ...rule, sources: ['alertname=~"Service.*"'], targets: ['alertname="ServiceDown"'] }])).toEqual([
      'test: ServiceDown holds itself back',
    ]);
    expect(problems([{ ...rule, sources: ['alertname="ServiceDown"'], targets: ['severity="none"'] }])).toEqual([
      'test: Watchdog is the sign of life',
    ]);
  });
});
