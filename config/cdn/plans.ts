/** What Cloudflare's plans include, as far as this program uses it. */

/** Names of the plans. */
export const planNames = ['free', 'pro', 'business', 'enterprise'] as const;
/** A plan of Cloudflare. */
export type CloudflarePlan = (typeof planNames)[number];

/** What an answer to a limited request can be. */
export type RateLimitAction = 'block' | 'managed_challenge' | 'log';
/** A ruleset that Cloudflare writes and keeps. */
export type ManagedRuleset = 'free' | 'cloudflare' | 'owasp';

/** What a plan includes. */
export interface PlanFeatures {
  /** Largest request, in MiB. https://developers.cloudflare.com/workers/platform/limits/#request-limits */
  readonly maxBodyMiB: number;
  /** Custom rules of a zone. https://developers.cloudflare.com/waf/custom-rules/#availability */
  readonly customRules: number;
  /** Whether a blocked request can be answered with JSON. https://developers.cloudflare.com/ruleset-engine/rules-language/actions/ */
  readonly customResponses: boolean;
  /** Managed rulesets it may run. https://developers.cloudflare.com/waf/managed-rules/#availability */
  readonly managedRulesets: readonly ManagedRuleset[];
  /** Rate limiting rules. https://developers.cloudflare.com/waf/rate-limiting-rules/#availability */
  readonly rateLimits: {
    /** Number of rules. */
    readonly rules: number;
    /** Seconds over which requests can be counted. */
    readonly periods: readonly number[];
    /** Seconds for which a client can be held off. */
    readonly timeouts: readonly number[];
    /** Whether a rule can tell one host from another. */
    readonly byHost: boolean;
    /** What can be done. */
    readonly actions: readonly RateLimitAction[];
    /** Whether a block can take only what is above the limit, with a timeout of 0. */
    readonly throttles: boolean;
  };
  /** Cache rules. https://developers.cloudflare.com/cache/how-to/cache-rules/#availability */
  readonly cacheRules: number;
  /** Shortest time for which the cache can be told to keep a file, in seconds. https://developers.cloudflare.com/cache/how-to/edge-browser-cache-ttl/ */
  readonly shortestCacheSeconds: number;
  /** Configuration rules. https://developers.cloudflare.com/rules/configuration-rules/#availability */
  readonly configRules: number;
  /** Bots that Super Bot Fight Mode can be told apart by. https://developers.cloudflare.com/bots/plans/ */
  readonly botGroups: readonly ('definitelyAutomated' | 'likelyAutomated' | 'verified')[];
  /** Whether HTTP/2 can be set; without, it is always on. https://developers.cloudflare.com/speed/optimization/protocol/http2/ */
  readonly http2Setting: boolean;
}

/** Periods and timeouts that there are, in seconds, on one plan or another. */
const periods = [10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800, 2400, 3600, 65_535, 86_400];
const upTo = (seconds: number): readonly number[] => periods.filter((period) => period <= seconds);

/** State of 2026-09, from the pages that are named at each field and https://github.com/cloudflare/cloudflare-docs/blob/production/src/content/plans/index.json */
export const plans: Readonly<Record<CloudflarePlan, PlanFeatures>> = {
  free: {
    maxBodyMiB: 100,
    customRules: 5,
    customResponses: false,
    managedRulesets: ['free'],
    rateLimits: { rules: 1, periods: [10], timeouts: [10], byHost: false, actions: ['block'], throttles: false },
    cacheRules: 10,
    shortestCacheSeconds: 7200,
    configRules: 10,
    botGroups: [],
    http2Setting: false,
  },
  pro: {
    maxBodyMiB: 100,
    customRules: 20,
    customResponses: true,
    managedRulesets: ['free', 'cloudflare', 'owasp'],
    rateLimits: {
      rules: 2,
      periods: upTo(60),
      timeouts: upTo(3600),
      byHost: true,
      actions: ['block', 'managed_challenge'],
      throttles: false,
    },
    cacheRules: 25,
    shortestCacheSeconds: 3600,
    configRules: 25,
    botGroups: ['definitelyAutomated', 'verified'],
    http2Setting: true,
  },
  business: {
    maxBodyMiB: 200,
    customRules: 100,
    customResponses: true,
    managedRulesets: ['free', 'cloudflare', 'owasp'],
    rateLimits: {
      rules: 5,
      periods: upTo(600),
      timeouts: upTo(86_400),
      byHost: true,
      actions: ['block', 'managed_challenge'],
      throttles: false,
    },
    cacheRules: 50,
    shortestCacheSeconds: 1,
    configRules: 50,
    botGroups: ['definitelyAutomated', 'likelyAutomated', 'verified'],
    http2Setting: true,
  },
  enterprise: {
    maxBodyMiB: 500,
    customRules: 1000,
    customResponses: true,
    managedRulesets: ['free', 'cloudflare', 'owasp'],
    rateLimits: {
      // With application security in the contract; 5 without it.
      rules: 100,
      periods: upTo(65_535),
      timeouts: upTo(86_400),
      byHost: true,
      actions: ['block', 'managed_challenge', 'log'],
      throttles: true,
    },
    cacheRules: 300,
    shortestCacheSeconds: 1,
    configRules: 300,
    botGroups: ['definitelyAutomated', 'likelyAutomated', 'verified'],
    http2Setting: true,
  },
};
