/** From the JSON of a plan to what is said of it. */
import { lstatSync, readFileSync } from 'node:fs';
import { BadApprovals, judge, parseApprovals, type Approval, type Verdict } from './approved';
import { findingsOf } from './findings';
import { known } from './known';
import { parsePlan, type Plan } from './plan-json';

/** @throws UnreadablePlan */
export type Guard = (state: string, text: string) => Verdict;

/** `today` as YYYY-MM-DD: the caller looks at the clock. */
export const guardWith =
  (approvals: readonly Approval[], today: string): Guard =>
  (state, text) => {
    const plan = parsePlan(text);
    return judge(state, { findings: findingsOf(plan, known), addresses: addressesOf(plan) }, approvals, today);
  };

/** Nothing is approved: the day does not matter. */
export const strict: Guard = guardWith([], '1970-01-01');

const addressesOf = ({ addresses, changes }: Plan): ReadonlySet<string> =>
  new Set([...addresses, ...changes.map(({ address }) => address)]);

/**
 * The entries of a file; none where it does not exist. It may come from a pull request: a link in its place could name any file.
 * @throws BadApprovals
 */
export function readApprovals(file: string, today: string): readonly Approval[] {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isFile() || stat.size > 1_000_000) throw new BadApprovals('is no file of at most 1 MB');
  return parseApprovals(readFileSync(file, 'utf8'), today);
}
