/**
 * Commands of the workflows, which run on an existing synth:
 *
 *     npm run ci -- environments                       names and runners of the environments, for a job's matrix
 *     npm run ci -- plan <environment> <report> <approvals>   checks the synth of a pull request against this checkout, then plans
 *                                                  all of its states, without a lock; fails when a plan does or is blocked
 *     npm run ci -- diff <environment> <before> <report>   how its synth differs from another one
 *     npm run ci -- comment <commit> <report>…         writes the comment to standard output
 *     npm run ci -- plan-state <stack>                 plans one state for an apply; writes `apply` and `digest` to $GITHUB_OUTPUT
 *     npm run ci -- apply-state <stack> <digest>       plans it again, and applies that plan if it is the one that was approved
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadEnvironments } from '../config';
import { admit, NotAdmitted } from './admit/admit';
import { synthesizedBase } from './admit/base';
import { comment, type EnvironmentReport } from './ci/comment';
import { synthDiff } from './ci/synth-diff';
import { approvalsOf, approvedFile, today } from './guard';
import { guardWith, type Guard } from './guard/guard';
import { planStates, withPlan } from './plan/plan-states';
import { doesNothing, mayApply, type StateReport } from './plan/report';
import { synthesizedStacks, type Stack } from './stack-order';
import { terraform } from './terraform';

const outdir = path.join(__dirname, '../cdktf.out');
const write = (file: string, report: EnvironmentReport): void => writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
const of = (environment: string) => (stack: { readonly name: string }) => stack.name.slice(0, stack.name.lastIndexOf('-')) === environment;

const isBlocked = (report: StateReport): boolean => report.status === 'planned' && !mayApply(report);
const BLOCKED = 'blocked by the guard; the summary says by what, and approved-changes.yml what is needed';

/** Writes to a file that GitHub names, or nowhere. */
function tell(variable: 'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY', text: string): void {
  const file = process.env[variable];
  if (file !== undefined && file !== '') appendFileSync(file, text);
}

function stackOf(name: string): Stack {
  const stack = synthesizedStacks(outdir).find((one) => one.name === name);
  if (stack === undefined)
    throw new Error(
      `no stack ${name} in cdktf.out; it has ${synthesizedStacks(outdir)
        .map((one) => one.name)
        .join(', ')}`,
    );
  return stack;
}

/** The guard of today; null where the approvals are not valid, which has been printed. */
function guardOf(approved: string): Guard | null {
  const day = today();
  const approvals = approvalsOf(approved, day);
  return approvals === null ? null : guardWith(approvals, day);
}

/** Whether cdktf.out has only what may be planned; then it is what was checked, and nothing else. */
async function isAdmitted(environment: string): Promise<boolean> {
  try {
    admit(outdir, environment, await synthesizedBase(environment));
    return true;
  } catch (error) {
    if (!(error instanceof NotAdmitted)) throw error;
    for (const line of error.message.split('\n')) console.error(`not planned: ${line}`);
    return false;
  }
}

async function plan(environment: string, file: string, approved: string): Promise<number> {
  const guard = guardOf(approved);
  if (guard === null) return 1;
  if (!(await isAdmitted(environment))) return 1;
  const states = await planStates(synthesizedStacks(outdir).filter(of(environment)), { guard, trusted: false });
  write(file, { environment, states, synth: null });
  for (const { stack, status, remark } of states) if (status !== 'planned') console.log(`${stack}: ${status}: ${remark}`);
  for (const state of states.filter(isBlocked)) console.error(`${state.stack}: ${BLOCKED}`);
  return states.some((state) => state.status === 'failed' || isBlocked(state)) ? 1 : 0;
}

function diff(environment: string, before: string, file: string): number {
  const differs = synthDiff(before, outdir).filter(({ stack }) => of(environment)({ name: stack }));
  write(file, { environment, states: null, synth: differs });
  return 0;
}

function writeComment(commit: string, files: readonly string[]): number {
  process.stdout.write(
    comment(
      files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as EnvironmentReport),
      commit,
    ),
  );
  return 0;
}

const summary = (report: StateReport): string =>
  comment([{ environment: report.stack, states: [report], synth: null }], process.env.GITHUB_SHA ?? '');

async function planState(name: string): Promise<number> {
  const guard = guardOf(approvedFile);
  if (guard === null) return 1;
  const report = await withPlan(stackOf(name), (planned) => Promise.resolve(planned), { lock: false, guard });
  tell('GITHUB_STEP_SUMMARY', summary(report));
  tell('GITHUB_OUTPUT', `apply=${mayApply(report) && !doesNothing(report)}\ndigest=${report.digest ?? ''}\n`);
  if (report.status !== 'planned') console.error(`${name}: ${report.status}: ${report.remark}`);
  if (isBlocked(report)) console.error(`${name}: ${BLOCKED}`);
  return mayApply(report) ? 0 : 1;
}

async function applyState(name: string, digest: string): Promise<number> {
  const stack = stackOf(name);
  const guard = guardOf(approvedFile);
  if (guard === null) return 1;
  return withPlan(
    stack,
    async (report, file) => {
      if (report.digest === null || report.digest !== digest) {
        console.error(
          `${name}: ${report.digest === null ? report.remark : 'the plan is not the one that was approved; run the workflow again'}`,
        );
        return 1;
      }
      if (isBlocked(report)) {
        console.error(`${name}: ${BLOCKED}`);
        return 1;
      }
      const { status, stdout, stderr } = await terraform(stack.directory, ['apply', '-input=false', file]);
      // Up to the outputs: the part before them only says which resource is done.
      console.log(stdout.split(/^Outputs:/m)[0]);
      if (status !== 0) console.error(stderr);
      return status ?? 1;
    },
    { lock: true, guard },
  );
}

function environments(): number {
  const rows = loadEnvironments([]).flatMap((environment) =>
    environment.target === 'aws' ? [{ name: environment.name, region: environment.aws.region, ...environment.aws.automation }] : [],
  );
  console.log(JSON.stringify(rows));
  return 0;
}

async function main([command, ...args]: readonly string[]): Promise<number> {
  const [one = '', two = '', three = ''] = args;
  if (command === 'environments' && args.length === 0) return environments();
  if (command === 'plan' && args.length === 3) return plan(one, two, three);
  if (command === 'diff' && args.length === 3) return diff(one, two, three);
  if (command === 'comment' && args.length > 1) return writeComment(one, args.slice(1));
  if (command === 'plan-state' && args.length === 1) return planState(one);
  if (command === 'apply-state' && args.length === 2) return applyState(one, two);
  console.error('usage: npm run ci -- environments | plan | diff | comment | plan-state | apply-state; scripts/ci.ts says what each takes');
  return 1;
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    (status) => (process.exitCode = status),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
