import { z } from 'zod';
import { tcp } from '../derived/peers';
import { locationField, secretNameField } from '../fields/external';
import { objectStorageEngine } from './engine';
import { bucketsField } from './fields';

const schema = z.strictObject({
  engine: z.literal('external').describe('Buckets that you bring, behind the S3 protocol.'),
  location: locationField.describe('Location of its addresses, for the network policies.'),
  endpoint: z
    .url({ protocol: /^https$/, error: 'must be a URL with https, such as "https://s3.example.com"' })
    .max(512)
    .regex(/^https:\/\/[^/@\s]+$/, 'must be a URL without user, path and trailing slash')
    .describe('URL of the S3 interface.'),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, 'must be the name of a region, or "auto"')
    .default('auto')
    .describe('Region that requests are signed for; many servers accept any, often called `auto`.'),
  buckets: bucketsField,
  secrets: z
    .strictObject({
      assets: secretNameField.default('object-storage-assets').describe('Keys of the services.'),
      backups: secretNameField
        .default('object-storage-backups')
        .describe('Keys of the backups: they write, read, list and delete objects, and preferably delete no versions.'),
    })
    .prefault({})
    .describe(
      'Names of Secrets in the namespace: `username` is the access key’s id, `password` the secret key. Only those in use have to exist.',
    ),
});

/** Buckets that you bring. */
export type ExternalObjectStorageConfig = z.infer<typeof schema>;

/** Buckets that you bring, behind the S3 protocol. */
export const external = objectStorageEngine({
  schema,
  targets: ['kubernetes', 'aws'],
  presence: ({ endpoint, location }) => ({
    component: { ports: { s3: tcp(Number(new URL(endpoint).port || 443)) }, runsAs: location },
    flows: [],
    pods: [],
  }),
  watch: () => ({ volume: false, cloudWatch: false }),
  rules: [],
  cloudWatch: null,
});
