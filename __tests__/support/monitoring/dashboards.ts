/** Every dashboard, in every form its component can take. */
import { watched } from './components';

export type Model = Readonly<Record<string, unknown>>;

export const dashboards: readonly Model[] = watched.flatMap(({ monitoring }) =>
  monitoring.dashboard === null ? [] : [monitoring.dashboard],
);

interface Target {
  readonly expr?: string;
  readonly refId?: string;
  readonly datasource?: { readonly uid?: string };
}
interface ShownPanel {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults?: { readonly unit?: string } };
  readonly targets?: readonly Target[];
}

const panelsOf = (model: Model): readonly ShownPanel[] => (model.panels ?? []) as readonly ShownPanel[];

export const queriesOf = (model: Model): readonly string[] =>
  panelsOf(model).flatMap(({ targets = [] }) => targets.map(({ expr = '' }) => expr));

/** What is wrong with a dashboard, one line a problem. */
export function dashboardProblems(model: Model): readonly string[] {
  const problems = typeof model.uid === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(model.uid) ? [] : ['its uid is no short name'];
  const panels = panelsOf(model).filter(({ type }) => type !== 'row');
  return [
    ...problems,
    ...(panels.length === 0 ? ['it has no panel'] : []),
    ...panels.flatMap((panel) => panelProblems(panel).map((problem) => `${panel.title ?? 'a panel'}: ${problem}`)),
    ...overlaps(panelsOf(model)),
  ];
}

function panelProblems({ title, description, fieldConfig, targets = [] }: ShownPanel): readonly string[] {
  return [
    ...(title ? [] : ['it has no title']),
    ...(description ? [] : ['it has no description']),
    ...(fieldConfig?.defaults?.unit ? [] : ['it has no unit']),
    ...(targets.length === 0 ? ['it shows nothing'] : []),
    ...(new Set(targets.map(({ refId }) => refId)).size === targets.length ? [] : ['two queries have one name']),
    ...(targets.every(({ datasource }) => datasource?.uid === 'prometheus') ? [] : ['it asks another data source']),
  ];
}

function overlaps(panels: readonly ShownPanel[]): readonly string[] {
  const covered = new Map<string, string>();
  const problems: string[] = [];
  for (const { title = '', gridPos } of panels) {
    if (gridPos === undefined) continue;
    if (gridPos.x + gridPos.w > 24) problems.push(`${title}: it is beyond the right edge`);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        const other = covered.get(`${x},${y}`);
        if (other !== undefined && !problems.includes(`${title}: it covers ${other}`)) problems.push(`${title}: it covers ${other}`);
        covered.set(`${x},${y}`, title);
      }
    }
  }
  return problems;
}
