import type { ComponentMonitoring, Symptom } from './component-monitoring';

export const symptoms: readonly Symptom[] = ['down', 'slow', 'full', 'errors', 'stale'];

export interface CoverageOptions {
  /** Path of the runbooks' folder, from the page that has the table. */
  readonly runbooks: string;
  /** Why a component has no alert for a symptom, by `component.symptom`. */
  readonly reasons: Readonly<Record<string, string>>;
}

/**
 * Which alert reports which symptom of which component, as a Markdown table. The variants of a component, by engine, share one row.
 * @throws Error for an empty cell without a reason, and for a reason that is no longer needed
 */
export function coverageTable(monitorings: readonly ComponentMonitoring[], { runbooks, reasons }: CoverageOptions): string {
  const components = [...new Set(monitorings.filter(isWatched).map(({ component }) => component))];
  const unused = new Set(Object.keys(reasons));
  const cell = (component: string, symptom: Symptom): string => {
    const alerts = monitorings
      .filter((monitoring) => monitoring.component === component)
      .flatMap((monitoring) => monitoring.alerts)
      .filter((alert) => alert.symptom === symptom)
      .map(({ name }) => name);
    if (alerts.length > 0)
      return [...new Set(alerts)]
        .sort()
        .map((name) => `[${name}](${runbooks}/${name}.md)`)
        .join(', ');
    const place = `${component}.${symptom}`;
    const reason = reasons[place];
    if (reason === undefined) throw new Error(`no alert tells when ${component} is "${symptom}", and no reason is given`);
    unused.delete(place);
    return `– ${reason}`;
  };
  const rows = components.map((component) => [component, ...symptoms.map((symptom) => cell(component, symptom))]);
  if (unused.size > 0) throw new Error(`there is an alert, or no such place, for the reasons ${[...unused].sort().join(', ')}`);
  return [['component', ...symptoms], ['', ...symptoms].map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A component that only shows others has no symptoms of its own. */
const isWatched = ({ scrapes, alerts, dashboard }: ComponentMonitoring): boolean =>
  dashboard === null || alerts.length > 0 || scrapes.length > 0;

/** Why a cell of the table is empty. */
export const coverageReasons: Readonly<Record<string, string>> = {
  'load-balancer.slow': 'the probes tell, whatever the engine',
  'load-balancer.stale': 'its certificate: the probes tell',
  'probes.full': 'a host has no size',
  'probes.errors': 'an answer that is wrong is a probe that failed',
  'object-storage.stale': 'what is read is what was written last',
  'backup.down': 'a job runs at its hour only: stale tells that it did not',
  'backup.full': 'its bucket is object storage’s',
};
