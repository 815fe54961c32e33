/**
 * Dashboards as plain data. Only the types of Grafana's SDK are used: loading its builders took a tenth of a synth (docs/adr/014). A test
 * compares with what they build.
 */
import type { Dashboard as Model, FieldConfig, GridPos, Panel as PanelModel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { dataquery as Query } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Options as NumberOptions } from '@grafana/grafana-foundation-sdk/stat';
import type { FieldConfig as LinesStyle, Options as LinesOptions } from '@grafana/grafana-foundation-sdk/timeseries';

/** Units, by Grafana's names for them. https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
export type Unit = 'percentunit' | 's' | 'bytes' | 'short' | 'reqps' | 'ops' | 'Bps' | 'none';

export interface Panel {
  readonly title: string;
  /** Normal and abnormal values, and what to do about them. */
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

/** A model as data: the values of the SDK's enumerations in place of their members, which exist only in its JavaScript. */
type Data<T> = T extends string ? `${T}` : T extends object ? { readonly [Key in keyof T]: Data<T[Key]> } : T;

/** Grafana's grid has 24 columns. Panels are a third of it wide; those that show a number, a sixth. */
const COLUMNS = 24;
const LINES = { h: 8, w: 8 };
const NUMBER = { h: 4, w: 4 };

/** Grafana's dashboard model, as plain data. */
export function dashboard({ uid, title, description, rows }: Dashboard): Readonly<Record<string, unknown>> {
  let bottom = 0;
  const panels = Object.entries(rows).flatMap(([rowTitle, inRow]) => {
    const row: Data<RowPanel> = {
      type: 'row',
      collapsed: false,
      id: 0,
      panels: [],
      title: rowTitle,
      gridPos: { x: 0, y: bottom, h: 1, w: COLUMNS },
    };
    const places = placesOf(inRow, bottom + 1);
    bottom = Math.max(...places.map(({ y, h }) => y + h), bottom + 1);
    return [row, ...places.map(({ panel, ...place }) => panelOf(panel, place))];
  });
  return {
    timezone: 'browser',
    editable: false,
    graphTooltip: 1, // all panels share a cross hair
    fiscalYearStartMonth: 0,
    schemaVersion: 41,
    templating: {},
    annotations: {},
    title,
    uid,
    description,
    tags: ['massrouter'],
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    panels,
  } satisfies Data<Omit<Model, 'panels'>> & { readonly panels: readonly (PlainPanel | Data<RowPanel>)[] };
}

/** From left to right; what has no room there is below the tallest. */
function placesOf(panels: readonly Panel[], top: number): readonly (GridPos & { readonly panel: Panel })[] {
  let [x, y, height] = [0, top, 0];
  return panels.map((panel) => {
    const { h, w } = panel.shows === 'number' ? NUMBER : LINES;
    if (x + w > COLUMNS) [x, y, height] = [0, y + height, 0];
    const place = { panel, h, w, x, y };
    [x, height] = [x + w, Math.max(height, h)];
    return place;
  });
}

type PlainQuery = Data<Omit<Query, '_implementsDataqueryVariant'>>;
type PlainPanel = Data<Omit<PanelModel, 'targets'>> & { readonly targets: readonly PlainQuery[] };

function panelOf(panel: Panel, gridPos: GridPos): PlainPanel {
  const common = { transparent: false, repeatDirection: 'h', gridPos } as const;
  const { title, description } = panel;
  const asked = { datasource: DATA_SOURCE, targets: Object.entries(panel.queries).map(target) };
  if (panel.shows === 'number') {
    const fieldConfig = { defaults: { unit: panel.unit, ...thresholds(panel) }, overrides: [] };
    return { type: 'stat', ...common, options: numberOptions, title, description, fieldConfig, ...asked };
  }
  const style = panel.limit === undefined ? {} : { custom: dashed };
  const fieldConfig = { defaults: { min: 0, ...style, unit: panel.unit, ...thresholds(panel) }, overrides: [] };
  return { type: 'timeseries', ...common, fieldConfig, options: linesOptions, title, description, ...asked };
}

const dashed: Data<LinesStyle> = { thresholdsStyle: { mode: 'dashed' } };

const linesOptions: Data<LinesOptions> = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'multi', sort: 'desc' },
};

const numberOptions: Data<NumberOptions> = {
  graphMode: 'area',
  colorMode: 'value',
  justifyMode: 'auto',
  textMode: 'auto',
  wideLayout: true,
  showPercentChange: false,
  reduceOptions: { calcs: ['lastNotNull'] },
  percentChangeColorMode: 'standard',
  orientation: 'auto',
};

function thresholds({ limit }: Panel): Pick<Data<FieldConfig>, 'thresholds'> {
  if (limit === undefined) return {};
  const steps = [
    { value: null, color: 'green' },
    { value: limit, color: 'red' },
  ];
  return { thresholds: { mode: 'absolute', steps } };
}

const target = ([legend, expr]: readonly [string, string], index: number): PlainQuery => ({
  expr,
  refId: String.fromCodePoint(65 + index),
  datasource: DATA_SOURCE,
  legendFormat: legend,
});
