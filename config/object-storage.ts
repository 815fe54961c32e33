import { z } from 'zod';
import { locationField, secretNameField } from './external';
import { disabledField, imageField, nameField, portField } from './fields';
import { tcp, type Presence } from './peers';
import type { ServiceConfig } from './services';
import { versions } from './versions';

const bucketField = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be 3 to 63 lower-case letters, digits, dots and hyphens, such as "openrouter-assets"');

const bucketsField = z
  .strictObject({
    assets: bucketField.default('openrouter-assets').describe('Static files of the services.'),
    backups: bucketField.default('openrouter-backups').describe('Dumps of the database.'),
  })
  .prefault({})
  .describe('Names of the buckets.');

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
  buckets: bucketsField,
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

const versitygw = z
  .strictObject({
    engine: z
      .literal('versitygw')
      .describe(
        'One S3 server in a pod of the namespace, on one volume: for a laptop, and for as long as one disk is enough. It has no second copy.',
      ),
    image: imageField
      .default(versions.images.versitygw)
      .describe('Image with the Versity S3 Gateway. Buckets and identities are written in the form of this release.'),
    port: portField.default(7070).describe('TCP port; the program’s own is 7070.'),
    region: z
      .string()
      .regex(/^[a-z0-9-]{1,63}$/, 'must be the name of a region')
      .default('us-east-1')
      .describe('Region that requests are signed for. Clients that know nothing else take the default.'),
    buckets: bucketsField,
    storageGiB: z.int().min(1).max(16_384).default(20).describe('Size of the volume, for both buckets. It may grow, never shrink.'),
    tls: z
      .discriminatedUnion('enabled', [
        z.strictObject({
          enabled: z.literal(true).describe('On.'),
          secret: nameField.describe(
            'Secret of the namespace with `tls.crt` and `tls.key` for `object-storage.<namespace>.svc`, from an authority that the clients’ images trust. A renewed certificate is taken over without a restart.',
          ),
        }),
        disabledField,
      ])
      .describe('TLS. Clients have no way to be told of an authority: name a Secret, or say why there is none.'),
  })
  .refine(({ buckets }) => buckets.assets !== buckets.backups, {
    path: ['buckets', 'backups'],
    message: 'must not be the bucket of the assets: each has an identity that the other is closed to',
  });

/** Engines of object storage by the target that can run them. */
export const objectStorageOn = {
  kubernetes: z.discriminatedUnion('engine', [external, versitygw], 'must be { engine: "versitygw", … } or { engine: "external", … }'),
};

/** Object storage as configured, whichever target runs it. */
export type ObjectStorageConfig = z.infer<typeof objectStorageOn.kubernetes>;
/** Buckets that are brought along. */
export type ExternalObjectStorageConfig = z.infer<typeof external>;

/** One S3 server in a pod of the namespace. */
export type VersitygwConfig = z.infer<typeof versitygw>;

/** What the server asks for and may use: uploads pass through it, they are not held. */
export const versitygwResources: ServiceConfig['resources'] = {
  cpuRequestMillis: 100,
  cpuLimitMillis: null,
  memoryRequestMiB: 128,
  memoryLimitMiB: 512,
};

export function objectStoragePresence(config: ObjectStorageConfig): Presence {
  switch (config.engine) {
    case 'external': {
      const { endpoint, location } = config;
      return { component: { ports: { s3: tcp(Number(new URL(endpoint).port || 443)) }, runsAs: location }, flows: [], pods: [] };
    }
    case 'versitygw':
      return {
        component: { ports: { s3: tcp(config.port) }, runsAs: { pods: true } },
        flows: [],
        pods: [{ name: 'object-storage', pods: 1, memoryLimitMiB: versitygwResources.memoryLimitMiB }],
      };
  }
}
