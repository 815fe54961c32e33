import { z } from 'zod';
import { tcp } from '../derived/peers';
import type { PodResources } from '../derived/services';
import { disabledField, imageField, nameField, portField } from '../fields/values';
import { objectStorageEngine } from './engine';
import { bucketsField } from './fields';

const schema = z
  .strictObject({
    engine: z
      .literal('versitygw')
      .describe(
        'One S3 server in a pod of the namespace, on one volume: for a laptop, or while one disk is enough. There is no second copy of the data.',
      ),
    image: imageField
      .nullable()
      .default(null)
      .describe(
        'Image with the Versity S3 Gateway. Buckets and identities are written in the file format of the program’s own release, which null is, from `images.registry` where that is set.',
      ),
    port: portField.default(7070).describe('TCP port; the program’s own is 7070.'),
    region: z
      .string()
      .regex(/^[a-z0-9-]{1,63}$/, 'must be the name of a region')
      .default('us-east-1')
      .describe('Region that requests are signed for. The default is what clients use if they are not configured.'),
    buckets: bucketsField.describe('Names of the buckets. Changing it creates new, empty buckets; the old ones stay on the volume.'),
    storageGiB: z.int().min(1).max(16_384).default(20).describe('Size of the volume, for both buckets. It can grow but never shrink.'),
    tls: z
      .discriminatedUnion('enabled', [
        z.strictObject({
          enabled: z.literal(true).describe('On.'),
          secret: nameField.describe(
            'Secret of the namespace with `tls.crt` and `tls.key` for `object-storage.<namespace>.svc`, from an authority that the clients’ images trust. A renewed certificate is loaded without a restart.',
          ),
        }),
        disabledField,
      ])
      .describe('TLS. Clients cannot be given a certificate authority: name a Secret, or give the reason why there is none.'),
  })
  .refine(({ buckets }) => buckets.assets !== buckets.backups, {
    path: ['buckets', 'backups'],
    message: 'must not be the bucket of the assets: each has its own identity, which cannot use the other',
  });

/** One S3 server in a pod of the namespace. */
export type VersitygwConfig = z.infer<typeof schema>;

/** What the server asks for and may use: uploads pass through it, they are not held. */
export const versitygwResources: PodResources = {
  cpuRequestMillis: 100,
  cpuLimitMillis: null,
  memoryRequestMiB: 128,
  memoryLimitMiB: 512,
};

/** One S3 server in a pod of the namespace. */
export const versitygw = objectStorageEngine({
  schema,
  targets: ['kubernetes'],
  presence: ({ port }) => ({
    component: { ports: { s3: tcp(port) }, runsAs: { pods: true } },
    flows: [],
    pods: [{ name: 'object-storage', pods: 1, memoryLimitMiB: versitygwResources.memoryLimitMiB }],
  }),
  watch: () => ({ volume: true, cloudWatch: false }),
  rules: [],
  cloudWatch: null,
});
