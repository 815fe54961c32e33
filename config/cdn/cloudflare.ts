import { z } from 'zod';
import { LONGEST_BUNDLE, refineBundle } from '../fields/certificates';
import { disabledField, hostField, pathField } from '../fields/values';
import { adminProtectionField } from './admin-protection';
import { cdnProblems } from '../rules/cdn';
import { cloudflareRanges } from './cloudflare-ranges';
import { cdnEngine } from './engine';
import { planNames, plans } from './plans';
import { rateLimitField } from './rate-limits';

const idField = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits, as the overview of the zone shows it');

const botAction = z.enum(['allow', 'managed_challenge', 'block']);

/** What a plan does not include is refused by `cdnProblems`. */
export const cloudflareField = z.strictObject({
  engine: z.literal('cloudflare').describe('Cloudflare, in front of an origin that has a certificate for the hosts.'),
  plan: z
    .enum(planNames)
    .describe('Plan of the zone. Features that it does not include are configuration errors instead of failures at apply.'),
  zone: hostField.describe('Domain of the zone. Each host is the zone itself or one label below it.'),
  zoneId: idField.describe('Id of the zone.'),
  accountId: idField.nullable().default(null).describe('Id of the account; needed only if `adminProtection` uses Access.'),
  hsts: z
    .discriminatedUnion('enabled', [
      z.strictObject({
        enabled: z.literal(true).describe('On.'),
        maxAgeSeconds: z
          .int()
          .min(0)
          .max(63_072_000)
          .default(31_536_000)
          .describe('Seconds for which browsers use only HTTPS. Default: a year.'),
        includeSubdomains: z
          .boolean()
          .default(false)
          .describe(
            'Whether it also applies to every name below the zone. Default: no, because this program does not own the zone’s other names.',
          ),
        preload: z
          .boolean()
          .default(false)
          .describe('Whether browsers may preload the domain, which is hard to undo. Needs a year and the subdomains.'),
      }),
      disabledField,
    ])
    .prefault({ enabled: true })
    .describe('HTTP Strict Transport Security.'),
  authenticatedOriginPulls: z
    .discriminatedUnion('enabled', [
      z.strictObject({
        enabled: z.literal(true).describe('On: Cloudflare presents the zone’s own client certificate to the origin.'),
        certificateAuthority: z
          .string()
          .max(LONGEST_BUNDLE)
          .superRefine(refineBundle)
          .describe(
            'Certificates, in PEM form, of the authority that signed it: the load balancer trusts no other. docs/cloudflare.md says how to create both.',
          ),
      }),
      disabledField,
    ])
    .describe('Proof to the load balancer that a request came through this zone and not through another Cloudflare zone.'),
  adminProtection: adminProtectionField,
  managedRules: z
    .discriminatedUnion('enabled', [
      z.strictObject({
        enabled: z.literal(true).describe('On. Requests with a body to paths that stream are skipped, because prompts look like attacks.'),
        rulesets: z
          .array(z.enum(['free', 'cloudflare', 'owasp']))
          .min(1, 'must name at least one')
          .nullable()
          .default(null)
          .describe('Cloudflare’s rulesets to use; null: the most complete that the plan includes.'),
      }),
      disabledField,
    ])
    .prefault({ enabled: true })
    .describe('Cloudflare’s rules against known attacks.'),
  closedPaths: z
    .array(pathField)
    .max(20)
    .default(['/metrics', '/debug'])
    .describe('Path prefixes that are closed to the public on every host.'),
  rateLimits: z
    .array(rateLimitField)
    .max(100)
    .nullable()
    .default(null)
    .describe('Rate limits per address, against floods; null: those that the plan allows. Limits per API key are the application’s task.'),
  staticAssets: z
    .strictObject({
      paths: z
        .array(pathField)
        .max(20)
        .default(['/assets/', '/_next/static/'])
        .describe('Path prefixes of the portal’s files whose names change with their content.'),
      cacheSeconds: z
        .int()
        .min(1)
        .max(31_536_000)
        .default(31_536_000)
        .describe('Seconds for which they are cached at the edge. Default: a year.'),
    })
    .prefault({})
    .describe('Caching at the edge. Responses of the API and the admin are never cached.'),
  bots: z
    .strictObject({
      definitelyAutomated: botAction.default('allow').describe('Action for traffic that is definitely automated.'),
      likelyAutomated: botAction.default('allow').describe('Action for traffic that is likely automated.'),
      verified: z.enum(['allow', 'block']).default('allow').describe('Action for verified bots, such as search engines.'),
    })
    .prefault({})
    .describe(
      'Super Bot Fight Mode for web pages. The API is exempt, because its clients are programs. Bot Fight Mode cannot exempt it and is off.',
    ),
});

/** Cloudflare as configured. */
export type CloudflareConfig = z.infer<typeof cloudflareField>;

/**
 * Cloudflare documents a read timeout of 120 s (https://developers.cloudflare.com/fundamentals/reference/connection-limits/), 100 s until
 * 2025, and who was cut saw either: the smaller one is what the chain is designed for. An idle connection to the origin is kept 900 s.
 */
const CLOUDFLARE_SILENCE_SECONDS = 100;
const CLOUDFLARE_KEEP_ALIVE_SECONDS = 900;

/** Cloudflare, by plan. */
export const cloudflare = cdnEngine({
  schema: cloudflareField,
  targets: ['kubernetes', 'aws'],
  edge: ({ plan, zoneId, authenticatedOriginPulls }) => ({
    limits: {
      silenceSeconds: CLOUDFLARE_SILENCE_SECONDS,
      keepAliveSeconds: CLOUDFLARE_KEEP_ALIVE_SECONDS,
      maxBodyMiB: plans[plan].maxBodyMiB,
    },
    zoneId,
    cidrs: cloudflareRanges,
    clientCertificateAuthority: authenticatedOriginPulls.enabled ? authenticatedOriginPulls.certificateAuthority : null,
  }),
  rules: [
    {
      needs: ['routes', 'loadBalancer'],
      check: (cdn, { routes, loadBalancer }) => cdnProblems({ cdn, routes, loadBalancer: loadBalancer.config }),
    },
  ],
});
