import { z } from 'zod';
import { tcp } from '../derived/peers';
import { cloudWatchMetrics } from '../fields/engine';
import { disabledField } from '../fields/values';
import { objectStorageEngine } from './engine';

/** https://aws.amazon.com/s3/pricing/: an object in Glacier Instant Retrieval is paid for 90 days, however soon it goes. */
const SHORTEST_ARCHIVE_DAYS = 90;

const daysField = z.int('must be whole days').min(1, 'must be at least 1 day').max(3650, 'must be 3650 days at most');
const noncurrentDaysField = daysField
  .default(30)
  .describe('Days for which deleted or overwritten objects can be restored. Default: a month to notice a mistake.');

const lockField = z
  .discriminatedUnion('enabled', [
    z.strictObject({
      enabled: z.literal(true).describe('On.'),
      days: daysField
        .default(30)
        .describe('Days after its upload in which nobody can delete a backup without the permission to bypass the lock.'),
    }),
    disabledField,
  ])
  .prefault({ enabled: true })
  .describe('Object lock of the backups in governance mode.');

const schema = z.strictObject({
  engine: z
    .literal('s3')
    .describe('S3 buckets named after environment, purpose, account and region, each encrypted with its own key and versioned.'),
  assets: z.strictObject({ noncurrentDays: noncurrentDaysField }).prefault({}).describe('Static files of the services.'),
  backups: z
    .strictObject({
      retentionDays: daysField.default(90).describe('Days for which a backup is kept.'),
      archiveAfterDays: daysField
        .nullable()
        .default(null)
        .describe('Days after which a backup moves to Glacier Instant Retrieval, which bills at least 90 days; null: never.'),
      noncurrentDays: noncurrentDaysField,
      lock: lockField,
    })
    .refine(({ lock, retentionDays }) => !lock.enabled || lock.days <= retentionDays, {
      path: ['lock', 'days'],
      message: 'must not be more than retentionDays: a locked backup cannot be removed when its retention ends',
    })
    .refine(({ archiveAfterDays: after, retentionDays }) => after === null || after + SHORTEST_ARCHIVE_DAYS <= retentionDays, {
      path: ['archiveAfterDays'],
      message: `must leave ${SHORTEST_ARCHIVE_DAYS} days of retentionDays: the archive bills at least that many`,
    })
    .prefault({})
    .describe('Dumps of the database.'),
});

/** Buckets of S3. */
export type S3Config = z.infer<typeof schema>;

const DAY = { periodSeconds: 86_400, lengthSeconds: 172_800 } as const;

/** Buckets of S3. */
export const s3 = objectStorageEngine({
  schema,
  targets: ['aws'],
  // Its public addresses, which change; a gateway endpoint keeps the way there inside the network. Not where nodes get credentials.
  presence: () => ({
    component: { ports: { s3: tcp(443) }, runsAs: { cidrs: ['0.0.0.0/0'], except: ['169.254.169.254/32'] } },
    flows: [],
    pods: [],
  }),
  watch: () => ({ volume: false, cloudWatch: true }),
  rules: [],
  cloudWatch: {
    type: 'AWS/S3',
    metrics: [
      ...cloudWatchMetrics('Sum', 'AllRequests', '4xxErrors', '5xxErrors'),
      ...cloudWatchMetrics('Average', 'FirstByteLatency'),
      { name: 'BucketSizeBytes', statistic: 'Average', ...DAY },
      { name: 'NumberOfObjects', statistic: 'Average', ...DAY },
    ],
  },
});
