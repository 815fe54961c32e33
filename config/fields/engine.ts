/** An engine is one row of its box's table: what the rest of the program asks of it, said once. The compiler names what a row lacks. */
import { z } from 'zod';
import type { NetworkCidrs, Presence } from '../derived/peers';
import type { FactName, Facts } from '../derived/facts';
import type { Problem } from '../rules/rule';
import type { Sizing } from './sizing';

/** Where an environment stands. */
export type Target = 'aws' | 'kubernetes';

/** Where an engine stands. */
export interface EngineSurroundings {
  /** How large the environment is. */
  readonly sizing: Sizing;
  /** IPv4 ranges of the subnets of its AWS network; null: it has none. */
  readonly cidrs: NetworkCidrs | null;
}

/** A metric of CloudWatch and how it is summed up. */
export interface CloudWatchMetric {
  /** Its name in CloudWatch. */
  readonly name: string;
  /** How the values of a period become one. */
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum';
  /** Seconds that one value stands for; default 60. */
  readonly periodSeconds?: number;
  /** Seconds for which values are looked for; default 300. */
  readonly lengthSeconds?: number;
}

/** What CloudWatch is asked about an engine: only what alerts and dashboards use, because each value asked for is paid for. */
export interface CloudWatchJob {
  /** Namespace of CloudWatch, such as `AWS/RDS`. */
  readonly type: string;
  /** Metrics of that namespace. */
  readonly metrics: readonly CloudWatchMetric[];
}

/** Metrics of one statistic. */
export const cloudWatchMetrics = (statistic: CloudWatchMetric['statistic'], ...names: readonly string[]): readonly CloudWatchMetric[] =>
  names.map((name) => ({ name, statistic }));

/** Something that has to hold where an engine is configured. */
export interface EngineRule<Config> {
  /** Facts it looks at: it is asked when all of them could be read. */
  readonly needs: readonly FactName[];
  /** All that is wrong. */
  check(config: Config, facts: Facts): readonly Problem[];
}

/** One row: everything but the construct, which stands in the table of `constructs/<box>/index.ts`. */
export interface Engine<Config, Watch> {
  /** Targets that can run it; what the others cannot run, they cannot write. */
  readonly targets: readonly Target[];
  /** Where it is, whom it talks to, and which pods it runs. */
  presence(config: Config, at: EngineSurroundings): Presence;
  /** What there is to watch of it. */
  watch(config: Config, at: EngineSurroundings): Watch;
  /** Rules between it and the rest of the environment; none: it requires nothing of the others. */
  readonly rules: readonly EngineRule<Config>[];
  /** What CloudWatch is asked about it; null: it has no metrics there. */
  readonly cloudWatch: CloudWatchJob | null;
}

/** A row with its fields. */
export interface EngineRow<Schema extends z.ZodObject, Watch> extends Engine<z.output<Schema>, Watch> {
  /** The engine's fields; `engine` is its name. */
  readonly schema: Schema;
}

/** A box's table: its engines by name. */
export type EngineTable = Readonly<
  Record<
    string,
    {
      /** The engine's fields. */
      readonly schema: z.ZodObject;
      /** Targets that can run it. */
      readonly targets: readonly Target[];
    }
  >
>;

/** Schemas of the rows that a target can run. */
type SchemaOn<Table extends EngineTable, T extends Target> = {
  [Name in keyof Table]: T extends Table[Name]['targets'][number] ? Table[Name]['schema'] : never;
}[keyof Table];

/** What can be written for a box, whatever the target. */
export type ConfigOf<Table extends EngineTable> = z.output<Table[keyof Table]['schema']>;

/** `{ engine: "none" }`, or `{ engine: "nginx", … }` where there is more to say. */
const shown = (name: string, schema: z.ZodObject): string => `{ engine: "${name}"${Object.keys(schema.shape).length > 1 ? ', …' : ''} }`;

/** The box's schema for a target: one of the engines that it can run. */
export function enginesOn<Table extends EngineTable, T extends Target>(
  table: Table,
  target: T,
): z.ZodDiscriminatedUnion<SchemaOn<Table, T>[], 'engine'> {
  const rows = Object.entries(table).filter(([, { targets }]) => targets.includes(target));
  // What you bring comes last, as the way out.
  const names = [...rows.filter(([name]) => name !== 'external'), ...rows.filter(([name]) => name === 'external')];
  const list = names.map(([name, { schema }]) => shown(name, schema));
  const sentence = `must be ${[list.slice(0, -1).join(', '), list.at(-1)].filter(Boolean).join(' or ')}`;
  const [first, ...others] = rows.map(([, { schema }]) => schema);
  if (first === undefined) throw new Error(`no engine runs on ${target}`);
  return z.discriminatedUnion('engine', [first, ...others] as never, sentence) as never;
}

/** A box as the rest of the program sees it. */
export interface ResolvedBox<Config, Watch> {
  /** As it was configured. */
  readonly config: Config;
  /** What it is to its neighbours. */
  readonly presence: Presence;
  /** What there is to watch of it. */
  readonly watch: Watch;
  /** What CloudWatch is asked about it; null: nothing. */
  readonly cloudWatch: CloudWatchJob | null;
}

/** Asks the row of the configured engine, once. */
export function resolveBox<Config extends { readonly engine: string }, Watch>(
  table: Readonly<Record<Config['engine'], Engine<Config, Watch>>>,
  config: Config,
  at: EngineSurroundings,
): ResolvedBox<Config, Watch> {
  const row = table[config.engine as Config['engine']];
  return { config, presence: row.presence(config, at), watch: row.watch(config, at), cloudWatch: row.cloudWatch };
}
