/** The archive of all changes, where this program keeps one: the exporter's series. */
import { exporterSeries as series } from './series';
import type { AlertTests } from '../../../support/monitoring/rule-test';

const failed = series('pg_stat_archiver_failed_count');
const archived = series('pg_stat_archiver_archived_count');

export const ARCHIVE_QUEUE_MIB = 20_480;

export const archiveTests: AlertTests = {
  PostgresArchiveFails: {
    fires: {
      series: { [failed]: '0x10 0+3x30', [archived]: '0+1x10 10x30' },
      atMinutes: 40,
      alerts: [{ labels: {}, description: '30 attempts of the last 10 minutes have failed, and none succeeded.' }],
    },
    silent: { because: 'after one failure it goes on', series: { [failed]: '0x10 1x30', [archived]: '0+1x40' }, atMinutes: 19 },
  },
  PostgresArchiveBehind: {
    fires: {
      series: { [series('pg_wal_size_bytes')]: '11811160064x20' },
      atMinutes: 15,
      alerts: [{ labels: {}, description: 'The primary keeps 11GiB of its log.' }],
    },
    silent: {
      because: 'as much is usual between two checkpoints',
      series: { [series('pg_wal_size_bytes')]: '1073741824x20' },
      atMinutes: 15,
    },
  },
};
