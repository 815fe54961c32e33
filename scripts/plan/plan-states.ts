/** Plans states one after the other and reports what each would do. */
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { strict, type Guard } from '../guard/guard';
import { UnreadablePlan } from '../guard/plan-json';
import type { Stack } from '../stack-order';
import { terraform, type Run, type RunOptions } from '../terraform';
import { withPrivateDirectory } from './private-directory';
import { noPlan, readPlan, type PlanJson, type StateReport } from './report';

/** `show` receives Terraform's own plan, which contains values, or its message when a state cannot be initialized. */
export interface PlanOptions extends RunOptions {
  readonly lock: boolean;
  /** Default: one to which nothing is approved. */
  readonly guard?: Guard | undefined;
}

/** A plan file that exists only while `use` runs. It holds the state and all values: it never becomes an artifact. */
export function withPlan<T>(
  stack: Stack,
  use: (report: StateReport, file: string) => Promise<T>,
  { lock, guard = strict, environment, color, show }: PlanOptions,
): Promise<T> {
  const run = (args: readonly string[], options: RunOptions = {}) => terraform(stack.directory, args, { environment, ...options });
  return withPrivateDirectory('plan-', async (directory) => {
    const file = path.join(directory, 'plan');
    const init = await run(['init', '-input=false'], { color });
    if (init.status !== 0) {
      show?.(init.output);
      return use(noPlan(stack.name, 'failed', `terraform init: ${reason(init)}`), file);
    }
    const planned = await run(['plan', '-input=false', `-lock=${lock}`, `-out=${file}`], { color, show });
    if (planned.status !== 0) return use(failure(stack, planned), file);
    const shown = await run(['show', '-json', file]);
    if (shown.status !== 0) return use(noPlan(stack.name, 'failed', `terraform show: ${reason(shown)}`), file);
    return use(guarded(stack.name, shown.stdout, guard), file);
  });
}

/** A plan that the guard cannot read is none. */
function guarded(name: string, text: string, guard: Guard): StateReport {
  try {
    const verdict = guard(name, text);
    return readPlan(name, JSON.parse(text) as PlanJson, verdict);
  } catch (error) {
    if (!(error instanceof UnreadablePlan)) throw error;
    return noPlan(name, 'failed', `the plan ${error.message}`);
  }
}

/** Plans every state, in the order in which they are applied, without a lock. A state whose producer is not applied yet waits for it. */
export async function planStates(stacks: readonly Stack[], options: Omit<PlanOptions, 'lock'> = {}): Promise<readonly StateReport[]> {
  const reports = new Map<string, StateReport>();
  for (const stack of stacks) {
    options.show?.(`\n── ${stack.name} ──\n`);
    const report = await withPlan(stack, (planned) => Promise.resolve(planned), { ...options, lock: false });
    const notThere = [...before(stack, stacks)].filter((name) => reports.get(name)?.applied === false);
    const waits = report.status === 'failed' && notThere.length > 0;
    reports.set(stack.name, waits ? noPlan(stack.name, 'waiting', `for ${notThere.join(', ')}, not applied yet`) : report);
  }
  return [...reports.values()];
}

/** All stacks that a stack depends on, directly or indirectly. */
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

/** An output that the producer does not have yet is not an error in this state: the producer's next apply adds it. */
function failure(stack: Stack, run: Run): StateReport {
  const text = stripVTControlCharacters(run.stderr)
    .replace(/^\s*[│╷╵]/gm, ' ')
    .replace(/\s+/g, ' ');
  const state = /data\.terraform_remote_state\.([\w-]+)/.exec(text)?.[1]?.replace(/-state$/, '');
  if (state !== undefined && /Unable to find remote state|Unsupported attribute|does not have an attribute named/.test(text)) {
    const field = /an attribute named "([^"]+)"/.exec(text)?.[1];
    return noPlan(stack.name, 'waiting', field === undefined ? `for ${state}, not applied yet` : `for ${state} to offer ${field}`);
  }
  return noPlan(stack.name, 'failed', `terraform plan: ${reason(run)}`);
}

/** First line of an error, its title. The rest may quote values. */
const reason = ({ stderr, status }: Run): string =>
  /^.*?\bError: (.*)$/m.exec(stripVTControlCharacters(stderr))?.[1]?.trim() ?? (status === null ? 'killed' : `exit code ${status}`);
