import { z } from 'zod';
import { certificatesIn, refineBundle } from '../fields/certificates';
import { disabledField } from '../fields/values';

/** The authority of the certificate that the CDN shows. */
const originPullCaField = z
  .union([z.string(), disabledField], 'must be certificates in PEM form, or { enabled: false, reason }')
  .superRefine(refineBundle)
  .transform((value) => (typeof value === 'string' ? certificatesIn(value).join('') : value))
  .describe(
    'Certificate of the authority that signed the CDN’s client certificate (authenticated origin pulls), in PEM form: connections without such a certificate end in the handshake. While an authority is replaced, both one after the other.',
  );

const desyncMitigationField = z
  .discriminatedUnion(
    'mode',
    [
      z.strictObject({ mode: z.literal('strictest').describe('Only what complies with RFC 7230 reaches a service.') }),
      z.strictObject({
        mode: z.literal('defensive').describe('Also what does not comply, where no attack by it is known.'),
        reason: z.string().min(10, 'must say why, in ten characters or more').describe('Which clients need it, for those who review it.'),
      }),
    ],
    'must be { mode: "strictest" } or { mode: "defensive", reason }',
  )
  .prefault({ mode: 'strictest' })
  .describe('What is done with requests that two programs might read in two ways. Default: what AWS recommends.');

/** An application load balancer of AWS. */
export const alb = z.strictObject({
  engine: z.literal('alb').describe('An application load balancer of AWS, in front of pods of a cluster of EKS in Auto Mode.'),
  originPullCa: originPullCaField,
  desyncMitigation: desyncMitigationField,
});

/** Ports of its listeners. */
export const albPorts = { http: 80, https: 443 } as const;
