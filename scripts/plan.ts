/**
 * `npm run plan -- <environment>…` shows what an apply would change, for each state in the order in which they are applied. It changes
 * nothing: no plan is saved, and none takes the lock of its state (`-lock=false`), so reading rights are enough, several people can plan at
 * once, and one that is interrupted locks nobody out. A plan made while somebody applies may be out of date; the apply makes its own, locked.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { versions } from '../config';
import { synthesizedStacks, type Stack } from './stack-order';
import { terraform } from './terraform';

/** What an apply of a stack would do, in numbers of resources. */
export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

export interface StackPlan {
  readonly stack: string;
  /** `undefined` where there is no plan. */
  readonly changes?: Changes;
  /** What else there is to say: why there is no plan, or what the numbers do not show. */
  readonly remark: string;
}

const root = path.join(__dirname, '..');
const outdir = path.join(root, 'cdktf.out');

/** Plans every stack whose dependencies have a plan; the stacks come in their order. */
export async function planStacks(
  stacks: readonly Stack[],
  print: (text: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<readonly StackPlan[]> {
  const plans = new Map<string, StackPlan>();
  const color = process.stdout.isTTY;
  for (const { name, directory, dependencies } of stacks) {
    print(`\n── ${name} ──\n`);
    const missing = dependencies.filter((dependency) => plans.has(dependency) && plans.get(dependency)?.changes === undefined);
    const plan = missing.length > 0 ? { remark: `skipped: no plan of ${missing.join(', ')}` } : await planStack(directory);
    if (missing.length > 0) print(`${plan.remark}\n`);
    plans.set(name, { stack: name, ...plan });
  }
  return [...plans.values()];

  async function planStack(directory: string): Promise<Omit<StackPlan, 'stack'>> {
    const init = await terraform(directory, ['init', '-input=false'], { environment, color });
    if (init.status !== 0) {
      print(init.output);
      return { remark: 'error: terraform init failed' };
    }
    const { status, output } = await terraform(directory, ['plan', '-input=false', '-lock=false'], { environment, color, show: print });
    return status === 0 ? readPlan(output) : { remark: 'error: terraform plan failed' };
  }
}

/** The summary of a plan. https://developer.hashicorp.com/terraform/cli/commands/plan */
export function readPlan(output: string): Omit<StackPlan, 'stack'> {
  const text = stripVTControlCharacters(output);
  const summary = /^Plan: (?:(\d+) to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/m.exec(text);
  const remarks = [
    ...(summary?.[1] === undefined ? [] : [`${summary[1]} to import`]),
    ...(/^Changes to Outputs:/m.test(text) ? ['outputs change'] : []),
  ];
  const [add = 0, change = 0, destroy = 0] = (summary ?? []).slice(2).map(Number);
  return { changes: { add, change, destroy }, remark: remarks.join(', ') };
}

/** One line a stack, numbers to the right. */
export function summary(plans: readonly StackPlan[]): string {
  const numbers = ({ changes }: StackPlan) => [changes?.add, changes?.change, changes?.destroy].map((number) => String(number ?? '-'));
  const lines = [['stack', 'add', 'change', 'destroy', ''], ...plans.map((plan) => [plan.stack, ...numbers(plan), plan.remark])];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cell: string, column: number) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0));
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

async function main(names: readonly string[]): Promise<number> {
  if (names.length === 0) {
    console.error('usage: npm run plan -- <environment>…');
    return 1;
  }
  if (spawnSync('terraform', ['-version'], { stdio: 'ignore' }).error !== undefined) {
    console.error(
      `terraform is not on the PATH: install Terraform ${versions.terraform}, https://developer.hashicorp.com/terraform/install`,
    );
    return 1;
  }
  const synth = spawnSync(process.execPath, ['-r', './register', 'scripts/synth.ts', ...names], { cwd: root, stdio: 'inherit' });
  if (synth.status !== 0) return 1; // it has said why
  const plans = await planStacks(synthesizedStacks(outdir), (text) => void process.stdout.write(text));
  console.log(`\n${summary(plans)}`);
  return plans.every(({ changes }) => changes !== undefined) ? 0 : 1;
}

if (require.main === module) void main(process.argv.slice(2)).then((status) => (process.exitCode = status));
