/**
 * Takes over the synth of a pull request: reads it, checks it, and writes what was checked. Nothing else of it remains: no other file, no
 * link, no second key of the same name that Terraform would read and the check would not.
 */
import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { problemsOf, type SynthStack } from './problems';

export class NotAdmitted extends Error {}

interface Listed extends SynthStack {
  readonly dependencies: readonly string[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A regular file below the directory, without a link on the way to it. */
function readJson(directory: string, ...steps: readonly string[]): unknown {
  let at = directory;
  for (const [index, step] of steps.entries()) {
    at = path.join(at, step);
    const stat = lstatSync(at, { throwIfNoEntry: false });
    const last = index === steps.length - 1;
    if (stat === undefined || !(last ? stat.isFile() && stat.size < 50_000_000 : stat.isDirectory()))
      throw new NotAdmitted(`${steps.join('/')}: is no regular file`);
  }
  try {
    return JSON.parse(readFileSync(at, 'utf8'));
  } catch {
    throw new NotAdmitted(`${steps.join('/')}: is not JSON`);
  }
}

/** The stacks of one environment. Where they are is given by their names, not by the manifest. */
export function readStacks(directory: string, environment: string): readonly Listed[] {
  const manifest = readJson(directory, 'manifest.json');
  const stacks = isObject(manifest) ? manifest['stacks'] : undefined;
  if (!isObject(stacks)) throw new NotAdmitted('manifest.json: has no stacks');
  const all = Object.keys(stacks);
  const strange = all.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name));
  if (strange.length > 0) throw new NotAdmitted('manifest.json: has a stack whose name is none');
  // The name of a state has no hyphen: the environment's may have one.
  const names = all.filter((name) => name.slice(0, name.lastIndexOf('-')) === environment);
  return names.map((name) => {
    const entry = stacks[name];
    const listed = isObject(entry) ? entry['dependencies'] : undefined;
    const dependencies = Array.isArray(listed) ? listed.filter((one): one is string => typeof one === 'string' && names.includes(one)) : [];
    return { name, json: readJson(directory, 'stacks', name, 'cdk.tf.json'), dependencies };
  });
}

/** Replaces the directory by the stacks of one environment, as they were checked. @throws NotAdmitted with a line for each problem */
export function admit(directory: string, environment: string, base: readonly SynthStack[]): void {
  const stacks = readStacks(directory, environment);
  const problems = stacks.flatMap((stack) => problemsOf(stack, base).map((problem) => `${stack.name}: ${problem}`));
  if (problems.length > 0) throw new NotAdmitted([...new Set(problems)].join('\n'));
  rmSync(directory, { recursive: true });
  const listed: Record<string, object> = {};
  for (const { name, json, dependencies } of stacks) {
    mkdirSync(path.join(directory, 'stacks', name), { recursive: true });
    writeFileSync(path.join(directory, 'stacks', name, 'cdk.tf.json'), JSON.stringify(json, null, 2));
    listed[name] = { workingDirectory: `stacks/${name}`, synthesizedStackPath: `stacks/${name}/cdk.tf.json`, dependencies };
  }
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'manifest.json'), JSON.stringify({ stacks: listed }, null, 2));
}
