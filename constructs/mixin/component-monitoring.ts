import type { ComponentName, PortName } from '../../config';

/** Where a component's metrics are scraped. */
export interface Scrape {
  /** Component whose pods are scraped. */
  readonly component: ComponentName;
  /** Name of the port. */
  readonly port: PortName;
  /** Path of the metrics. */
  readonly path: string;
  readonly intervalSeconds: number;
  /** Whether the metrics describe other programs and carry their labels: they get no label of the scraped pod. Default no. */
  readonly aboutOthers?: boolean;
}

/** An expression evaluated ahead of time, under a name of the form `level:metric:operations`. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * `critical` wakes somebody: users notice it now, or will before the morning. `warning` is for the next working day. `info` is only shown,
 * and inhibits others. `none` is no alert: it is the heartbeat that an outside service waits for.
 */
export type Severity = 'critical' | 'warning' | 'info' | 'none';

/** Symptoms of a component; the columns of the coverage table. */
export type Symptom = 'down' | 'slow' | 'full' | 'errors' | 'stale';

export interface Alert {
  /** PascalCase; its runbook is `docs/runbooks/<name>.md`. */
  readonly name: string;
  readonly expr: string;
  /** Time for which the expression must be true. */
  readonly forSeconds: number;
  readonly severity: Severity;
  readonly symptom: Symptom;
  /** One line, without values. */
  readonly summary: string;
  /** One line with the values, in Prometheus' template language. */
  readonly description: string;
}

/** Everything needed to watch one component, whichever engine runs it: plain data, no token and no construct. */
export interface ComponentMonitoring {
  /** Name of the rule group and of the dashboard; a row of the coverage table. */
  readonly component: string;
  readonly scrapes: readonly Scrape[];
  readonly recordingRules: readonly RecordingRule[];
  readonly alerts: readonly Alert[];
  /** Grafana's dashboard model as plain data, its `uid` the component; null where another component's dashboard covers it. */
  readonly dashboard: Readonly<Record<string, unknown>> | null;
}
