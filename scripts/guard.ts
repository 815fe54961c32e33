/**
 * `npm run guard -- [--markdown] [--approved <file>] <state>.json…` says what plans would lose, cut or open, and blocks what is not approved.
 * Each file is what `terraform show -json` writes of a plan, and is called like its state: production-data.json.
 * Exit code 0: nothing is blocked; 1: something is, or the approvals are not valid; 2: a plan cannot be read.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BadApprovals, type Approval, type Verdict } from './guard/approved';
import { guardWith, readApprovals } from './guard/guard';
import { verdictMarkdown } from './guard/markdown';
import { UnreadablePlan } from './guard/plan-json';
import { verdictText } from './guard/text';

const usage = 'usage: npm run guard -- [--markdown] [--approved <file>] <state>.json…';

export const approvedFile = path.join(__dirname, '../approved-changes.yml');

/** Today's date in UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** The approvals, or null after its problems have been printed, one line each. */
export function approvalsOf(file: string, day: string): readonly Approval[] | null {
  try {
    return readApprovals(file, day);
  } catch (error) {
    if (!(error instanceof BadApprovals)) throw error;
    for (const line of error.message.split('\n')) console.error(`${path.basename(file)}: ${line}`);
    return null;
  }
}

interface Arguments {
  readonly markdown: boolean;
  readonly approved: string;
  readonly files: readonly string[];
}

function read([first, ...rest]: readonly string[], known: Arguments): Arguments | null {
  if (first === undefined) return known.files.length === 0 ? null : known;
  if (first === '--markdown') return read(rest, { ...known, markdown: true });
  if (first === '--approved' && rest[0] !== undefined) return read(rest.slice(1), { ...known, approved: rest[0] });
  return first.startsWith('-') ? null : read(rest, { ...known, files: [...known.files, first] });
}

function main(words: readonly string[]): number {
  const options = read(words, { markdown: false, approved: approvedFile, files: [] });
  if (options === null) {
    console.error(usage);
    return 2;
  }
  const day = today();
  const approvals = approvalsOf(options.approved, day);
  if (approvals === null) return 1;
  const guard = guardWith(approvals, day);
  const verdicts: (readonly [string, Verdict])[] = [];
  let unreadable = false;
  for (const file of options.files) {
    const state = path.basename(file, '.json');
    try {
      verdicts.push([state, guard(state, readFileSync(file, 'utf8'))]);
    } catch (error) {
      unreadable = true;
      console.error(`${file}: ${error instanceof UnreadablePlan ? error.message : 'cannot be read'}`);
    }
  }
  if (verdicts.length > 0)
    console.log(
      options.markdown ? verdictMarkdown(verdicts) : verdicts.map(([state, verdict]) => verdictText(state, verdict)).join('\n\n'),
    );
  if (unreadable) return 2;
  return verdicts.some(([, { blocked }]) => blocked.length > 0) ? 1 : 0;
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
