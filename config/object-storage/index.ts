import { z } from 'zod';
import { locationField, secretNameField } from '../fields/external';
import { disabledField, imageField, nameField, portField } from '../fields/values';
import { tcp, type Presence } from '../derived/peers';
import type { ServiceConfig } from '../services';
import { versions } from '../versions';

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

/** https://aws.amazon.com/s3/pricing/: an object in Glacier Instant Retrieval is paid for 90 days, however soon it goes. */
const SHORTEST_ARCHIVE_DAYS = 90;

const daysField = z.int('must be whole days').min(1, 'must be at least 1 day').max(3650, 'must be 3650 days at most');
const noncurrentDaysField = daysField
  .default(30)
  .describe('Days for which what was deleted or overwritten can still be brought back. Default: a month to notice it.');

const lockField = z
  .discriminatedUnion('enabled', [
    z.strictObject({
      enabled: z.literal(true).describe('On.'),
      days: daysField
        .default(30)
        .describe('Days from its upload on in which nobody may delete a backup without the permission to bypass the lock.'),
    }),
    disabledField,
  ])
  .prefault({ enabled: true })
  .describe('Object lock of the backups in governance mode.');

const s3 = z.strictObject({
  engine: z
    .literal('s3')
    .describe('Buckets of S3, named after environment, purpose, account and region: encrypted with keys of their own, with versions.'),
  assets: z.strictObject({ noncurrentDays: noncurrentDaysField }).prefault({}).describe('Static files of the services.'),
  backups: z
    .strictObject({
      retentionDays: daysField.default(90).describe('Days for which a backup is kept.'),
      archiveAfterDays: daysField
        .nullable()
        .default(null)
        .describe('Days after which a backup moves to Glacier Instant Retrieval, where it is paid for 90 days at least; null: never.'),
      noncurrentDays: noncurrentDaysField,
      lock: lockField,
    })
    .refine(({ lock, retentionDays }) => !lock.enabled || lock.days <= retentionDays, {
      path: ['lock', 'days'],
      message: 'must not be more than retentionDays: a locked backup cannot be removed when its time is over',
    })
    .refine(({ archiveAfterDays: after, retentionDays }) => after === null || after + SHORTEST_ARCHIVE_DAYS <= retentionDays, {
      path: ['archiveAfterDays'],
      message: `must leave ${SHORTEST_ARCHIVE_DAYS} of retentionDays: so long is paid for in any case`,
    })
    .prefault({})
    .describe('Dumps of the database.'),
});

/** Engines of object storage by the target that can run them. */
export const objectStorageOn = {
  kubernetes: z.discriminatedUnion('engine', [external, versitygw], 'must be { engine: "versitygw", … } or { engine: "external", … }'),
  aws: z.discriminatedUnion('engine', [external, s3], 'must be { engine: "s3", … } or { engine: "external", … }'),
};

/** Object storage as configured, whichever target runs it. */
export type ObjectStorageConfig = z.infer<typeof objectStorageOn.kubernetes> | z.infer<typeof objectStorageOn.aws>;
/** Buckets that are brought along. */
export type ExternalObjectStorageConfig = z.infer<typeof external>;

/** Buckets of S3. */
export type S3Config = z.infer<typeof s3>;

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
    case 's3':
      // Its public addresses, which change; a gateway endpoint keeps the way there inside the network. Not where nodes get credentials.
      return {
        component: { ports: { s3: tcp(443) }, runsAs: { cidrs: ['0.0.0.0/0'], except: ['169.254.169.254/32'] } },
        flows: [],
        pods: [],
      };
    case 'versitygw':
      return {
        component: { ports: { s3: tcp(config.port) }, runsAs: { pods: true } },
        flows: [],
        pods: [{ name: 'object-storage', pods: 1, memoryLimitMiB: versitygwResources.memoryLimitMiB }],
      };
  }
}
