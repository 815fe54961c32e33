import { z } from 'zod';
import { nameField, pathField } from '../fields/values';
import type { Route } from '../derived/routes';
import { plans, type CloudflarePlan } from './plans';

/** What the edge allows one address, in one of Cloudflare's data centres. */
export const rateLimitField = z.strictObject({
  name: nameField.describe('Name among the limits: a limit of the same name is the same rule.'),
  service: nameField
    .nullable()
    .default(null)
    .describe('Service to whose hosts it applies; null: all hosts. The plan `free` cannot tell hosts apart.'),
  path: pathField.default('/').describe('Path prefix that it applies to.'),
  requests: z.int().min(1).max(1_000_000).describe('Maximum number of requests from one address in a period.'),
  periodSeconds: z.int().min(10).max(86_400).describe('Length of the period, in seconds; the plan determines the possible values.'),
  action: z
    .enum(['block', 'managed_challenge', 'log'])
    .default('block')
    .describe('Action above the limit: `block` answers 429, with JSON if the plan supports it. Programs cannot pass a challenge.'),
  timeoutSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .describe(
      'Seconds for which the address is then blocked; 0: only requests above the limit, which needs `block` and the plan `enterprise`.',
    ),
});

/** A limit of the edge. */
export type RateLimit = z.infer<typeof rateLimitField>;

/** Part of a route that its limit comes from. */
type LimitedRoute = Pick<Route, 'service' | 'fenced' | 'edgeLimit'>;

/** Seconds over which the default limits count, and for which an address is then held off. */
const PERIOD_SECONDS = 60;

/**
 * Counters are kept by data centre and address: behind one address there may be a whole company or a server of many users, so the edge stops
 * floods only. Limits by key are the application's. https://developers.cloudflare.com/waf/rate-limiting-rules/request-rate/
 */
function defaultLimits(plan: CloudflarePlan, routes: readonly LimitedRoute[]): readonly RateLimit[] {
  const { rules, periods, timeouts, byHost } = plans[plan].rateLimits;
  const closest = (values: readonly number[]) => (values.includes(PERIOD_SECONDS) ? PERIOD_SECONDS : (values[0] ?? PERIOD_SECONDS));
  const [periodSeconds, timeoutSeconds] = [closest(periods), closest(timeouts)];
  // A host that lets in named people only needs a limit least.
  const inOrder = [...routes.filter(({ fenced }) => !fenced), ...routes.filter(({ fenced }) => fenced)];
  return inOrder
    .flatMap(({ service, edgeLimit }) =>
      edgeLimit === null
        ? []
        : [
            {
              name: edgeLimit.name,
              service: byHost ? service : null,
              path: edgeLimit.path,
              requests: Math.ceil((edgeLimit.requests * periodSeconds) / 60),
              periodSeconds,
              action: 'block' as const,
              timeoutSeconds,
            },
          ],
    )
    .slice(0, rules);
}

/** The limits as configured, or those of the services as far as the plan has rules. */
export const rateLimitsOf = (
  { plan, rateLimits }: { readonly plan: CloudflarePlan; readonly rateLimits: readonly RateLimit[] | null },
  routes: readonly LimitedRoute[],
): readonly RateLimit[] => rateLimits ?? defaultLimits(plan, routes);
