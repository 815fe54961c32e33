/** Order of stacks, and of the resources in one. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One synthesized stack: one Terraform state. */
export interface Stack {
  readonly name: string;
  /** Directory to run Terraform in. */
  readonly directory: string;
  /** Its Terraform JSON. */
  readonly file: string;
  /** Names of the stacks that must be applied before. */
  readonly dependencies: readonly string[];
}

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly workingDirectory: string; readonly synthesizedStackPath: string; readonly dependencies: readonly string[] }>
  >;
}

/** The stacks of a synth, each after those it depends on. The manifest names them: an earlier synth may have left other directories. */
export function synthesizedStacks(outdir: string): readonly Stack[] {
  const { stacks } = JSON.parse(readFileSync(path.join(outdir, 'manifest.json'), 'utf8')) as Manifest;
  return dependenciesFirst(Object.keys(stacks), (name) => stacks[name]?.dependencies ?? []).flatMap((name) => {
    const stack = stacks[name];
    if (stack === undefined) return [];
    const { workingDirectory, synthesizedStackPath, dependencies } = stack;
    return { name, directory: path.join(outdir, workingDirectory), file: path.join(outdir, synthesizedStackPath), dependencies };
  });
}

/**
 * The names in their order, but each after everything it depends on. A dependency that is not among the names is ignored: it exists already, or
 * elsewhere. A cycle, which neither cdktf nor Terraform accepts, is cut where it is found.
 */
export function dependenciesFirst(names: readonly string[], dependenciesOf: (name: string) => readonly string[]): readonly string[] {
  const known = new Set(names);
  const entered = new Set<string>();
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (!known.has(name) || entered.has(name)) return;
    entered.add(name);
    for (const dependency of dependenciesOf(name)) visit(dependency);
    ordered.push(name);
  };
  for (const name of names) visit(name);
  return ordered;
}
