import { dashboard } from '../../../constructs/mixin/dashboard';
import { watched } from '../../support/monitoring/components';
import { dashboardProblems, dashboards, queriesOf, type Model } from '../../support/monitoring/dashboards';
import { metricNames } from '../../support/monitoring/metric-names';

const example = () =>
  JSON.parse(
    JSON.stringify(
      dashboard({
        uid: 'example',
        title: 'Example',
        description: 'An example.',
        rows: {
          Row: [
            { title: 'Lines', description: 'Lines.', unit: 's', queries: { a: 'up', b: 'up == 0' }, limit: 2 },
            { title: 'Number', description: 'A number.', unit: 'none', shows: 'number', queries: { a: 'up' } },
          ],
        },
      }),
    ),
  ) as { uid: string; panels: Record<string, unknown>[] };

const broken = (change: (panel: Record<string, unknown>) => void): readonly string[] => {
  const model = example();
  const [, panel] = model.panels;
  if (panel === undefined) throw new Error('the example has no panel');
  change(panel);
  return dashboardProblems(model);
};

describe('dashboards', () => {
  it.each(dashboards.map((model): [string, Model] => [String(model.uid), model]))(
    '%s has titles, units, descriptions, and room for each panel',
    (_, model) => {
      expect(dashboardProblems(model)).toEqual([]);
    },
  );

  it.each(watched.map(({ title, monitoring }) => [title, monitoring] as const))(
    '%s has a dashboard of its own name, or none',
    (_, { component, dashboard: own }) => {
      expect(own === null ? component : own.uid).toBe(component);
    },
  );

  it('use recorded series that are recorded', () => {
    const recorded = new Set(watched.flatMap(({ monitoring }) => monitoring.recordingRules.map(({ record }) => record)));
    const used = dashboards.flatMap(queriesOf).flatMap(metricNames);
    const alerts = watched
      .flatMap(({ monitoring }) => [...monitoring.alerts, ...monitoring.recordingRules])
      .flatMap(({ expr }) => metricNames(expr));
    expect([...new Set([...used, ...alerts])].filter((name) => name.includes(':') && !recorded.has(name))).toEqual([]);
  });

  it.each([
    ['a title', (panel: Record<string, unknown>) => (panel.title = ''), 'a panel: it has no title'],
    ['a description', (panel: Record<string, unknown>) => delete panel.description, 'Lines: it has no description'],
    ['a unit', (panel: Record<string, unknown>) => (panel.fieldConfig = {}), 'Lines: it has no unit'],
    ['a query', (panel: Record<string, unknown>) => (panel.targets = []), 'Lines: it shows nothing'],
    ['the data source', (panel: Record<string, unknown>) => (panel.targets = [{ expr: 'up' }]), 'Lines: it asks another data source'],
    ['a place of its own', (panel: Record<string, unknown>) => (panel.gridPos = { x: 4, y: 1, w: 8, h: 8 }), 'Number: it covers Lines'],
  ])('one without %s is found', (_, change, problem) => {
    expect(broken(change).map((line) => line.replace(/^: /, 'a panel: '))).toContain(problem);
  });

  it('a limit is a red line', () => {
    expect(JSON.stringify(example())).toContain('"thresholdsStyle":{"mode":"dashed"}');
  });
});
