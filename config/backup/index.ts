/** Backups: dumps of the database, where they lie, how long they are kept, and the drill that restores them. */
import { z } from 'zod';
import { locationField, secretNameField } from '../fields/external';
import { disabledField, imageField } from '../fields/values';
import { days } from '../fields/windows';
import { bucketField } from '../object-storage/fields';

const hourField = z.int('must be a whole hour').min(0, 'must be an hour, 0 to 23').max(23, 'must be an hour, 0 to 23');
const deadlineField = z
  .int('must be whole minutes')
  .min(10, 'must be 10 minutes or more')
  .max(1380, 'must be 1380 minutes (23 hours) or less: the next one begins then');
const scratchField = z
  .int()
  .min(1)
  .max(16_384)
  .default(50)
  .describe('Space on the node’s disk for its files, in GiB: a pod that takes more fails and says so. Default: as a member’s volume.');

const offsiteField = z
  .discriminatedUnion('enabled', [
    z.strictObject({
      enabled: z.literal(true).describe('On.'),
      endpoint: z
        .url({ protocol: /^https$/, error: 'must be a URL with https, such as "https://s3.example.com"' })
        .max(300)
        .regex(/^https:\/\/[^/@\s]+$/, 'must be a URL without user, path and trailing slash')
        .describe('URL of the other store’s S3 interface.'),
      region: z
        .string()
        .regex(/^[a-z0-9-]{1,63}$/, 'must be the name of a region, or "auto"')
        .default('auto')
        .describe('Region that requests are signed for; many servers take any and call it `auto`.'),
      bucket: bucketField.describe('Name of its bucket, best one with versions and object lock.'),
      secret: secretNameField.describe(
        'Secret of the namespace with its keys: `username` is the access key’s id, `password` the secret key. Best such that cannot delete versions.',
      ),
      location: locationField.describe('Where its addresses are, for the network policies.'),
    }),
    disabledField,
  ])
  .nullable()
  .default(null)
  .describe(
    'Another S3 store that backups go to; null: the environment’s own bucket of backups, where that is outside of the cluster. Where it is not, name a store, or say why there is none.',
  );

const keepField = z
  .strictObject({
    days: z.int().min(1, 'must be at least 1 day').max(3650).default(30).describe('Days for which every good backup is kept.'),
    weeks: z.int().min(0).max(520).default(12).describe('Weeks for which the first good backup of a week is kept; 0: none beyond `days`.'),
    least: z
      .int()
      .min(1, 'must be 1 or more: the newest good backup is always kept')
      .max(100)
      .default(3)
      .describe('Number of the newest good backups that are kept, however old they are.'),
  })
  .prefault({})
  .describe(
    'How long backups are kept. What is deleted stays a version of the bucket for `noncurrentDays`, where the bucket has versions.',
  );

const dumpField = z
  .strictObject({
    hour: hourField.default(2).describe('Hour of the day at which it begins, in UTC. Default: the deployment guide’s.'),
    deadlineMinutes: deadlineField.default(240).describe('Minutes after which an attempt is killed.'),
    scratchGiB: scratchField,
    keep: keepField,
  })
  .prefault({})
  .describe('The daily dump of each database and of the roles, without their passwords.');

const drillField = z
  .discriminatedUnion('enabled', [
    z.strictObject({
      enabled: z.literal(true).describe('On.'),
      day: z
        .enum(days, `must be ${days.join(', ')}`)
        .default('sat')
        .describe('Day of the week on which it begins.'),
      hour: hourField.default(8).describe('Hour of that day, in UTC.'),
      deadlineMinutes: deadlineField.default(240).describe('Minutes after which an attempt is killed.'),
      restoreMinutes: z
        .int()
        .min(1)
        .max(1440)
        .default(240)
        .describe('Minutes that a restore may take before an alert says that it is slow.'),
      scratchGiB: scratchField.default(100).describe('Space on the node’s disk for the backup and the restored database, in GiB.'),
    }),
    disabledField,
  ])
  .prefault({ enabled: true })
  .describe('The weekly restore of the newest backup into a PostgreSQL of its own, which is compared with what was dumped.');

/** The field `backup` of an environment. */
export const backupField = z
  .discriminatedUnion('enabled', [
    z.strictObject({
      enabled: z.literal(true).describe('On.'),
      image: imageField
        .nullable()
        .default(null)
        .describe(
          'Image with the programs of PostgreSQL 16 and Python 3.9 or newer. Its PostgreSQL is what drills restore into. Null: this program’s own, from `images.registry` where that is set.',
        ),
      rcloneImage: imageField
        .nullable()
        .default(null)
        .describe(
          'Image with rclone, which copies to and from the bucket; null: this program’s own, from `images.registry` where that is set.',
        ),
      offsite: offsiteField,
      dump: dumpField,
      drill: drillField,
    }),
    disabledField,
  ])
  .prefault({ enabled: true })
  .describe('Backups of the database beside what its engine keeps itself.');

/** Backups as configured. */
export type BackupInput = z.output<typeof backupField>;
/** Backups that are on. */
export type BackupConfig = Exclude<BackupInput, z.output<typeof disabledField>>;
/** The other store that backups go to. */
export type OffsiteConfig = Exclude<BackupConfig['offsite'], z.output<typeof disabledField> | null>;
