/** What a guard has to see: a change of the JSON, and all that the guard then says. */
import type { Edits } from './edited';
import type { GuardName } from './guards';

export interface Violation {
  readonly guard: GuardName;
  /** What is changed, in words. */
  readonly what: string;
  /** The stack that is changed, of a small environment with the examples (example.ts). */
  readonly stack: 'local-platform' | 'local-data' | 'local-app' | 'local-example' | 'local-reader';
  readonly edits: Edits;
  readonly says: readonly string[];
}

/** Makes violations of one guard in one stack, which it reports of one address. */
export const breaking =
  (guard: GuardName, stack: Violation['stack'], address: string) =>
  (what: string, edits: Edits, ...says: readonly string[]): Violation => ({
    guard,
    what,
    stack,
    edits,
    says: says.map((line) => `${address}: ${line}`),
  });
