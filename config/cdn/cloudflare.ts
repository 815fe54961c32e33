import { z } from 'zod';
import { refineBundle } from '../fields/certificates';
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
  plan: z.enum(planNames).describe('Plan of the zone. What it does not include is an error here and not at apply.'),
  zone: hostField.describe('Domain of the zone. The hosts are it, or one label below it.'),
  zoneId: idField.describe('Id of the zone.'),
  accountId: idField.nullable().default(null).describe('Id of the account; needed for `adminProtection` by Access only.'),
  hsts: z
    .discriminatedUnion('enabled', [
      z.strictObject({
        enabled: z.literal(true).describe('On.'),
        maxAgeSeconds: z
          .int()
          .min(0)
          .max(63_072_000)
          .default(31_536_000)
          .describe('Seconds for which browsers keep to HTTPS. Default: a year.'),
        includeSubdomains: z
          .boolean()
          .default(false)
          .describe('Whether for every name below the zone too. Default: no, as other names of the zone are not this program’s.'),
        preload: z
          .boolean()
          .default(false)
          .describe('Whether the domain may be put into browsers; that can hardly be taken back. Needs a year and the subdomains.'),
      }),
      disabledField,
    ])
    .prefault({ enabled: true })
    .describe('HTTP Strict Transport Security.'),
  authenticatedOriginPulls: z
    .discriminatedUnion('enabled', [
      z.strictObject({
        enabled: z.literal(true).describe('On: Cloudflare shows the zone’s own client certificate to the origin.'),
        certificateAuthority: z
          .string()
          .superRefine(refineBundle)
          .describe(
            'Certificates, in PEM form, of the authority that signed it: the load balancer trusts no other. docs/cloudflare.md says how both are made.',
          ),
      }),
      disabledField,
    ])
    .describe('Proof to the load balancer that a request came through this zone, and not through another one of Cloudflare’s.'),
  adminProtection: adminProtectionField,
  managedRules: z
    .discriminatedUnion('enabled', [
      z.strictObject({
        enabled: z.literal(true).describe('On. Bodies of requests to paths that stream are left out: prompts look like attacks.'),
        rulesets: z
          .array(z.enum(['free', 'cloudflare', 'owasp']))
          .min(1, 'must name at least one')
          .nullable()
          .default(null)
          .describe('Which of Cloudflare’s rulesets; null: the widest that the plan has.'),
      }),
      disabledField,
    ])
    .prefault({ enabled: true })
    .describe('Rules against known attacks, which Cloudflare writes.'),
  closedPaths: z
    .array(pathField)
    .max(20)
    .default(['/metrics', '/debug'])
    .describe('Paths, with all below, that no host answers to the public.'),
  rateLimits: z
    .array(rateLimitField)
    .max(100)
    .nullable()
    .default(null)
    .describe('Limits against floods, by address; null: those that fit the plan. Limits by key are the application’s.'),
  staticAssets: z
    .strictObject({
      paths: z
        .array(pathField)
        .max(20)
        .default(['/assets/', '/_next/static/'])
        .describe('Where the portal has files whose names change with their content.'),
      cacheSeconds: z
        .int()
        .min(1)
        .max(31_536_000)
        .default(31_536_000)
        .describe('Seconds for which they are kept at the edge. Default: a year.'),
    })
    .prefault({})
    .describe('What is kept at the edge. Nothing of the API and of the admin ever is.'),
  bots: z
    .strictObject({
      definitelyAutomated: botAction.default('allow').describe('Programs that say or show that they are.'),
      likelyAutomated: botAction.default('allow').describe('What probably is a program.'),
      verified: z.enum(['allow', 'block']).default('allow').describe('Programs Cloudflare knows, such as search engines.'),
    })
    .prefault({})
    .describe(
      'Super Bot Fight Mode of the pages. The API is exempt: its clients are programs. Bot Fight Mode, which cannot exempt it, is off.',
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
