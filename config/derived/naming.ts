/** Physical names: deterministic, and short enough for what they name. */
import { createHash } from 'node:crypto';

/** The PascalCase construct id of something that config names: `load-balancer` is LoadBalancer, `SESSION_SIGNING_KEY` is SessionSigningKey. */
export const constructId = (name: string): string =>
  name
    .toLowerCase()
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The states an environment can have; a stack's id is `<environment>-<state>`. */
export type StateName = 'network' | 'cluster' | 'platform' | 'data' | 'app' | 'backup' | 'monitoring' | 'cdn';

export const stackId = (environment: string, state: StateName): string => `${environment}-${state}`;

/**
 * The name of the Job that migrates for one release: another image or command is another Job, the same ones are the same.
 * @returns 24 characters: a Job's name may have 63, and its pods' names add to it.
 */
export const migrationJobName = (image: string, command: readonly string[]): string =>
  `migration-${createHash('sha256')
    .update(JSON.stringify([image, command]))
    .digest('hex')
    .slice(0, 14)}`;

/** One of the two Secrets of a rotation. */
export interface SecretSlot {
  /** Name of the Secret. */
  readonly name: string;
  /** Number of its value, from 1: a higher number is a new value. */
  readonly revision: number;
}

/** Both Secrets of a rotation. */
export interface SecretSlots {
  /** The one written last. */
  readonly current: SecretSlot;
  /** The one before it, which stays as it was. */
  readonly previous: SecretSlot;
  /** Both, the slot a first. */
  readonly all: readonly SecretSlot[];
}

/** With r = `secrets.revision`, slot a has revision ⌈r/2⌉ and slot b ⌊r/2⌋: raising r by one rewrites one and leaves the other. */
export function secretSlots(name: string, revision: number): SecretSlots {
  const a = { name: `${name}-a`, revision: Math.ceil(revision / 2) };
  const b = { name: `${name}-b`, revision: Math.floor(revision / 2) };
  const [current, previous] = revision % 2 === 0 ? [b, a] : [a, b];
  return { current, previous, all: [a, b] };
}
