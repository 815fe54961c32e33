/**
 * Alerts on how fast an error budget is consumed, each with two windows: the long one shows that it matters, the short one that it is still
 * happening. Windows and factors are those of Google's workbook for 30 days: 2 % of the budget in an hour or 5 % in six wake somebody, 10 %
 * in one or three days wait for the working day. https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
import type { Alert, RecordingRule, Symptom } from './component-monitoring';
import { EVALUATION_SECONDS } from './rule-file';

export interface Objective {
  /** Prefix of the recorded series: `component:<name>:ratio_rate1h`. */
  readonly name: string;
  /** Prefix of the alerts' names. */
  readonly alert: string;
  readonly symptom: Symptom;
  /** Recorded rates by component, per second over five minutes: of bad events and of all events. */
  readonly bad: string;
  readonly all: string;
  /** Share of events that must be good, below 1. */
  readonly target: number;
  /** What counts as bad, as the end of "2 % of the requests …". */
  readonly said: string;
}

const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
type Window = (typeof windows)[number];

interface Burn {
  readonly long: Window;
  readonly short: Window;
  /** Multiple of the rate at which the budget lasts exactly 30 days. */
  readonly factor: number;
}

const fast: readonly Burn[] = [
  { long: '1h', short: '5m', factor: 14.4 },
  { long: '6h', short: '30m', factor: 6 },
];
const slow: readonly Burn[] = [
  { long: '1d', short: '2h', factor: 3 },
  { long: '3d', short: '6h', factor: 1 },
];

/** At night one of three requests may fail: fewer than this many in the long window say nothing about the service. */
const LEAST_BAD = 10;

/** Number of events, from a recorded rate per second. Not mean × window, which extrapolates to the time before the first sample. */
export const counted = (rate: string, window: string): string => `sum_over_time(${rate}[${window}]) * ${EVALUATION_SECONDS}`;

const ratio = ({ name }: Objective, window: Window): string => `component:${name}:ratio_rate${window}`;

/** Computed from the recorded rates, weighted by their traffic: reading days of raw series twice a minute would be the costliest query. */
export const burnRateRecordings = (objective: Objective): readonly RecordingRule[] =>
  windows.map((window) => {
    const over = (series: string): string => (window === '5m' ? series : `sum_over_time(${series}[${window}])`);
    return { record: ratio(objective, window), expr: `${over(objective.bad)} / ${over(objective.all)}` };
  });

export const burnRateAlerts = (objective: Objective): readonly Alert[] => [
  {
    name: `${objective.alert}BudgetBurnsFast`,
    expr: burning(objective, fast),
    forSeconds: 120,
    severity: 'critical',
    symptom: objective.symptom,
    summary: 'At this rate, the 30-day error budget is used up within days.',
    description: said(objective),
  },
  {
    name: `${objective.alert}BudgetBurnsSlowly`,
    expr: burning(objective, slow),
    forSeconds: 900,
    severity: 'warning',
    symptom: objective.symptom,
    summary: 'At this rate, the 30-day error budget is used up before the 30 days are over.',
    description: said(objective),
  },
];

const said = ({ said: bad, target }: Objective): string =>
  `{{ $labels.component }}: {{ $value | humanizePercentage }} of ${bad}; the objective allows ${percent(1 - target)}.`;

const burning = (objective: Objective, burns: readonly Burn[]): string =>
  burns
    .map(({ long, short, factor }) => {
      const limit = decimal(factor * (1 - objective.target));
      const enough = `${counted(objective.bad, long)} >= ${LEAST_BAD}`;
      return `(${ratio(objective, long)} > ${limit} and ${ratio(objective, short)} > ${limit} and ${enough})`;
    })
    .join(' or ');

/** 0.01 and not 0.010000000000000009. */
const decimal = (value: number): number => Number(value.toPrecision(6));
const percent = (share: number): string => `${decimal(100 * share)} %`;
