import { z } from 'zod';
import { cidrField, disabledField, hostField } from '../fields/values';

/** Clients come to the edge by either protocol. */
const anyCidrField = z.union([cidrField, z.cidrv6()], 'must be a range such as "192.0.2.0/24" or "2001:db8::/48"');

const access = z.strictObject({
  by: z.literal('access').describe('Cloudflare Access: people log in before a request reaches the origin. Needs `accountId`.'),
  emailDomains: z.array(hostField).default([]).describe('Domains whose e-mail addresses may log in.'),
  emails: z.array(z.email('must be an e-mail address').max(254)).default([]).describe('E-mail addresses that may log in.'),
  identityProviders: z
    .array(z.uuid('must be the id of an identity provider'))
    .default([])
    .describe('Ids of the identity providers that people may use; empty: all of the account’s, including the one-time PIN.'),
  sessionHours: z.int().min(1).max(168).default(8).describe('Hours until somebody has to log in again. Default: a working day.'),
});

const ipList = z.strictObject({
  by: z.literal('ip-list').describe('By address: requests from all other addresses are refused at the edge.'),
  cidrs: z
    .array(anyCidrField)
    .min(1, 'must name at least one range')
    .max(100)
    .describe('Allowed ranges, IPv4 and IPv6: browsers prefer IPv6 if they have it.'),
});

/** Who may come to the host of the admin. */
export const adminProtectionField = z
  .discriminatedUnion('enabled', [
    z.strictObject({
      enabled: z.literal(true).describe('On.'),
      only: z
        .discriminatedUnion('by', [access, ipList], 'must be { by: "access", … } or { by: "ip-list", … }')
        .refine(
          (only) => only.by !== 'access' || only.emailDomains.length + only.emails.length > 0,
          'must name at least one e-mail domain or address',
        )
        .describe('Who has access.'),
    }),
    disabledField,
  ])
  .describe('Protection of the admin’s host, in front of its own login.');
