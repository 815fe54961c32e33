/** Eviction of keys when the memory is full, for every engine. */
import { z } from 'zod';

/** What the data are to the services. */
export const useField = z
  .enum(['coordination', 'cache'])
  .default('coordination')
  .describe(
    '`coordination`: rate limits, sessions, locks, which must be there as long as they are valid. `cache`: all of its content can be recreated.',
  );

/** Policy when the memory is full. */
export const maxmemoryPolicyField = z
  .enum(['noeviction', 'allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'volatile-lru', 'volatile-lfu', 'volatile-random', 'volatile-ttl'])
  .nullable()
  .default(null)
  .describe(
    'What Redis does when its memory is full: refuse writes (`noeviction`) or evict keys. Null: `noeviction` for coordination, `allkeys-lru` for a cache.',
  );

/** Both as configured. */
export interface Eviction {
  /** What the data are to the services. */
  readonly use: z.infer<typeof useField>;
  /** Policy when the memory is full; null: the one that suits the use. */
  readonly maxmemoryPolicy: z.infer<typeof maxmemoryPolicyField>;
}

/** Whether nothing that has to stay is evicted. */
export const evictsOnlyCaches = ({ use, maxmemoryPolicy }: Eviction): boolean =>
  use === 'cache' || [null, 'noeviction'].includes(maxmemoryPolicy);

export const evictsOnlyCachesError = {
  path: ['maxmemoryPolicy'],
  message: 'must be "noeviction" for coordination: eviction loses sessions and rate limits; for a cache, set use: "cache"',
};

/** What the policy is where it is not said. */
export const redisMaxmemoryPolicy = ({ use, maxmemoryPolicy }: Eviction) =>
  maxmemoryPolicy ?? (use === 'cache' ? 'allkeys-lru' : 'noeviction');
