/** What the pods of the backups have in common: where their programs are, how they reach the bucket, and how the database. */
import { Tokenization } from 'cdktf';
import type { BackupFacts, OffsiteConfig } from '../../config';
import type { Endpoint } from '../contracts';
import type { PodEnvironment } from '../kubernetes';
import type { ContainerProps } from '../kubernetes/container';
import type { ObjectStorage } from '../object-storage';
import type { Postgres } from '../postgres';
import { backupPrograms } from './programs';

/** What a dump must know of PostgreSQL. */
export interface CopiedPostgres extends Pick<Postgres, 'primary' | 'replicas' | 'database' | 'sslMode' | 'ca' | 'credentials'> {
  /** Whether the server does not tell where its write-ahead log is. */
  readonly hidesWal: boolean;
}

/** What the backups must know of object storage. */
export type StoreOfBackups = Pick<ObjectStorage, 'endpoint' | 'region' | 'buckets' | 'access'>;

/** ServiceAccounts of the pods. */
export const BACKUP_ACCOUNTS = { jobs: 'backup', exporter: 'backup-exporter' } as const;

/** ConfigMap with the programs, and paths in the pods. */
export const CONFIGURATION = 'backup';
export const PROGRAMS = '/etc/backup';
export const TOOLS = '/tools';
export const SCRATCH = '/scratch';
const AUTHORITY = '/etc/backup-postgres/ca.crt';

/** User `postgres` of the image: PostgreSQL refuses to run as a user that is not in its list. */
export const PROGRAM_USER = 26;
/** Where the image has its programs, and where Debian's have them. */
const PATH = '/usr/pgsql-16/bin:/usr/lib/postgresql/16/bin:/usr/local/bin:/usr/bin:/bin';

/** Runs one of the programs. */
export const runs = (program: string): readonly string[] => ['/bin/sh', `${PROGRAMS}/run.sh`, `${PROGRAMS}/${program}`];

/** The image with PostgreSQL has no rclone, and rclone's has no Python: its one file is copied to where both are. */
export const fetchRclone = (image: string): ContainerProps => ({
  name: 'rclone',
  image,
  command: ['cp', '/usr/local/bin/rclone', `${TOOLS}/rclone`],
  resources: { cpuRequestMillis: 10, cpuLimitMillis: null, memoryRequestMiB: 16, memoryLimitMiB: 128 },
  environment: { values: {}, secrets: {} },
});

/** Where the backups lie, and by whose leave. https://rclone.org/s3/ */
export function storeEnvironment(offsite: OffsiteConfig | null, own: StoreOfBackups): PodEnvironment {
  const { endpoint, region, bucket } = offsite ?? { ...own, bucket: own.buckets.backups };
  const secret = offsite !== null ? offsite.secret : own.access.backups.by === 'keys' ? own.access.backups.secret.name : null;
  return {
    values: {
      PATH,
      HOME: '/tmp',
      PYTHONDONTWRITEBYTECODE: '1',
      BACKUP_RCLONE: `${TOOLS}/rclone`,
      BACKUP_BUCKET: bucket,
      RCLONE_S3_ENDPOINT: endpoint,
      RCLONE_S3_REGION: region,
      ...(secret === null ? { RCLONE_S3_PROVIDER: 'AWS', RCLONE_S3_ENV_AUTH: 'true' } : { RCLONE_S3_PROVIDER: 'Other' }),
    },
    secrets:
      secret === null
        ? {}
        : {
            RCLONE_S3_ACCESS_KEY_ID: { name: secret, key: 'username' },
            RCLONE_S3_SECRET_ACCESS_KEY: { name: secret, key: 'password' },
          },
    files: Object.fromEntries(Object.keys(backupPrograms).map((key) => [`${PROGRAMS}/${key}`, { configMap: CONFIGURATION, key }])),
  };
}

/** The database as the role that reads all of it, and how long its backups are kept. */
export function dumpEnvironment(
  { primary, replicas, database, sslMode, ca, credentials, hidesWal }: CopiedPostgres,
  { keep, scratchGiB }: BackupFacts['dump'],
): PodEnvironment {
  const { name } = credentials.backup;
  return {
    values: {
      BACKUP_PRIMARY: address(primary),
      BACKUP_DATABASE: database,
      BACKUP_REPLICAS: address(replicas),
      BACKUP_HIDES_WAL: hidesWal ? 'yes' : 'no',
      // Below the limit of the volume: the program says what was too large, the kubelet would only evict the pod.
      BACKUP_SCRATCH_BYTES: String(Math.floor(scratchGiB * 1024 ** 3 * 0.95)),
      BACKUP_KEEP_DAYS: String(keep.days),
      BACKUP_KEEP_WEEKS: String(keep.weeks),
      BACKUP_KEEP_LEAST: String(keep.least),
      PGSSLMODE: sslMode,
      ...(ca === null ? {} : { PGSSLROOTCERT: AUTHORITY }),
    },
    secrets: { PGUSER: { name, key: 'username' }, PGPASSWORD: { name, key: 'password' } },
    files: ca === null ? {} : { [AUTHORITY]: { configMap: ca.configMap, key: ca.key } },
  };
}

/** A port that only Terraform knows is a negative number until the apply; a text needs its marker instead. */
const address = ({ host, port }: Endpoint): string => `${host}:${Tokenization.stringifyNumber(port)}`;
