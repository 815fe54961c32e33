import { z } from 'zod';
import { nameField, pathField } from '../fields/values';
import { serviceNames, type ServiceName } from '../services';
import type { CloudflarePlan } from './plans';

/** What the edge allows one address, in one of Cloudflare's data centres. */
export const rateLimitField = z.strictObject({
  name: nameField.describe('Name among the limits: a limit of the same name is the same rule.'),
  service: z
    .enum(serviceNames, `must be ${serviceNames.map((name) => `"${name}"`).join(', ')} or null`)
    .nullable()
    .default(null)
    .describe('Whose host it is for; null: every host. The plan `free` cannot tell hosts apart.'),
  path: pathField.default('/').describe('Path it is for, with all that is below.'),
  requests: z.int().min(1).max(1_000_000).describe('Requests of one address in a period.'),
  periodSeconds: z.int().min(10).describe('Length of the period, in seconds; the plan says which there are.'),
  action: z
    .enum(['block', 'managed_challenge', 'log'])
    .default('block')
    .describe('What is done above it: `block` answers 429, with JSON where the plan has it. Programs cannot pass a challenge.'),
  timeoutSeconds: z
    .int()
    .min(0)
    .describe('Seconds for which the address is then held off; 0: only what is above the limit, which `block` can on `enterprise`.'),
});

/** A limit of the edge. */
export type RateLimit = z.infer<typeof rateLimitField>;

const block = (
  name: string,
  service: ServiceName | null,
  [path, requests, periodSeconds, timeoutSeconds]: readonly [string, number, number, number],
): RateLimit => ({ name, service, path, requests, periodSeconds, action: 'block', timeoutSeconds });

// Counters are kept by data centre and address: behind one address there may be a whole company or a server of many users, so the edge
// stops floods only. Limits by key are the application's. https://developers.cloudflare.com/waf/rate-limiting-rules/request-rate/
const api = block('api', 'backend', ['/v1', 6000, 60, 60]);
const portal = block('portal', 'portal', ['/', 1200, 60, 60]);
const admin = block('admin', 'admin', ['/', 600, 60, 60]);

const defaults: Readonly<Record<CloudflarePlan, readonly RateLimit[]>> = {
  free: [block('api', null, ['/v1', 1000, 10, 10])],
  pro: [api, portal],
  business: [api, portal, admin],
  enterprise: [api, portal, admin],
};

/** The limits as configured, or those that fit the plan. */
export const rateLimitsOf = ({
  plan,
  rateLimits,
}: {
  readonly plan: CloudflarePlan;
  readonly rateLimits: readonly RateLimit[] | null;
}): readonly RateLimit[] => rateLimits ?? defaults[plan];
