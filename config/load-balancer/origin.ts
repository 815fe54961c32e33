import { z } from 'zod';
import { hostField } from '../fields/values';

const originField = z.discriminatedUnion('recordType', [
  z.strictObject({
    recordType: z.literal('A').describe('By address.'),
    value: z.ipv4('must be an IPv4 address').describe('Its public address.'),
  }),
  z.strictObject({
    recordType: z.literal('CNAME').describe('By name.'),
    value: hostField.describe('Its public host name.'),
  }),
]);

/** Where it is known to be by other means than by what this program makes. */
export const knownOrigin = originField
  .nullable()
  .default(null)
  .describe('Target of the hosts’ DNS records; null: this program creates no records for it.');
