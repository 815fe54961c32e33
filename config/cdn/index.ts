/** What stands between the users and the load balancer: its engines, one row each. */
import { enginesOn, type ConfigOf } from '../fields/engine';
import { cloudflare } from './cloudflare';
import type { CdnEngine, Edge } from './engine';
import { none } from './none';

export type { CloudflareConfig } from './cloudflare';
export type { CdnLimits, Edge } from './engine';
export { managedRulesetsOf } from './managed-rulesets';
export { plans, type CloudflarePlan } from './plans';
export { rateLimitsOf, type RateLimit } from './rate-limits';

export const cdnEngines = { none, cloudflare } as const;

/** Engines of the CDN by the target that can stand behind them. */
export const cdnOn = { kubernetes: enginesOn(cdnEngines, 'kubernetes'), aws: enginesOn(cdnEngines, 'aws') };

/** The CDN as configured, whichever target stands behind it. */
export type CdnConfig = ConfigOf<typeof cdnEngines>;

/** What the configured CDN is to the rest of the program. */
export const edgeOf = (config: CdnConfig): Edge => {
  const table: Readonly<Record<CdnConfig['engine'], CdnEngine<CdnConfig>>> = cdnEngines;
  return table[config.engine].edge(config);
};
