/**
 * `npm run manifests -- <environment> [-o <directory>]` writes the environment's objects as plain Kubernetes manifests, for reviews and for
 * GitOps: to standard output, or one file per state, numbered in the order in which they are applied. Secrets have no data:
 * manifests/to-manifests.ts says what fills them.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, loadEnvironments, type Environment } from '../config';
import { buildEnvironment } from '../stacks/environment';
import { ManifestError, notInManifests, toManifests, type KubernetesObject } from './manifests/to-manifests';
import { toYaml } from './manifests/to-yaml';
import { synthesizedStacks } from './stack-order';
import { synthesizedIn } from './synthesized';

export { ManifestError, toManifests, type KubernetesObject } from './manifests/to-manifests';

/** One Terraform state as it appears in a cluster. */
export interface StateManifests {
  /** The stack, `<environment>-<state>`. */
  readonly stack: string;
  readonly objects: readonly KubernetesObject[];
  /** Addresses of resources that are not Kubernetes objects: only Terraform creates them. */
  readonly elsewhere: readonly string[];
}

/**
 * The objects of an environment with target kubernetes, in the order of its states. On AWS, names and addresses are known only at apply.
 * @throws ConfigError of the configuration, ManifestError with everything that cannot be a manifest.
 */
export const manifestsOf = (name: string): readonly StateManifests[] => loadEnvironments([name]).flatMap(manifestsOfEnvironment);

export function manifestsOfEnvironment(environment: Environment): readonly StateManifests[] {
  const { name, target }: { readonly name: string; readonly target: string } = environment;
  if (target !== 'kubernetes')
    throw new ManifestError(`${name}: has the target ${target}; there are manifests for the target kubernetes only`);
  return synthesizedIn((app) => buildEnvironment(app, environment), statesOf);
}

/** The states of a synth, each after those it depends on. Reports every problem of every state at once. */
export function statesOf(outdir: string): readonly StateManifests[] {
  const problems: string[] = [];
  const states = synthesizedStacks(outdir).map(({ name, file }) => {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    try {
      return { stack: name, objects: toManifests(json), elsewhere: notInManifests(json) };
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      problems.push(...error.message.split('\n').map((line) => `${name}: ${line}`));
      return { stack: name, objects: [], elsewhere: [] };
    }
  });
  if (problems.length > 0) throw new ManifestError(problems.join('\n'));
  return states;
}

/** A stale file from an earlier run is an error: whatever applies the directory would apply it too. */
function writeFiles(directory: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(directory, { recursive: true });
  const stale = readdirSync(directory).filter((file) => /^\d+-[a-z0-9-]+\.yaml$/.test(file) && !files.has(file));
  if (stale.length > 0) throw new ManifestError(`${directory}: ${stale.join(', ')} would stay from an earlier run; remove first`);
  for (const [file, yaml] of files) writeFileSync(path.join(directory, file), yaml);
}

/**
 * Text for standard output; with `-o`, all files are written, or none.
 * @throws an Error whose message is for the caller (`isExpected`).
 */
export function manifestsCommand(args: readonly string[], note: (line: string) => void): string {
  const options = { output: { type: 'string', short: 'o' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) throw new ManifestError('usage: npm run manifests -- <environment> [-o <directory>]');
  const states = manifestsOf(name);
  for (const { stack, elsewhere } of states) {
    if (elsewhere.length > 0) note(`${stack}: Terraform alone makes ${elsewhere.join(', ')}`);
  }
  const filled = states.filter(({ objects }) => objects.length > 0);
  if (values.output === undefined) return filled.map(({ objects }) => toYaml(objects)).join('');
  writeFiles(values.output, new Map(filled.map(({ stack, objects }, index) => [`${index + 1}-${stack}.yaml`, toYaml(objects)])));
  return '';
}

function main(): void {
  try {
    process.stdout.write(manifestsCommand(process.argv.slice(2), console.error));
  } catch (error) {
    if (!isExpected(error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Errors of the caller: in the configuration, the arguments, or the directory. */
export const isExpected = (error: unknown): error is Error =>
  error instanceof ConfigError ||
  error instanceof ManifestError ||
  (typeof error === 'object' && error !== null && 'code' in error && /^(ERR_PARSE_ARGS_|E[A-Z]+$)/.test(String(error.code)));

if (require.main === module) main();
