import { z } from 'zod';

/** What one server has. */
export interface ServerSize {
  /** CPU, in thousandths of a core. */
  readonly cpuMillis: number;
  /** Memory, in MiB. */
  readonly memoryMiB: number;
}

/** How large an environment is. */
export interface SizingProfile {
  /** What all pods of the backend may use together. */
  readonly backend: ServerSize;
  /** What all pods of one frontend may use together. */
  readonly frontend: ServerSize;
  /** One member of PostgreSQL. */
  readonly postgres: ServerSize;
  /** One member of Redis. */
  readonly redis: ServerSize;
  /** Memory limits of all pods of the namespace together, in MiB: its quota, unless the environment sets another. */
  readonly quotaMemoryMiB: number;
  /** Pods of the namespace: its quota, unless the environment sets another. */
  readonly quotaPods: number;
}

const cores = (cpu: number, gibibytes: number): ServerSize => ({ cpuMillis: cpu * 1000, memoryMiB: gibibytes * 1024 });

/**
 * `minimum` and `recommended` are the deployment guide's table of servers. Of the services it is the budget of a tier: a pod is smaller.
 * `laptop` has room for the guide's Kubernetes manifests with their limits: three pods of the backend, two of a frontend, PostgreSQL at 1
 * core and 2 GiB. It asks for less: all that is kept for its pods, with those of a rollout, is below 2 cores and 4 GiB.
 */
export const sizingProfiles = {
  laptop: {
    backend: cores(1.5, 3),
    frontend: cores(0.5, 0.5),
    postgres: cores(1, 2),
    redis: cores(0.5, 0.5),
    quotaMemoryMiB: 28 * 1024,
    quotaPods: 60,
  },
  minimum: {
    backend: cores(2, 4),
    frontend: cores(1, 2),
    postgres: cores(4, 8),
    redis: cores(1, 2),
    quotaMemoryMiB: 80 * 1024,
    quotaPods: 120,
  },
  recommended: {
    backend: cores(4, 8),
    frontend: cores(2, 4),
    postgres: cores(8, 16),
    redis: cores(2, 4),
    quotaMemoryMiB: 160 * 1024,
    quotaPods: 200,
  },
} as const satisfies Record<string, SizingProfile>;

/** Which profile. */
export const sizingField = z
  .enum(['laptop', 'minimum', 'recommended'])
  .describe('Size of all components: `minimum` and `recommended` as in the deployment guide, `laptop` for a single node.');

/** Name of a profile. */
export type Sizing = z.infer<typeof sizingField>;
