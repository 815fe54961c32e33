import type { ComponentName, PortName } from '../../config';

/** Where the metrics of a component are read. */
export interface Scrape {
  /** Whose pods are asked. */
  readonly component: ComponentName;
  /** Which of its ports. */
  readonly port: PortName;
  /** Path of the metrics. */
  readonly path: string;
  readonly intervalSeconds: number;
  /** The metrics are about others and say whose they are: they get no label of the pod that was asked. Default no. */
  readonly aboutOthers?: boolean;
}

/** An expression that is calculated ahead, under a name of the form `level:metric:operations`. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * `critical` wakes somebody: users notice it now, or will before the morning. `warning` is for the next working day. `info` only shows, and
 * holds others back. `none` is no alert: the sign of life that something outside waits for.
 */
export type Severity = 'critical' | 'warning' | 'info' | 'none';

/** What can be wrong with a component; the columns of the coverage table. */
export type Symptom = 'down' | 'slow' | 'full' | 'errors' | 'stale';

export interface Alert {
  /** PascalCase; its runbook is `docs/runbooks/<name>.md`. */
  readonly name: string;
  readonly expr: string;
  /** How long the expression has to be true. */
  readonly forSeconds: number;
  readonly severity: Severity;
  readonly symptom: Symptom;
  /** One line, without values. */
  readonly summary: string;
  /** With the values, in Prometheus' template language. */
  readonly description: string;
}

/** What it takes to watch one component, whichever engine runs it: plain data, no token and no construct. */
export interface ComponentMonitoring {
  /** Names the group of rules and the dashboard; a row of the coverage table. */
  readonly component: string;
  readonly scrapes: readonly Scrape[];
  readonly recordingRules: readonly RecordingRule[];
  readonly alerts: readonly Alert[];
  /** Grafana's dashboard model as plain data, its `uid` the component; null where another component's shows it. */
  readonly dashboard: Readonly<Record<string, unknown>> | null;
}
