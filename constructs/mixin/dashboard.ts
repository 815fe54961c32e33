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
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** Units, by Grafana's names for them. https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
export type Unit = 'percentunit' | 's' | 'bytes' | 'short' | 'reqps' | 'ops' | 'Bps' | 'none';

export interface Panel {
  readonly title: string;
  /** What is normal, what is not, and what to do then. */
  readonly description: string;
  readonly unit: Unit;
  /** Queries by their legend, in Grafana's template language. */
  readonly queries: Readonly<Record<string, string>>;
  /** Form of the panel; `number` shows the last value; default `lines`. */
  readonly shows?: 'lines' | 'number';
  /** Threshold from which the panel is red. */
  readonly limit?: number;
}

export interface Dashboard {
  /** Name of the component; part of the dashboard's address. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Panels by the title of their row. */
  readonly rows: Readonly<Record<string, readonly Panel[]>>;
}

/** Grafana's only data source, as provisioned. */
export const DATA_SOURCE = { type: 'prometheus', uid: 'prometheus' } as const;

/** Panels are a third of Grafana's 24 columns wide; those that show a number, a sixth. */
const HEIGHT = 8;
const WIDTH = 8;
const NUMBER_WIDTH = 4;

/** Grafana's dashboard model, as plain data. */
export function dashboard({ uid, title, description, rows }: Dashboard): Readonly<Record<string, unknown>> {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['massrouter'])
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly();
  for (const [row, panels] of Object.entries(rows)) {
    builder.withRow(new RowBuilder(row));
    for (const panel of panels) builder.withPanel(panel.shows === 'number' ? numberPanel(panel) : linesPanel(panel));
  }
  return JSON.parse(JSON.stringify(builder.build())) as Record<string, unknown>;
}

function linesPanel(panel: Panel): TimeseriesBuilder {
  const builder = new TimeseriesBuilder()
    .span(WIDTH)
    .height(HEIGHT)
    .min(0)
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (panel.limit !== undefined) builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  return describe(builder, panel);
}

function numberPanel(panel: Panel): StatBuilder {
  const builder = new StatBuilder()
    .span(NUMBER_WIDTH)
    .height(HEIGHT / 2)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));
  return describe(builder, panel);
}

function describe<Builder extends TimeseriesBuilder | StatBuilder>(
  builder: Builder,
  { title, description, unit, queries, limit }: Panel,
): Builder {
  builder.title(title).description(description).unit(unit).datasource(DATA_SOURCE);
  if (limit !== undefined) {
    builder.thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
        { value: null, color: 'green' },
        { value: limit, color: 'red' },
      ]),
    );
  }
  Object.entries(queries).forEach(([legend, expr], index) => {
    builder.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCodePoint(65 + index))
        .datasource(DATA_SOURCE)
        .expr(expr)
        .legendFormat(legend),
    );
  });
  return builder;
}
