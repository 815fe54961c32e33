import { z } from 'zod';
import { imageField, portField } from '../fields/values';
import { tcp } from '../derived/peers';
import { clusterNameProblems } from '../fields/aws-names';
import { cloudWatchMetrics } from '../fields/engine';
import type { Sizing } from '../fields/sizing';
import { postgresEngine } from './engine';
import { rdsAuthorities } from './rds-authorities';
import type { Problem } from '../rules/rule';
import type { BackupInput } from '../backup';
import { dailyWindow, dailyWindowField, logRetentionField, weeklyWindowField, windowsOverlap } from '../fields/windows';
import { databaseField, extensionsField, maxConnectionsField, slowQueryField } from './fields';

/** Aurora capacity units: 2 GiB of memory each, and the CPU that goes with it. */
const acuField = z
  .number()
  .min(0.5, 'must be 0.5 or more: a paused database makes its first clients wait')
  .max(256, 'must be 256 or less')
  .multipleOf(0.5, 'must be in steps of 0.5');

const capacity = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('provisioned').describe('Instances of one class.'),
      instanceClass: z
        .string()
        .max(40)
        .regex(/^db\.(?!serverless)[a-z0-9]+\.[a-z0-9]+$/, 'must be an instance class, such as "db.r7g.large"')
        .nullable()
        .default(null)
        .describe('Class of every instance; null: db.t4g.medium, db.r7g.xlarge or db.r7g.2xlarge, according to the sizing’s cores.'),
    }),
    z
      .strictObject({
        type: z.literal('serverless').describe('Instances that grow and shrink with the load.'),
        minAcu: acuField.default(0.5).describe('Minimum capacity of an instance, in Aurora capacity units of 2 GiB.'),
        maxAcu: acuField
          .nullable()
          .default(null)
          .describe('Maximum capacity of an instance, in the same units; null: 2, 16 or 32, according to the sizing’s cores.'),
      })
      .refine(({ minAcu, maxAcu }) => maxAcu === null || (maxAcu >= minAcu && maxAcu >= 1), {
        path: ['maxAcu'],
        message: 'must be 1 or more, and not below minAcu',
      }),
  ],
  'must be { type: "provisioned", … } or { type: "serverless", … }',
);

/** The engine's fields. */
const schema = z
  .strictObject({
    engine: z.literal('aurora').describe('Amazon Aurora with PostgreSQL 16: one writer, and readers that can take over.'),
    version: z
      .string()
      .regex(/^16\.\d{1,2}$/, 'must be an exact release of PostgreSQL 16, such as "16.13"')
      .default('16.13')
      .describe('Release, in Aurora’s numbering. A higher one is installed in the maintenance window and cannot be rolled back.'),
    capacity: capacity.prefault({ type: 'provisioned' }).describe('Capacity of an instance.'),
    readers: z
      .int()
      .min(1, 'must be 1 or more: without a reader, a new writer has to be started when the writer fails')
      .max(15, 'must be 15 or less')
      .default(1)
      .describe('Number of readers, beside the writer. They are spread over the zones.'),
    database: databaseField,
    port: portField
      .min(1150, 'must be 1150 or more, Aurora’s minimum')
      .default(5433)
      .describe(
        'TCP port. Default: not PostgreSQL’s own, which attackers try first. A protected environment keeps it: security groups and pods would take another one before the database does.',
      ),
    maxConnections: maxConnectionsField
      .default(250)
      .describe(
        '`max_connections`: the sum of the pools of all pods is checked against it. A change takes effect when the instances restart.',
      ),
    slowQueryMillis: slowQueryField,
    extensions: extensionsField.describe(
      'Extensions of the database in addition to pg_stat_statements; only those that Aurora’s admin can create.',
    ),
    backupRetentionDays: z
      .int()
      .min(14, 'must be 14 or more: a mistake is often found weeks later')
      .max(35, 'must be 35 or less, which is the most that Aurora offers')
      .default(14)
      .describe('Days for which the database can be restored to any second.'),
    backupWindow: dailyWindowField.default('03:00-04:00').describe('Window for the daily snapshot, in UTC.'),
    maintenanceWindow: weeklyWindowField.default('sun:05:00-sun:06:00').describe('Window for changes that interrupt the service, in UTC.'),
    logRetentionDays: logRetentionField,
    image: imageField
      .nullable()
      .default(null)
      .describe(
        'Image with psql 16, for the Job that creates the roles; as docs/adr/010-patroni-and-its-image.md says. Null: this program’s own, from `images.registry` where that is set.',
      ),
  })
  .refine(({ backupWindow, maintenanceWindow }) => !windowsOverlap(backupWindow, maintenanceWindow), {
    path: ['maintenanceWindow'],
    message: 'must not overlap backupWindow',
  });

/** Aurora as configured. */
export type AuroraConfig = z.infer<typeof schema>;

/** What an instance has, with nothing left open. */
export type AuroraCapacity =
  | {
      /** One class for all. */
      readonly type: 'provisioned';
      /** Such as `db.r7g.large`. */
      readonly instanceClass: string;
    }
  | {
      /** As the load needs it. */
      readonly type: 'serverless';
      /** In units of 2 GiB. */
      readonly minAcu: number;
      /** In units of 2 GiB. */
      readonly maxAcu: number;
    };

/**
 * The deployment guide's cores (2, 4, 8) and at least its memory. A unit of a serverless instance has about a quarter of a core, as the
 * eight units of 16 GiB that db.r6g.large has with its two: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
 */
const capacityBySizing: Record<Sizing, { readonly instanceClass: string; readonly maxAcu: number }> = {
  laptop: { instanceClass: 'db.t4g.medium', maxAcu: 2 },
  minimum: { instanceClass: 'db.r7g.xlarge', maxAcu: 16 },
  recommended: { instanceClass: 'db.r7g.2xlarge', maxAcu: 32 },
};

/** The capacity, with what the sizing says where the configuration says nothing. */
export function auroraCapacity({ capacity: configured }: Pick<AuroraConfig, 'capacity'>, sizing: Sizing): AuroraCapacity {
  const { instanceClass, maxAcu } = capacityBySizing[sizing];
  if (configured.type === 'provisioned') return { type: 'provisioned', instanceClass: configured.instanceClass ?? instanceClass };
  return { type: 'serverless', minAcu: configured.minAcu, maxAcu: Math.max(configured.maxAcu ?? maxAcu, configured.minAcu) };
}

/** A dump that begins while instances are restarted fails. */
const dumpProblems = (maintenanceWindow: string, backup: BackupInput): readonly Problem[] =>
  backup.enabled && windowsOverlap(dailyWindow(backup.dump.hour, 1), maintenanceWindow)
    ? [
        {
          path: 'backup.dump.hour',
          message: `${backup.dump.hour} is in postgres.maintenanceWindow, ${maintenanceWindow}: the restart of an instance ends a dump; choose an hour outside of it`,
        },
      ]
    : [];

/** Clients check Aurora's certificates with authorities that are part of this program. */
const authorityProblems = (region: string | null): readonly Problem[] =>
  region === null || rdsAuthorities(region).length > 0
    ? []
    : [
        {
          path: 'aws.region',
          message: `the authorities that sign Aurora’s certificates in ${region} are not known, so clients could not verify them; choose another region, or engine "external"`,
        },
      ];

/** Amazon Aurora. */
export const aurora = postgresEngine({
  schema,
  targets: ['aws'],
  presence: ({ port }, { cidrs }) => ({
    component: { ports: { postgres: tcp(port) }, runsAs: { cidrs: cidrs?.data ?? [], securityGroup: 'postgres' } },
    flows: [],
    pods: [],
  }),
  watch: ({ capacity: { type }, slowQueryMillis }) => ({
    members: null,
    cloudWatch: type,
    hidesWal: true,
    archiveQueueMiB: null,
    slowStatementSeconds: slowQueryMillis / 1000,
  }),
  rules: [
    { needs: ['name'], check: (_, { name }) => clusterNameProblems(name) },
    { needs: ['backupInput'], check: ({ maintenanceWindow }, { backupInput }) => dumpProblems(maintenanceWindow, backupInput) },
    { needs: ['region'], check: (_, { region }) => authorityProblems(region) },
  ],
  cloudWatch: {
    type: 'AWS/RDS',
    metrics: [
      ...cloudWatchMetrics('Minimum', 'FreeLocalStorage', 'FreeableMemory'),
      ...cloudWatchMetrics('Maximum', 'AuroraReplicaLagMaximum', 'SwapUsage'),
      ...cloudWatchMetrics('Average', 'CPUUtilization', 'ACUUtilization', 'ServerlessDatabaseCapacity', 'DatabaseConnections'),
      { name: 'VolumeBytesUsed', statistic: 'Average', periodSeconds: 300, lengthSeconds: 7200 },
    ],
  },
});
