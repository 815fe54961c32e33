/**
 * Whatever an environment's file says, it is refused in lines that people can read, or synthesized as a whole and keeps every invariant:
 * also those of the streaming chain, which are read back from what was written.
 */
import fc from 'fast-check';
import { ConfigError, loadEnvironments, type Environment } from '../../../config';
import { mutated } from '../../support/invariants/arbitrary-mutations';
import { at, kubernetes, leaves, listAt, textAt } from '../../support/invariants/blocks';
import { expressionsIn } from '../../support/invariants/expressions';
import { guards } from '../../support/invariants/guards';
import { podsOf } from '../../support/invariants/pods';
import { synthesisOf, synthesize, violations, type Synthesis } from '../../support/invariants/synthesis';

/** The same inputs in every run: a failure is of the change that was made. FC_SEED tries others. */
export const seed = Number(process.env['FC_SEED'] ?? 20_251_210);

export const NAME = 'generated';
/** The stacks of an environment of this target. */
const states = {
  kubernetes: synthesisOf('local').stacks.map(({ name }) => name.replace('local', NAME)),
  aws: synthesisOf('production').stacks.map(({ name }) => name.replace('production', NAME)),
};

type Loaded = { readonly environment: Environment } | { readonly lines: readonly string[] };

/** The environment, or the lines it is refused with; any other error is one of the program. */
export function load(input: unknown): Loaded {
  try {
    const [environment] = loadEnvironments([NAME], { [NAME]: input });
    if (environment === undefined) throw new Error('nothing was read');
    return { environment };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { lines: error.message.split('\n') };
  }
}

/** `generated: path: what is wrong`; further lines of a table are indented, those of a stack trace too, and those are not readable. */
function expectReadable(lines: readonly string[]): void {
  const isReadable = (line: string, index: number) =>
    (line.startsWith(`${NAME}: `) && !line.includes('[object ')) || (index > 0 && /^ {4}(?!at )\S/.test(line));
  expect(lines.filter((line, index) => !isReadable(line, index))).toEqual([]);
}

/** All of its states, each with everything in it, and all invariants hold. */
function expectWhole(environment: Environment): void {
  const synthesis = synthesize(environment);
  const expected = states[environment.target].filter((state) => environment.backup !== null || state !== `${NAME}-backup`);
  expect(synthesis.stacks.map(({ name }) => name)).toEqual(expected);
  const broken = Object.entries(guards).flatMap(([name, guard]) =>
    violations(guard, synthesis).map((violation) => `${name}: ${violation}`),
  );
  expect(broken).toEqual([]);
  const values = synthesis.stacks.flatMap(({ json }) => leaves(json.resource ?? {}));
  expect(values.length).toBeGreaterThan(500);
  expect(values.filter(([, value]) => value === null || /\[object |\bundefined\b|\bNaN\b/.test(String(value)))).toEqual([]);
  for (const { name, settings } of environment.services) expect(settingsOf(name, synthesis)).toMatchObject(settings);
  const { command, standIn } = environment.migration;
  expect(migrationOf(synthesis)).toEqual(standIn ? ['true'] : command);
}

/** What Terraform makes of a text: it must take nothing in it for a template. */
function rendered(text: unknown): string {
  expect(expressionsIn(String(text))).toEqual([]);
  return String(text).replace(/([$%])\1(?=\{)/g, '$1');
}

function settingsOf(service: string, { stacks }: Synthesis): Readonly<Record<string, string>> {
  const configs = stacks.flatMap((stack) => kubernetes(stack, ['config_map']));
  const config = configs.find(({ body }) => textAt(body, 'metadata.name') === `${service}-config`);
  return Object.fromEntries(Object.entries(at(config?.body, 'data') ?? {}).map(([name, text]) => [name, rendered(text)]));
}

function migrationOf({ stacks }: Synthesis): readonly string[] {
  const pod = stacks.flatMap(podsOf).find(({ serviceAccount }) => serviceAccount === 'migration');
  return listAt(pod?.containers[0]?.body, 'command').map(rendered);
}

/** How many of the inputs were refused, and how many synthesized: each in readable lines, or as a whole. */
export function tried(valid: fc.Arbitrary<unknown>, numRuns: number): { readonly refused: number; readonly synthesized: number } {
  const seen = { refused: 0, synthesized: 0 };
  const input = fc.oneof({ weight: 1, arbitrary: valid }, { weight: 3, arbitrary: mutated(valid) });
  fc.assert(
    fc.property(input, (value) => {
      const loaded = load(value);
      if ('lines' in loaded) expectReadable(loaded.lines);
      else expectWhole(loaded.environment);
      seen['lines' in loaded ? 'refused' : 'synthesized']++;
    }),
    { numRuns, seed },
  );
  return seen;
}
