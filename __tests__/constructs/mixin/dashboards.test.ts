import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as NumberBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as LinesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { dashboard, DATA_SOURCE } from '../../../constructs/mixin/dashboard';
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

  it('are what Grafana’s own builders make', () => {
    const query = (refId: string, legend: string, expr: string) =>
      new DataqueryBuilder().refId(refId).datasource(DATA_SOURCE).expr(expr).legendFormat(legend);
    const limit = new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
      { value: null, color: 'green' },
      { value: 2, color: 'red' },
    ]);
    const lines = new LinesBuilder()
      .span(8)
      .height(8)
      .min(0)
      .legend(new VizLegendOptionsBuilder().showLegend(true))
      .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
      .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
      .title('Lines')
      .description('Lines.')
      .unit('s')
      .datasource(DATA_SOURCE)
      .thresholds(limit)
      .withTarget(query('A', 'a', 'up'))
      .withTarget(query('B', 'b', 'up == 0'));
    const number = new NumberBuilder()
      .span(4)
      .height(4)
      .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
      .title('Number')
      .description('A number.')
      .unit('none')
      .datasource(DATA_SOURCE)
      .withTarget(query('A', 'a', 'up'));
    const built = new DashboardBuilder('Example')
      .uid('example')
      .description('An example.')
      .tags(['massrouter'])
      .timezone('browser')
      .refresh('30s')
      .time({ from: 'now-6h', to: 'now' })
      .tooltip(DashboardCursorSync.Crosshair)
      .readonly()
      .withRow(new RowBuilder('Row'))
      .withPanel(lines)
      .withPanel(number)
      .build();
    expect(example()).toEqual(JSON.parse(JSON.stringify(built)));
  });

  it('begin a row below the tallest panel of the one before, and a line below what has no more room', () => {
    const panel = (title: string, shows: 'lines' | 'number') =>
      ({ title, description: 'A.', unit: 's', shows, queries: { a: 'up' } }) as const;
    const rows = {
      One: ['a', 'b', 'c', 'd'].map((title) => panel(title, 'lines')),
      Two: ['e', 'f'].map((title) => panel(title, 'number')),
      None: [],
      Three: [panel('g', 'lines')],
    };
    const { panels } = dashboard({ uid: 'a', title: 'A', description: 'A.', rows }) as unknown as {
      panels: { title: string; gridPos: { x: number; y: number } }[];
    };
    expect(panels.map(({ title, gridPos: { x, y } }) => `${title} ${x} ${y}`)).toEqual([
      ...['One 0 0', 'a 0 1', 'b 8 1', 'c 16 1', 'd 0 9', 'Two 0 17', 'e 0 18', 'f 4 18', 'None 0 22', 'Three 0 23', 'g 0 24'],
    ]);
  });
});
