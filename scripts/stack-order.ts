/** In which order stacks, and the resources of one, come about. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One synthesized stack: one Terraform state. */
export interface Stack {
  readonly name: string;
  /** Where Terraform is to run. */
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

/** The stacks of a synth, each after those it depends on. The manifest names them: a directory may be left from an earlier synth. */
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
 * The names in their order, but each after all it depends on. What is not among the names is ignored: it is there already, or elsewhere.
 * A circle, which neither cdktf nor Terraform lets through, is cut where it is met.
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
