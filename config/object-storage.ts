import { z } from 'zod';
import { locationField, secretNameField } from './external';
import { tcp, type Presence } from './peers';

const bucketField = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be 3 to 63 lower-case letters, digits, dots and hyphens, such as "openrouter-assets"');

const external = z.strictObject({
  engine: z.literal('external').describe('Buckets that you bring, behind the S3 protocol.'),
  location: locationField.describe('Where its addresses are, for the network policies.'),
  endpoint: z
    .url({ protocol: /^https$/, error: 'must be a URL with https, such as "https://s3.example.com"' })
    .regex(/^https:\/\/[^/@\s]+$/, 'must be a URL without user, path and trailing slash')
    .describe('URL of the S3 interface.'),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, 'must be the name of a region, or "auto"')
    .default('auto')
    .describe('Region that requests are signed for; many servers take any and call it `auto`.'),
  buckets: z
    .strictObject({
      assets: bucketField.default('openrouter-assets').describe('Static files of the services.'),
      backups: bucketField.default('openrouter-backups').describe('Dumps of the database.'),
    })
    .prefault({})
    .describe('Names of the buckets.'),
  secrets: z
    .strictObject({
      assets: secretNameField.default('object-storage-assets').describe('Keys of the services.'),
      backups: secretNameField.default('object-storage-backups').describe('Keys of the backups; best such that can write and not delete.'),
    })
    .prefault({})
    .describe(
      'Names of Secrets in the namespace: `username` is the access key’s id, `password` the secret key. Only those in use have to exist.',
    ),
});

/** Engines of object storage by the target that can run them. */
export const objectStorageOn = {
  kubernetes: z.discriminatedUnion('engine', [external], 'must be { engine: "external", … }'),
};

/** Object storage as configured, whichever target runs it. */
export type ObjectStorageConfig = z.infer<typeof objectStorageOn.kubernetes>;
/** Buckets that are brought along. */
export type ExternalObjectStorageConfig = z.infer<typeof external>;

export const objectStoragePresence = ({ endpoint, location }: ObjectStorageConfig): Presence => ({
  component: { ports: { s3: tcp(Number(new URL(endpoint).port || 443)) }, runsAs: location },
  flows: [],
  pods: [],
});
