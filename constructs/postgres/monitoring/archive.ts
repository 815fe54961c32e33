import type { Alert } from '../../mixin/component-monitoring';

/** An attempt is given up after ten seconds and made again after a minute at most; a segment is archived in one. */
const FAILS_SECONDS = 600;
const MIB = 1024 ** 2;

/** Alerts on the archive of all changes, long before a volume is full: beyond `queueMiB` what the archive lacks is given up. */
export const archiveAlerts = (queueMiB: number): readonly Alert[] => [
  {
    name: 'PostgresArchiveFails',
    expr: 'sum(increase(pg_stat_archiver_failed_count[10m])) > 0 unless sum(increase(pg_stat_archiver_archived_count[10m])) > 0',
    forSeconds: FAILS_SECONDS,
    severity: 'critical',
    symptom: 'stale',
    summary: 'No change of PostgreSQL reaches the archive: what is written now would be lost with the cluster.',
    description: '{{ $value | humanize }} attempts of the last 10 minutes have failed, and none succeeded.',
  },
  {
    name: 'PostgresArchiveBehind',
    expr: `max(pg_wal_size_bytes) > ${(queueMiB / 2) * MIB}`,
    forSeconds: 300,
    severity: 'critical',
    symptom: 'full',
    summary: `The log of PostgreSQL’s changes fills half of the ${queueMiB} MiB that are kept for an archive that is away. Beyond them changes are given up.`,
    description: 'The primary keeps {{ $value | humanize1024 }}B of its log.',
  },
];
