/** Evaluation of a benchmark run. */
import { columns } from '../columns';

/** One run of one process. */
export interface Run {
  /** Milliseconds from its start to its end. */
  readonly milliseconds: number;
  /** CPU time of all its threads. */
  readonly processorMilliseconds: number;
  /** Maximum resident set size. */
  readonly peakMegabytes: number;
}

/** Processes run right after each other, so that all had the same load on the machine. */
export interface Round {
  readonly baseline: Run;
  /** Each environment alone, by its name. */
  readonly alone: Readonly<Record<string, Run>>;
  /** All environments and bootstraps at once. */
  readonly synth: Run;
}

/** CPU time for building and synthesizing a number of copies of every environment in one process, without its start. */
export interface Copies {
  readonly copies: number;
  /** One value per repetition. */
  readonly milliseconds: readonly number[];
}

export interface Goal {
  readonly name: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: string;
  readonly met: boolean;
}

export interface Report {
  readonly rounds: readonly Round[];
  readonly copies: readonly Copies[];
  readonly goals: readonly Goal[];
}

/** Cost limits of a synth, as multiples of the cost of loading cdktf. */
export interface Limits {
  /** One environment alone. */
  readonly alone: number;
  /** Each further environment in the same synth. */
  readonly further: number;
}

/** First major version of Node.js that each goal applies to, newest first: later versions keep V8's compiled code (docs/adr/015). */
const goalsByVersion: readonly (Limits & { readonly major: number })[] = [
  { major: 24, alone: 3.5, further: 1 },
  { major: 20, alone: 5, further: 1.3 },
];

/** The goals for a version of Node.js, such as `v24.21.0`. */
export function limitsOf(version: string): Limits {
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  const found = goalsByVersion.find((one) => major >= one.major);
  if (found === undefined) throw new Error(`there are no goals for Node.js ${version}`);
  return found;
}

/** In units of 10^6 bytes. */
const MEMORY_LIMIT = 256;
/** The cost of one more copy among many, relative to its cost among few: 1 if linear, 2.7 if quadratic. Values between are noise. */
const GROWTH_LIMIT = 1.5;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  if (middle.length === 0) throw new Error('there is no median of nothing');
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** The cost of one more copy between the second and third size, relative to that between the first and second. */
export function growth(copies: readonly Copies[]): number {
  const [few, more, most] = copies.map(({ copies: count, milliseconds }) => ({ count, time: median(milliseconds) }));
  if (!few || !more || !most) throw new Error('three sizes are needed');
  return (most.time - more.time) / (most.count - more.count) / ((more.time - few.time) / (more.count - few.count));
}

/**
 * The goals limit CPU time, which depends far less on other load than elapsed time. A ratio is the median of the rounds' ratios, not
 * the ratio of medians: each round's processes ran under the same load.
 */
export function report(rounds: readonly Round[], copies: readonly Copies[], limits: Limits): Report {
  const goal = (name: string, measured: number, limit: number, unit: string): Goal => ({
    name,
    measured,
    limit,
    unit,
    met: measured <= limit,
  });
  const ratio = (of: (round: Round) => Run | undefined) =>
    median(rounds.map((round) => (of(round)?.processorMilliseconds ?? NaN) / round.baseline.processorMilliseconds));
  const names = Object.keys(rounds[0]?.alone ?? {});
  const costliest = Math.max(...names.map((name) => ratio(({ alone }) => alone[name])));
  const further = names.length > 1 ? (ratio(({ synth }) => synth) - costliest) / (names.length - 1) : 0;
  const memory = median(rounds.map(({ synth }) => synth.peakMegabytes));
  return {
    rounds,
    copies,
    goals: [
      goal('synth of the costliest environment, in times of loading cdktf', costliest, limits.alone, '×'),
      goal('each further environment, in the same', further, limits.further, '×'),
      goal('peak memory of all environments', memory, MEMORY_LIMIT, 'MB'),
      goal('cost of one more environment among many, in times of that among few', growth(copies), GROWTH_LIMIT, '×'),
    ],
  };
}

/** Report for people: the medians with their extremes, then the goals. */
export function table({ rounds, copies, goals }: Report): string {
  const runs = (name: string, of: (round: Round) => Run | undefined) => {
    const values = rounds.map(of).filter((run) => run !== undefined);
    const also = [values.map((run) => run.processorMilliseconds), values.map((run) => run.peakMegabytes)].map(median);
    return [name, ...spread(values.map(({ milliseconds }) => milliseconds)), ...also.map((value) => value.toFixed(0))];
  };
  const measured = columns(
    [
      ['', 'median ms', 'min', 'max', 'processor ms', 'peak MB'],
      runs("require('cdktf')", ({ baseline }) => baseline),
      ...Object.keys(rounds[0]?.alone ?? {}).map((name) => runs(`main.ts ${name}`, ({ alone }) => alone[name])),
      runs('main.ts, all environments', ({ synth }) => synth),
      ...copies.map((one) => [`in one process, each environment × ${one.copies}`, '', '', '', median(one.milliseconds).toFixed(0), '']),
    ],
    [1, 2, 3, 4, 5],
  );
  const verdicts = columns(
    goals.map(({ name, measured: value, limit, unit, met }) => [
      name,
      `${value.toFixed(2)} ${unit}`,
      `≤ ${limit} ${unit}`,
      met ? 'met' : 'not met',
    ]),
    [1, 2, 3],
  );
  return `${measured}\n\n${verdicts}`;
}

const spread = (values: readonly number[]): readonly string[] =>
  [median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(0));
