/**
 * `npm run plan -- <environment>…` shows what an apply would change: Terraform's own plan of each state, in the order in which they are
 * applied, what the guard says of it, and a table of all of them. It ends with 1 where there is no plan or the guard blocks one. It changes
 * nothing and takes no lock (`-lock=false`): read access is enough, several people can plan at once, and an interrupted plan leaves no lock
 * behind. A plan made during an apply may be out of date; an apply makes its own, locked.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { versions } from '../config';
import { columns } from './columns';
import { planStates } from './plan/plan-states';
import { approvalsOf, approvedFile, today } from './guard';
import { guardWith } from './guard/guard';
import { verdictText } from './guard/text';
import { head, mayApply, row, type StateReport } from './plan/report';
import { synthesizedStacks } from './stack-order';

const root = path.join(__dirname, '..');
const outdir = path.join(root, 'cdktf.out');

/** A summary of each state's plan, one line for each. */
export const summary = (reports: readonly StateReport[]): string =>
  columns([head, ...reports.map((report) => row(report, '-'))], [1, 2, 3, 4]);

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
  if (synth.status !== 0) return 1; // it has printed why
  const day = today();
  const approvals = approvalsOf(approvedFile, day);
  if (approvals === null) return 1;
  const show = (text: string): void => void process.stdout.write(text);
  const reports = await planStates(synthesizedStacks(outdir), { guard: guardWith(approvals, day), color: process.stdout.isTTY, show });
  for (const { stack, verdict } of reports) if (verdict !== null) console.log(`\n${verdictText(stack, verdict)}`);
  console.log(`\n${summary(reports)}`);
  return reports.every((report) => report.status === 'planned' && mayApply(report)) ? 0 : 1;
}

if (require.main === module) void main(process.argv.slice(2)).then((status) => (process.exitCode = status));
