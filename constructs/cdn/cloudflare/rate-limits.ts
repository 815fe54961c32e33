import { plans, rateLimitsOf, type CloudflareConfig, type RateLimit, type Route } from '../../../config';
import { allOf, below, onHosts } from './expressions';
import type { Rule } from './phase';
import { refused } from './refused';

/** Limits against floods. A refused client gets `Retry-After`, which Cloudflare sets itself, and a JSON body where the plan allows it. */
export const rateLimits = (config: CloudflareConfig, routes: readonly Route[]): readonly Rule[] =>
  rateLimitsOf(config, routes).map((limit) => rule(limit, routes, plans[config.plan].customResponses));

function rule(
  { name, service, path, requests, periodSeconds, action, timeoutSeconds }: RateLimit,
  routes: readonly Route[],
  json: boolean,
): Rule {
  const hosts = routes.filter((route) => route.service === service).flatMap((route) => route.hosts);
  return {
    ref: `rate_limit_${name}`,
    description: `${requests} requests of an address in ${periodSeconds} s`,
    // Without a host, for plans that cannot match on it.
    expression: service === null ? below(path) : allOf([onHosts(hosts), below(path)]),
    action,
    actionParameters:
      action === 'block' && json
        ? {
            response: refused(429, {
              type: 'rate_limit_error',
              code: 'rate_limited',
              message: `Too many requests from this address. Try again in ${Math.max(timeoutSeconds, 1)} seconds.`,
            }),
          }
        : undefined,
    ratelimit: {
      // The data centre must be one of them: counters are not shared. https://developers.cloudflare.com/waf/rate-limiting-rules/parameters/
      characteristics: ['cf.colo.id', 'ip.src'],
      period: periodSeconds,
      requestsPerPeriod: requests,
      mitigationTimeout: timeoutSeconds,
    },
  };
}
