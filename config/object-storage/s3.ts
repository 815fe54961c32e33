import { z } from 'zod';
import { tcp } from '../derived/peers';
import { cloudWatchMetrics } from '../fields/engine';
import { disabledField } from '../fields/values';
import type { Problem } from '../rules/rule';
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
      archiveAfterDays: daysField
        .nullable()
        .default(null)
        .describe('Days after which a backup moves to Glacier Instant Retrieval, which bills at least 90 days; null: never.'),
      noncurrentDays: noncurrentDaysField,
      lock: lockField,
    })
    .prefault({})
    .describe('Dumps of the database.'),
});

/** Buckets of S3. */
export type S3Config = z.infer<typeof schema>;

const DAY = { periodSeconds: 86_400, lengthSeconds: 172_800 } as const;

/** How long backups are kept against how long the bucket holds them in any case. */
function keepProblems(
  { backups: { lock, archiveAfterDays } }: S3Config,
  keep: { readonly days: number; readonly weeks: number },
): readonly Problem[] {
  const longest = Math.max(keep.days, keep.weeks * 7);
  return [
    ...(!lock.enabled || lock.days <= keep.days
      ? []
      : [
          {
            path: 'backup.dump.keep.days',
            message: `must be ${lock.days} or more, objectStorage.backups.lock.days: a locked backup cannot be removed when its time is over`,
          },
        ]),
    ...(archiveAfterDays === null || archiveAfterDays + SHORTEST_ARCHIVE_DAYS <= longest
      ? []
      : [
          {
            path: 'objectStorage.backups.archiveAfterDays',
            message: `must leave ${SHORTEST_ARCHIVE_DAYS} of the ${longest} days for which backup.dump.keep keeps a backup: the archive bills that many in any case`,
          },
        ]),
  ];
}

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
  rules: [{ needs: ['backup'], check: (config, { backup }) => (backup?.offsite === null ? keepProblems(config, backup.dump.keep) : []) }],
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
