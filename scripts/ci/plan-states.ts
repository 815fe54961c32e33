/** Plans states one after the other and reports what each would do. Plans are made in a directory that only this user can read. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Stack } from '../stack-order';
import { terraform, type Run } from '../terraform';
import { noPlan, readPlan, type PlanJson, type StateReport } from './report';

/** A plan that is there for as long as `use` runs. It holds the state and all values: it goes into no artifact. */
export async function withPlan<T>(
  stack: Stack,
  use: (report: StateReport, file: string) => Promise<T>,
  { lock, environment }: { readonly lock: boolean; readonly environment?: NodeJS.ProcessEnv },
): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), 'plan-'));
  chmodSync(directory, 0o700);
  const file = path.join(directory, 'plan');
  try {
    const run = (...args: readonly string[]) => terraform(stack.directory, args, { environment });
    const init = await run('init', '-input=false');
    if (init.status !== 0) return await use(noPlan(stack.name, 'failed', `terraform init: ${reason(init)}`), file);
    const planned = await run('plan', '-input=false', `-lock=${lock}`, `-out=${file}`);
    if (planned.status !== 0) return await use(failure(stack, planned), file);
    const shown = await run('show', '-json', file);
    if (shown.status !== 0) return await use(noPlan(stack.name, 'failed', `terraform show: ${reason(shown)}`), file);
    return await use(readPlan(stack.name, JSON.parse(shown.stdout) as PlanJson), file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Every state, in the order in which they are applied. One whose producer is not applied yet waits for it. */
export async function planStates(stacks: readonly Stack[], environment?: NodeJS.ProcessEnv): Promise<readonly StateReport[]> {
  const reports = new Map<string, StateReport>();
  for (const stack of stacks) {
    const report = await withPlan(stack, (planned) => Promise.resolve(planned), { lock: false, environment });
    const notThere = [...before(stack, stacks)].filter((name) => reports.get(name)?.applied === false);
    const waits = report.status === 'failed' && notThere.length > 0;
    reports.set(stack.name, waits ? noPlan(stack.name, 'waiting', `for ${notThere.join(', ')}, not applied yet`) : report);
  }
  return [...reports.values()];
}

/** All that a stack depends on, directly or not. */
function before(stack: Stack, stacks: readonly Stack[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = ({ dependencies }: Stack): void => {
    for (const name of dependencies) {
      const dependency = stacks.find((one) => one.name === name);
      if (dependency === undefined || names.has(name)) continue;
      visit(dependency);
      names.add(name);
    }
  };
  visit(stack);
  return names;
}

/** A field that the producer does not offer yet is no mistake of this state: its next apply brings it. */
function failure(stack: Stack, run: Run): StateReport {
  const text = run.stderr.replace(/^\s*[│╷╵]/gm, ' ').replace(/\s+/g, ' ');
  const state = /data\.terraform_remote_state\.([\w-]+)/.exec(text)?.[1]?.replace(/-state$/, '');
  if (state !== undefined && /Unable to find remote state|Unsupported attribute|does not have an attribute named/.test(text)) {
    const field = /an attribute named "([^"]+)"/.exec(text)?.[1];
    return noPlan(stack.name, 'waiting', field === undefined ? `for ${state}, not applied yet` : `for ${state} to offer ${field}`);
  }
  return noPlan(stack.name, 'failed', `terraform plan: ${reason(run)}`);
}

/** The first line of an error: its title. What follows may quote values. */
const reason = ({ stderr, status }: Run): string =>
  /^.*?\bError: (.*)$/m.exec(stderr)?.[1]?.trim() ?? (status === null ? 'killed' : `exit code ${status}`);
