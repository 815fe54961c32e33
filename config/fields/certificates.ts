/** Certificates in a text. Only their form is looked at: whether they are valid today is no property of a configuration. */
import type { z } from 'zod';

const block = /-----BEGIN CERTIFICATE-----\s+[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * What a trust store takes at most, in certificates and in bytes of each.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html#certificates-quotas
 */
const MOST = 25;
const LARGEST_BYTES = 16 * 1024;

/** Characters of a bundle, blank lines among them. */
export const LONGEST_BUNDLE = 2 * MOST * LARGEST_BYTES;

/** Refuses a text that is no bundle of certificates in PEM form. */
export function refineBundle(value: unknown, { addIssue }: z.core.$RefinementCtx): void {
  const problem = typeof value === 'string' ? bundleProblem(value) : null;
  if (problem !== null) addIssue({ code: 'custom', message: problem });
}

/** Its problem; null: none. */
function bundleProblem(text: string): string | null {
  const certificates = text.match(block) ?? [];
  if (/PRIVATE KEY/.test(text))
    return 'must hold no private key: it would end up in the repository; put in the certificate of its authority';
  if (certificates.length === 0 || text.replace(block, '').trim() !== '') {
    return 'must be certificates in PEM form and nothing else, each from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----"';
  }
  if (certificates.length > MOST) return `must be ${MOST} certificates at most`;
  if (certificates.some((certificate) => certificate.length > LARGEST_BYTES)) {
    return `must be certificates of ${LARGEST_BYTES} bytes at most`;
  }
  return null;
}

/** Each certificate of a bundle, in the one form in which two can be compared: without blank lines, and with a newline at its end. */
export const certificatesIn = (text: string): readonly string[] =>
  (text.match(block) ?? []).map((certificate) => `${certificate.replace(/[ \t\r]+$/gm, '').replace(/\n{2,}/g, '\n')}\n`);
