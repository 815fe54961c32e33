/**
 * `npm run synth [-- environment…]` writes cdktf.out/ and prints its contents. It runs the same entry point as `cdktf`, in a directory of its
 * own: cdktf.out/ changes only when everything was synthesized, and keeps nothing of an earlier synth.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { columns } from './columns';
import { synthesizedStacks } from './stack-order';

const root = path.join(__dirname, '..');

/** One state, as shown to people. */
export interface StateRow {
  readonly environment: string;
  readonly state: string;
  readonly resources: number;
  readonly where: string;
  readonly next: string;
}

/** The states synthesized into `directory`, whose path is shown as `shown`. */
export function rows(directory: string, shown: string): readonly StateRow[] {
  return synthesizedStacks(directory).map(({ name, file }) => {
    const { resource = {} } = JSON.parse(readFileSync(file, 'utf8')) as { readonly resource?: Readonly<Record<string, object>> };
    const split = name.lastIndexOf('-'); // a state's name has no hyphen
    return {
      environment: name.slice(0, split),
      state: name.slice(split + 1),
      resources: Object.values(resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0),
      where: path.join(shown, 'stacks', name),
      next: `npx cdktf deploy ${name}`,
    };
  });
}

export function table(lines: readonly StateRow[]): string {
  const header = ['environment', 'state', 'resources', 'where', 'next'] as const;
  return columns([header, ...lines.map((line) => header.map((column) => String(line[column])))]);
}

/** Replaces the contents of `outdir`; Terraform's own files beside a stack that still exists (`.terraform`, its lock file) stay. */
function replace(outdir: string, fresh: string): void {
  const stacks = path.join(outdir, 'stacks');
  const current = new Set(readdirSync(path.join(fresh, 'stacks')));
  for (const name of existsSync(stacks) ? readdirSync(stacks) : []) {
    if (!current.has(name)) rmSync(path.join(stacks, name), { recursive: true });
  }
  cpSync(fresh, outdir, { recursive: true });
}

function main(names: readonly string[]): void {
  const outdir = path.join(root, 'cdktf.out');
  mkdirSync(outdir, { recursive: true });
  const fresh = mkdtempSync(path.join(outdir, '.synth-'));
  try {
    const { status } = spawnSync(process.execPath, ['-r', './register', 'main.ts', ...names], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: fresh },
      stdio: 'inherit',
    });
    process.exitCode = status ?? 1;
    if (status !== 0) return;
    replace(outdir, fresh);
    console.log(table(rows(outdir, 'cdktf.out')));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

if (require.main === module) main(process.argv.slice(2));
