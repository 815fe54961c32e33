/** Values that more than one box has. Each says what it is when it is refused: the message stands behind path and value in one line. */
import { z } from 'zod';

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const label = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';

/** A DNS label, as names of Kubernetes objects are at their strictest (RFC 1123). */
export const nameField = z
  .string()
  .regex(new RegExp(`^${label}$`), 'must be lower-case letters, digits and hyphens, 63 at most, such as "openrouter"');

/** A name of several DNS labels, such as an object's or a host's. */
export const hostField = z
  .string()
  .max(253, 'must have 253 characters at most')
  .regex(new RegExp(`^${label}(\\.${label})*$`), 'must be a host name in lower case, such as "api.example.com", without scheme and port');

/** A TCP port. */
export const portField = z.int('must be a whole number').min(1, 'must be a port, 1 to 65535').max(65535, 'must be a port, 1 to 65535');

/** A range of IPv4 addresses. */
export const cidrField = z
  .string()
  .regex(new RegExp(`^${octet}(\\.${octet}){3}/(3[0-2]|[12]?\\d)$`), 'must be an IPv4 range such as "10.0.0.0/16"');

/** Whole seconds from 1 to a day. */
export const secondsField = z.int('must be whole seconds').min(1, 'must be at least 1 second').max(86_400);

const image = /^[a-z0-9][a-z0-9._-]*(:\d+(?=\/))?(\/[a-z0-9._/-]+)?(:(?<tag>\w[\w.-]{0,127}))?(?<digest>@sha256:[0-9a-f]{64})?$/;

/** An image with its exact tag or digest: `latest` and no tag at all mean another program tomorrow. */
export const imageField = z
  .string()
  .max(1024)
  .refine((value) => {
    const { tag, digest } = image.exec(value)?.groups ?? {};
    return (tag ?? digest) !== undefined && tag !== 'latest';
  }, 'must be an image with an exact tag or digest, not latest, such as "registry.example/backend:1.4.2"');

/** A name of an environment variable. */
export const variableField = z
  .string()
  .max(253)
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of a variable: capital letters, digits and underscores, such as "LOG_LEVEL"');

/** A path on a web server. */
export const pathField = z
  .string()
  .max(256)
  .regex(/^\/[\w\-./~%]*$/, 'must be a path that begins with a slash, such as "/health"');

/** Why somebody decided against a default, for those who review it. */
export const reasonField = z.string().min(10, 'must say why, in ten characters or more').max(1000);

/** One argument of a command; Linux takes 128 KiB. */
export const argumentField = z.string().max(65_536);

const labelName = '[A-Za-z0-9]([-\\w.]{0,61}[A-Za-z0-9])?';

/** Key of a label or an annotation. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const qualifiedNameField = z
  .string()
  .max(317)
  .regex(
    new RegExp(`^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?${labelName}$`),
    'must be a key of Kubernetes, such as "app.kubernetes.io/name": 63 characters at most after the slash',
  );

/** Labels of pods in another namespace. */
export const podLabelsField = z
  .record(
    qualifiedNameField,
    z.string().regex(new RegExp(`^(${labelName})?$`), 'must be the value of a label: letters, digits and -_., 63 characters at most'),
  )
  .refine((labels) => Object.keys(labels).length > 0, 'must name at least one label: none would mean every pod')
  .describe('Labels of its pods.');

/** Annotations of an object; all of them together have 256 KiB. https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/ */
export const annotationsField = z
  .record(qualifiedNameField, z.string().max(65_536))
  .refine(
    (all) => Object.entries(all).reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0) <= 131_072,
    'must have 128 KiB at most, all together',
  )
  .default({});

/** A decision against a safe default: it is made with its reason, or not at all. */
export const disabledField = z.strictObject({
  enabled: z.literal(false).describe('Off.'),
  reason: reasonField.describe('Reason why it is off, for reviewers.'),
});

/** A certificate authority: its certificates are public, so they are kept in a ConfigMap. */
export const certificateAuthorityField = z.strictObject({
  configMap: nameField.describe('Name of a ConfigMap in the namespace.'),
  key: z
    .string()
    .regex(/^[-._a-zA-Z0-9]{1,253}$/, 'must be a key of a ConfigMap, such as "ca.crt"')
    .default('ca.crt')
    .describe('Its key with the certificates in PEM form.'),
});
