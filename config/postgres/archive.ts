/** The archive of PostgreSQL under Patroni: every change, and the copies that they follow on. */
import { z } from 'zod';
import { disabledField, nameField } from '../fields/values';
import type { PodResources } from '../derived/services';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** What `restoreTo` can be. */
const momentField = z
  .string()
  .regex(
    /^(?:latest|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ)$/,
    'must be "latest" or a moment in UTC, such as "2026-11-28T02:14:03Z"',
  );

/** Fields of an archive. */
const enabledArchive = z.strictObject({
  enabled: z.literal(true).describe('On: the bucket of the backups gets every change, within a minute, by the identity of the backups.'),
  stanza: nameField
    .default('main')
    .describe(
      'Name of the archive in the bucket. An archive belongs to one database: a new, empty cluster beside an older archive needs a new name.',
    ),
  cipherSecret: nameField
    .nullable()
    .default(null)
    .describe(
      'Secret of the namespace whose key `password` the archive is encrypted with; null: one is generated once, `postgres-archive`. Whoever has lost it has lost the archive: keep a copy elsewhere. Changing it makes the archive unreadable.',
    ),
  retentionDays: z
    .int()
    .min(7, 'must be 7 or more: a full copy is made once a week')
    .max(3650)
    .default(30)
    .describe('Days back to which any moment can be restored. Default: a month to notice that something is wrong.'),
  fullBackupDay: z.enum(weekdays).default('sunday').describe('Day of the full copy; on the others what has changed since is copied.'),
  backupHour: z.int().min(0).max(23).default(0).describe('Hour, in UTC, from which on the copy of the day is made.'),
  peakWalMiBPerHour: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(4096)
    .describe(
      'Write-ahead log of the busiest hour, in MiB. The volume has to hold as much for an hour while the bucket is away. Default: five times what 200 small commits a second wrote in a test.',
    ),
  restoreTo: momentField
    .nullable()
    .default(null)
    .describe(
      'Where members without data begin: at that moment of the archive; null: with an empty database. Read only while all volumes are new. docs/restore.md',
    ),
});

/** The archive of one cluster. */
export const archiveField = z
  .discriminatedUnion('enabled', [enabledArchive, disabledField])
  .prefault({ enabled: true })
  .describe('Archive of all changes in the bucket of the backups, from which any moment can be restored. Default: on.');

/** The archive as configured. */
export type ArchiveConfig = z.infer<typeof enabledArchive>;

/** Share of a volume that may fill with what the archive has not taken. Beyond it that is given up, and the database lives. */
const QUEUE_SHARE = 0.4;

/** MiB of its log that a member keeps for an archive that is away. */
export const archiveQueueMiB = (storageGiB: number): number => Math.floor(storageGiB * 1024 * QUEUE_SHARE);

/** Where the archive is in the bucket, apart from the dumps. */
export const ARCHIVE_PREFIX = 'postgres';

/** Where the copies tell how they went. */
export const ARCHIVE_METRICS_PORT = 9854;

/** What the container beside each member may use: it compresses and encrypts in streams. */
export const archiveResources: PodResources = { cpuRequestMillis: 50, cpuLimitMillis: null, memoryRequestMiB: 64, memoryLimitMiB: 256 };
