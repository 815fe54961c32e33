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
  /** Whether the configuration is one of main. Others could make Terraform say in an error what they can read. Default: true. */
  readonly trusted?: boolean | undefined;
}

/** A plan file that exists only while `use` runs. It holds the state and all values: it never becomes an artifact. */
export function withPlan<T>(
  stack: Stack,
  use: (report: StateReport, file: string) => Promise<T>,
  { lock, guard = strict, trusted = true, environment, color, show }: PlanOptions,
): Promise<T> {
  const run = (args: readonly string[], options: RunOptions = {}) => terraform(stack.directory, args, { environment, ...options });
  return withPrivateDirectory('plan-', async (directory) => {
    const file = path.join(directory, 'plan');
    const init = await run(['init', '-input=false'], { color });
    if (init.status !== 0) {
      show?.(init.output);
      return use(noPlan(stack.name, 'failed', `terraform init: ${reason(init, trusted)}`), file);
    }
    const planned = await run(['plan', '-input=false', `-lock=${lock}`, `-out=${file}`], { color, show });
    if (planned.status !== 0) return use(failure(stack, planned, trusted), file);
    const shown = await run(['show', '-json', file]);
    if (shown.status !== 0) return use(noPlan(stack.name, 'failed', `terraform show: ${reason(shown, trusted)}`), file);
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
function failure(stack: Stack, run: Run, trusted: boolean): StateReport {
  const text = stripVTControlCharacters(run.stderr)
    .replace(/^\s*[│╷╵]/gm, ' ')
    .replace(/\s+/g, ' ');
  const state = /data\.terraform_remote_state\.([\w-]+)/.exec(text)?.[1]?.replace(/-state$/, '');
  const known = state !== undefined && (trusted || stack.dependencies.includes(state));
  if (known && /Unable to find remote state|Unsupported attribute|does not have an attribute named/.test(text)) {
    const field = /an attribute named "([^"]+)"/.exec(text)?.[1];
    if (field === undefined) return noPlan(stack.name, 'waiting', `for ${state}, not applied yet`);
    return noPlan(stack.name, 'waiting', `for ${state} to offer ${trusted ? field : 'a field that it does not have yet'}`);
  }
  return noPlan(stack.name, 'failed', `terraform plan: ${reason(run, trusted)}`);
}

/** Titles of Terraform itself: those of providers may quote values. */
const ownTitles = new Set([
  'Backend initialization required, please run "terraform init"',
  'Error acquiring the state lock',
  'Failed to install provider',
  'Failed to query available provider packages',
  'Invalid function argument',
  'Missing required argument',
  'Reference to undeclared resource',
  'Resource postcondition failed',
  'Resource precondition failed',
  'Unable to find remote state',
  'Unsupported argument',
  'Unsupported attribute',
]);

/** First line of an error, its title. The rest may quote values. */
function reason({ stderr, status }: Run, trusted: boolean): string {
  const title = /^.*?\bError: (.*)$/m.exec(stripVTControlCharacters(stderr))?.[1]?.trim();
  if (title === undefined) return status === null ? 'killed' : `exit code ${status}`;
  return trusted || ownTitles.has(title) ? title : 'an error that may quote values; npm run plan shows it';
}
