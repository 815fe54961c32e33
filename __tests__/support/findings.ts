/** What checkers that others wrote find, and the reasons why some of it is left: one file for each checker, at the root. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Finding {
  /** The checker's own name of the check. */
  readonly check: string;
  /** Where: an environment or a stack, and what in it. */
  readonly subject: string;
  /** What the checker says of it. */
  readonly detail: string;
}

export interface Reason {
  readonly check: string;
  /** Of the subject, as a regular expression. */
  readonly subject: string;
  /** Of what the checker says, as a regular expression. */
  readonly detail: string;
  readonly why: string;
}

export const reasonsIn = (file: string): readonly Reason[] =>
  JSON.parse(readFileSync(path.join(__dirname, '../..', file), 'utf8')) as readonly Reason[];

const covers = (reason: Reason, { check, subject, detail }: Finding): boolean =>
  reason.check === check && new RegExp(reason.subject).test(subject) && new RegExp(reason.detail).test(detail);

/** What has no reason, one line each. */
export const unexplained = (findings: readonly Finding[], reasons: readonly Reason[]): readonly string[] => [
  ...new Set(
    findings
      .filter((finding) => !reasons.some((reason) => covers(reason, finding)))
      .map(({ check, subject, detail }) => `${subject}: ${check}: ${detail.slice(0, 300)}`),
  ),
];

/** Reasons that nothing needs any more, or that say nothing. */
export const needless = (findings: readonly Finding[], reasons: readonly Reason[]): readonly Reason[] =>
  reasons.filter((reason) => reason.why.length < 20 || !findings.some((finding) => covers(reason, finding)));
