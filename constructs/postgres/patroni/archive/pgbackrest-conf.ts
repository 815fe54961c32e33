import { ARCHIVE_PREFIX, type ArchiveConfig } from '../../../../config';
import { SUPERUSER } from '../hba';

/** Bucket that the archive is in, whichever server has it. */
export interface ArchiveBucket {
  /** URL of the S3 interface. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
}

export interface ArchiveOptions extends Pick<ArchiveConfig, 'stanza' | 'retentionDays' | 'fullBackupDay' | 'backupHour' | 'restoreTo'> {
  readonly bucket: ArchiveBucket;
  /** MiB of the log that are kept on the volume while the bucket is away. */
  readonly queueMiB: number;
}

export interface PgbackrestPaths {
  /** Directory of the database. */
  readonly data: string;
  /** Directory of the socket; also for locks, which no restart needs. */
  readonly run: string;
  /** Below it is what has been asked of the archive ahead of time. */
  readonly volume: string;
}

/** Seconds that one command of PostgreSQL's waits. Its shutdown tries three times, and Patroni gives it a minute. */
export const PUSH_SECONDS = 10;

/** As much as a standby reads ahead; it is beside the database on the volume. */
const READ_AHEAD_MIB = 128;

/**
 * What pgBackRest is told in a file; keys and the cipher's password come from its environment (`PGBACKREST_…`), as do none of the rest.
 * https://pgbackrest.org/configuration.html
 */
export function pgbackrestConf({ bucket, ...options }: ArchiveOptions, paths: PgbackrestPaths, port: number): string {
  const all = {
    'repo1-type': 's3',
    'repo1-path': `/${ARCHIVE_PREFIX}`,
    'repo1-s3-bucket': bucket.bucket,
    'repo1-s3-endpoint': bucket.endpoint,
    'repo1-s3-region': bucket.region,
    // Not every server has a name for each bucket.
    'repo1-s3-uri-style': 'path',
    'repo1-cipher-type': 'aes-256-cbc',
    // Small files together: a database has thousands of them.
    'repo1-bundle': 'y',
    'repo1-retention-full-type': 'time',
    'repo1-retention-full': options.retentionDays,
    'compress-type': 'zst',
    'archive-async': 'y',
    'archive-push-queue-max': `${options.queueMiB}MiB`,
    'archive-get-queue-max': `${READ_AHEAD_MIB}MiB`,
    'spool-path': `${paths.volume}/archive-spool`,
    'lock-path': `${paths.run}/pgbackrest`,
    // On standard error, so that what was asked for is alone on standard output.
    'log-level-console': 'off',
    'log-level-stderr': 'warn',
    'log-level-file': 'off',
    'log-timestamp': 'n',
    'io-timeout': 20,
    // The primary has better things to do.
    'process-max': 1,
    'start-fast': 'y',
  };
  const server = { 'pg1-path': paths.data, 'pg1-socket-path': paths.run, 'pg1-port': port, 'pg1-user': SUPERUSER };
  return `${section('global', all)}\n${section('global:archive-push', { 'archive-timeout': PUSH_SECONDS })}\n${section(options.stanza, server)}`;
}

const section = (name: string, values: Readonly<Record<string, string | number>>): string =>
  `[${name}]\n${Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')}`;
