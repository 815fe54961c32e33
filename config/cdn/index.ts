/** What stands between the users and the load balancer. */
import { z } from 'zod';
import { cloudflareRanges } from './cloudflare-ranges';
import { cloudflareField } from './cloudflare';
import { plans } from './plans';

export type { CloudflareConfig } from './cloudflare';
export { plans, type CloudflarePlan } from './plans';
export { rateLimitsOf, type RateLimit } from './rate-limits';
export { managedRulesetsOf } from './managed-rulesets';
export { cdnProblems, planProblems } from '../rules/cdn';

const engines = z.discriminatedUnion(
  'engine',
  [z.strictObject({ engine: z.literal('none').describe('Nobody stands between the users and the load balancer.') }), cloudflareField],
  'must be { engine: "none" } or { engine: "cloudflare", … }',
);

/** Engines of the CDN by the target that can run them. */
export const cdnOn = { kubernetes: engines, aws: engines };

/** The CDN as configured, whichever target runs it. */
export type CdnConfig = z.infer<typeof engines>;

/** What a CDN does to connections to the load balancer. */
export interface CdnLimits {
  /** Seconds without a byte from the origin after which it answers 524 itself. */
  readonly silenceSeconds: number;
  /** Seconds it keeps an idle connection to the origin for the next request. */
  readonly keepAliveSeconds: number;
  /** Largest request it takes, in MiB. */
  readonly maxBodyMiB: number;
}

/**
 * Cloudflare documents a read timeout of 120 s (https://developers.cloudflare.com/fundamentals/reference/connection-limits/), 100 s until
 * 2025, and who was cut saw either: the smaller one is what the chain is designed for. An idle connection to the origin is kept 900 s.
 */
const CLOUDFLARE_SILENCE_SECONDS = 100;
const CLOUDFLARE_KEEP_ALIVE_SECONDS = 900;

/** Null where there is no CDN. */
export const cdnLimits = (config: CdnConfig): CdnLimits | null => {
  switch (config.engine) {
    case 'none':
      return null;
    case 'cloudflare':
      return {
        silenceSeconds: CLOUDFLARE_SILENCE_SECONDS,
        keepAliveSeconds: CLOUDFLARE_KEEP_ALIVE_SECONDS,
        maxBodyMiB: plans[config.plan].maxBodyMiB,
      };
  }
};

/** The zone that the hosts are names of; null: there is none. */
export const zoneIdOf = (config: CdnConfig): string | null => (config.engine === 'cloudflare' ? config.zoneId : null);

/** IPv4 ranges from which requests come to the load balancer; null: from everywhere. */
export const edgeCidrs = (config: CdnConfig): readonly string[] | null => (config.engine === 'cloudflare' ? cloudflareRanges : null);
