/** The tests of alerts, as plain data from which promtool's files are written. */

/** Series by their name with labels, and their samples in promtool's notation: `0+10x60` begins at 0 and adds 10 sixty times. */
export type Series = Readonly<Record<string, string>>;

export interface Situation {
  readonly series: Series;
  /** When it is looked at, in minutes after the first sample. */
  readonly atMinutes: number;
  /** Minutes between two samples; default 1. */
  readonly everyMinutes?: number;
}

/** An alert that is expected, without the labels and annotations that every instance of it has. */
export interface Expected {
  /** Labels of the series that are left after the expression. */
  readonly labels: Readonly<Record<string, string>>;
  /** The description as it is read, with its values. */
  readonly description: string;
}

export interface AlertTest {
  /** Something is wrong, and exactly these instances say so. */
  readonly fires: Wrong;
  /** More of the kind, one for each branch of an expression. */
  readonly alsoFires?: readonly Wrong[];
  /** Looks alike, but is not wrong; or, for a sign of life only, why there is no such thing. */
  readonly silent: Silence | { readonly never: string };
  /** More of the kind, one for each part of an expression that keeps it from firing. */
  readonly alsoSilent?: readonly Silence[];
}

export interface Wrong extends Situation {
  readonly alerts: readonly Expected[];
}

export interface Silence extends Situation {
  readonly because: string;
}

/** The tests of one component by the names of its alerts. */
export type AlertTests = Readonly<Record<string, AlertTest>>;
