import type { FactName, Facts } from '../derived/facts';

/** Something that is wrong: where, and what is allowed and how to get there. */
export interface Problem {
  /** Path of the field, such as `postgres.maxConnections`. */
  readonly path: string;
  /** One line; further ones, indented, where a table helps. */
  readonly message: string;
}

/** Something that has to hold between fields of an environment. */
export interface Rule {
  /** Facts it looks at. It is asked when all of them could be read: a mistake in one box does not hide that another is too small. */
  readonly needs: readonly FactName[];
  /** All that is wrong. */
  check(facts: Facts): readonly Problem[];
}

/** A rule that sees only the facts it names. */
export const rule = <Name extends FactName>(needs: readonly Name[], check: (facts: Pick<Facts, Name>) => readonly Problem[]): Rule => ({
  needs,
  check,
});
