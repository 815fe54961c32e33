import type { Environment } from './environment';

/** Something that is wrong: where, and what is allowed and how to get there. */
export interface Problem {
  /** Path of the field, such as `postgres.maxConnections`. */
  readonly path: string;
  /** One line; further ones, indented, where a table helps. */
  readonly message: string;
}

/** The parts of an environment, each read on its own. */
export type Boxes = Omit<Environment, 'target'>;

/** What has to hold between fields of some boxes. */
export interface Rule<K extends keyof Boxes = keyof Boxes> {
  /** It runs when all of these could be read: a mistake in one box does not hide that another is too small. */
  readonly needs: readonly K[];
  /** All that is wrong. */
  check(boxes: Pick<Boxes, K>): readonly Problem[];
}

export const rule = <K extends keyof Boxes>(needs: readonly K[], check: Rule<K>['check']): Rule => ({ needs, check });
