import { z } from 'zod';
import { certificateAuthorityField, cidrField, imageField, nameField, portField, secondsField } from '../fields/values';
import { tcp, type Flow } from '../derived/peers';
import type { PodResources } from '../derived/services';
import { sizingProfiles, type Sizing } from '../fields/sizing';
import { ARCHIVE_METRICS_PORT, archiveField, archiveQueueMiB, archiveResources } from './archive';
import { postgresEngine } from './engine';
import { databaseField, extensionsField, maxConnectionsField, slowQueryField } from './fields';

/** Addresses that are nobody's on the internet (RFC 1918), and those that providers and clouds use inside (RFC 6598). */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** The engine's fields. */
const fields = z.strictObject({
  engine: z.literal('patroni').describe('PostgreSQL 16 in pods of the namespace: a primary and its replicas, with automatic failover.'),
  image: imageField
    .nullable()
    .default(null)
    .describe(
      'Image with PostgreSQL 16 and Patroni, as docs/adr/010-patroni-and-its-image.md says; null: this program’s own, from `images.registry` where that is set.',
    ),
  members: z
    .int()
    .min(2, 'must be 2 or more: with a single member, no other can take over')
    .max(5)
    .nullable()
    .default(null)
    .describe(
      'Number of members; null: two with the sizing `laptop`, three otherwise. The loss of any single member loses no acknowledged commit. With three, two members still confirm writes while one is down. With two, the remaining member continues alone; if it fails too before the other has caught up, there is no primary until it returns.',
    ),
  database: databaseField,
  port: portField.default(5432).describe('TCP port of PostgreSQL and of its Services; PostgreSQL’s own is 5432.'),
  maxConnections: maxConnectionsField
    .default(250)
    .describe('`max_connections`: the sum of the pools of all pods is checked against it. The default is enough for every sizing.'),
  storageGiB: z
    .int()
    .min(1)
    .max(16_384)
    .default(50)
    .describe('Size of each member’s volume. It can grow but never shrink. Default: the deployment guide’s.'),
  allowedCidrs: z
    .array(cidrField)
    .min(1, 'must name at least one range')
    .default(privateRanges)
    .describe(
      'IPv4 ranges that may connect, in addition to the network policies: those of the cluster’s pods. Default: all private ranges.',
    ),
  certificate: z
    .strictObject({
      secret: nameField.describe(
        'Secret of the namespace with `tls.crt`, `tls.key` and `ca.crt`. Names: `postgres-primary` and `postgres-replicas`, each with `.<namespace>.svc`. RSA or an elliptic curve, signed with SHA-256.',
      ),
      certificateAuthority: certificateAuthorityField.describe('The same authority, for clients.'),
    })
    .nullable()
    .default(null)
    .describe(
      'Certificate that clients verify (verify-full); null: every member creates its own key, which encrypts but proves no identity.',
    ),
  slowQueryMillis: slowQueryField,
  failover: z
    .strictObject({
      ttlSeconds: secondsField
        .min(20, 'must be 20 or more')
        .default(30)
        .describe('Seconds without a sign of life from the primary after which another member takes over.'),
      loopSeconds: secondsField.default(10).describe('Seconds between two checks of a member.'),
      retrySeconds: secondsField
        .min(3, 'must be 3 or more')
        .default(10)
        .describe('Seconds for which a failed call to the API server or to PostgreSQL is retried.'),
    })
    .refine(
      ({ ttlSeconds, loopSeconds, retrySeconds }) => loopSeconds + 2 * retrySeconds <= ttlSeconds,
      'loopSeconds + 2 × retrySeconds must not be above ttlSeconds: a member would lose its place while it still tries',
    )
    .prefault({})
    .describe('Timing of the failover. Defaults: Patroni’s.'),
  extensions: extensionsField.describe(
    'Extensions of the database in addition to pg_stat_statements; only trusted extensions (PostgreSQL’s term).',
  ),
  archive: archiveField,
});

const schema = fields.superRefine(({ archive, storageGiB }, context) => {
  if (!archive.enabled || archive.peakWalMiBPerHour <= archiveQueueMiB(storageGiB)) return;
  context.addIssue({
    code: 'custom',
    path: ['storageGiB'],
    message: `must be larger: ${archiveQueueMiB(storageGiB)} MiB of it are for what an archive that is away has not taken, and archive.peakWalMiBPerHour is ${archive.peakWalMiBPerHour}`,
  });
});

/** PostgreSQL under Patroni, in pods of the namespace. */
export type PatroniConfig = z.infer<typeof schema>;

/** Where a member’s Patroni answers: health, metrics, and what members tell each other. */
export const PATRONI_PORT = 8008;

/** Number of members of a sizing, and the requests of one of them as a share of its limits. */
const membersBySizing: Record<
  Sizing,
  { readonly count: number; readonly resources: (size: { cpuMillis: number; memoryMiB: number }) => PodResources }
> = {
  // The deployment guide's limits; a laptop asks for what an idle member takes, with room.
  laptop: {
    count: 2,
    resources: ({ cpuMillis, memoryMiB }) => ({
      cpuRequestMillis: cpuMillis / 10,
      cpuLimitMillis: cpuMillis,
      memoryRequestMiB: memoryMiB / 4,
      memoryLimitMiB: memoryMiB,
    }),
  },
  minimum: { count: 3, resources: whole },
  recommended: { count: 3, resources: whole },
};

/** Memory that a database plans with has to be there; a limit for its CPU would only make it slow on an idle node. */
function whole({ cpuMillis, memoryMiB }: { cpuMillis: number; memoryMiB: number }): PodResources {
  return { cpuRequestMillis: cpuMillis, cpuLimitMillis: null, memoryRequestMiB: memoryMiB, memoryLimitMiB: memoryMiB };
}

/** The members of a Patroni cluster. */
export interface PatroniMembers {
  /** Number of members. */
  readonly count: number;
  /** What one asks for and may use. */
  readonly resources: PodResources;
}

/** The members with what the sizing says where the configuration says nothing. */
export const patroniMembers = ({ members }: Pick<PatroniConfig, 'members'>, sizing: Sizing): PatroniMembers => ({
  count: members ?? membersBySizing[sizing].count,
  resources: membersBySizing[sizing].resources(sizingProfiles[sizing].postgres),
});

const archiveFlows: readonly Flow[] = [
  { from: 'postgres', to: 'dns', port: 'dns', why: 'name of the object storage' },
  { from: 'postgres', to: 'object-storage', port: 's3', why: 'archive of all changes' },
];

/** PostgreSQL under Patroni. */
export const patroni = postgresEngine({
  schema,
  targets: ['kubernetes'],
  presence: (config, { sizing }) => {
    const { count, resources } = patroniMembers(config, sizing);
    const archived = config.archive.enabled;
    return {
      component: {
        ports: { postgres: tcp(config.port), http: tcp(PATRONI_PORT), ...(archived ? { metrics: tcp(ARCHIVE_METRICS_PORT) } : {}) },
        runsAs: { pods: true },
      },
      flows: [
        { from: 'postgres', to: 'postgres', port: 'postgres', why: 'replication' },
        { from: 'postgres', to: 'postgres', port: 'http', why: 'members ask each other how they are' },
        { from: 'postgres', to: 'apiServer', port: 'https', why: 'Patroni keeps there who is primary' },
        ...(archived ? archiveFlows : []),
      ],
      pods: [
        {
          name: 'postgres',
          pods: count,
          memoryLimitMiB: resources.memoryLimitMiB + (archived ? archiveResources.memoryLimitMiB : 0),
        },
      ],
    };
  },
  watch: (config, { sizing }) => ({
    members: patroniMembers(config, sizing).count,
    cloudWatch: null,
    hidesWal: false,
    archiveQueueMiB: config.archive.enabled ? archiveQueueMiB(config.storageGiB) : null,
    slowStatementSeconds: config.slowQueryMillis / 1000,
  }),
  rules: [],
  cloudWatch: null,
});
