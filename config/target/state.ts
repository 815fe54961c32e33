import { z } from 'zod';
import { nameField } from '../fields/values';

const local = z.strictObject({
  backend: z.literal('local').describe('Files in `.terraform-state/` of this project: for one person on one machine.'),
});

const s3 = z.strictObject({
  backend: z.literal('s3').describe('An S3 bucket, with a lock file beside each state.'),
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens')
    .describe('Name of the bucket.'),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, 'must be the name of a region, or "auto"')
    .describe('Region of the bucket; `auto` for R2.'),
  endpoint: z
    .url({ protocol: /^https$/, error: 'must be a URL with https' })
    .max(2048)
    .nullable()
    .default(null)
    .describe('URL of an S3 interface other than AWS, such as R2’s; null: AWS.'),
  kmsKeyId: z.string().max(2048).nullable().default(null).describe('KMS key that encrypts the objects; null: the bucket’s default.'),
});

const kubernetes = z.strictObject({
  backend: z.literal('kubernetes').describe('Secrets in the cluster; they have to be in a different namespace than the program’s own.'),
  namespace: nameField
    .default('kube-system')
    .describe('Their namespace: destroying the program’s own namespace must not destroy the state.'),
});

const what = 'Where Terraform keeps its state: one file per stack of the environment, named after the stack.';

/** Where Terraform keeps what it knows of an environment, by target: a cluster that is made here cannot keep the state that makes it. */
export const stateOn = {
  kubernetes: z
    .discriminatedUnion(
      'backend',
      [local, s3, kubernetes],
      'must be { backend: "local" }, { backend: "s3", … } or { backend: "kubernetes", … }',
    )
    .describe(what),
  aws: z.discriminatedUnion('backend', [local, s3], 'must be { backend: "local" } or { backend: "s3", … }').describe(what),
};

/** The place of the state as configured. */
export type StateConfig = z.infer<typeof stateOn.kubernetes>;
