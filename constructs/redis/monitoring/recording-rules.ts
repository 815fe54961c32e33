import type { RecordingRule } from '../../mixin/component-monitoring';

/** Share of lookups that found a key, over all scraped members. */
export const HIT_RATE = 'component:redis_keyspace_hits:ratio_rate15m';

const lookups = (what: 'hits' | 'misses') => `sum by (component) (rate(redis_keyspace_${what}_total[15m]))`;
/** Lookups per second. */
export const LOOKUPS = `${lookups('hits')} + ${lookups('misses')}`;

export const redisRecordingRules = (): readonly RecordingRule[] => [{ record: HIT_RATE, expr: `${lookups('hits')} / (${LOOKUPS})` }];
