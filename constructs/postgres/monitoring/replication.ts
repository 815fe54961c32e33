import type { PostgresWatch } from '../../../config';
import type { Alert } from '../../mixin/component-monitoring';
import { REPLICA_BEHIND } from './recording-rules';

/** Data that some replica has not yet replayed. */
const USUAL_BYTES = 1024 ** 2;
/** Reads from a replica "may be seconds old" (config/postgres). */
const OLD_SECONDS = 30;
/** Limit where only bytes are known: 16 segments of the write-ahead log, which a healthy replica replays in seconds. */
const MANY_BYTES = 16 * 16 * USUAL_BYTES;
/** Aurora's replicas share the primary's storage and are tens of milliseconds behind. */
const AURORA_MILLIS = 1000;

/** Alerts on replicas that fall behind, from what the engine reports. */
export const replicationAlerts = ({ members, cloudWatch }: PostgresWatch): readonly Alert[] => [
  lag(members !== null ? byPatroni : cloudWatch !== null ? byCloudWatch : byPrimary),
  {
    name: 'PostgresSlotUnused',
    expr: 'max by (slot_name) (pg_replication_slots_active) == 0',
    forSeconds: 3600,
    severity: 'warning',
    symptom: 'full',
    summary: 'A replication slot has no reader: the primary keeps its log, and its disk fills up.',
    description: 'Slot {{ $labels.slot_name }} has had no reader for an hour (active: {{ $value }}).',
  },
];

const lag = (way: Pick<Alert, 'expr' | 'description'>): Alert => ({
  name: 'PostgresReplicationLag',
  forSeconds: 120,
  severity: 'warning',
  symptom: 'stale',
  summary: 'A replica of PostgreSQL lags behind: reads from it are stale.',
  ...way,
});

/** On an idle system the last replayed transaction is old too; so both the age and the bytes must be exceeded. */
const byPatroni = {
  expr: `${REPLICA_BEHIND} > ${USUAL_BYTES} and time() - patroni_xlog_replayed_timestamp > ${OLD_SECONDS}`,
  description: '{{ $labels.name }} is {{ $value | humanize1024 }}B behind the primary.',
};

const byPrimary = {
  expr: `max by (application_name, client_addr) (pg_stat_replication_pg_wal_lsn_diff) > ${MANY_BYTES}`,
  description: '{{ $labels.application_name }} at {{ $labels.client_addr }} is {{ $value | humanize1024 }}B behind the primary.',
};

const byCloudWatch = {
  expr: `max by (dimension_DBClusterIdentifier) (aws_rds_aurora_replica_lag_maximum_maximum{dimension_DBClusterIdentifier!=""}) > ${AURORA_MILLIS}`,
  description: 'A replica of {{ $labels.dimension_DBClusterIdentifier }} is {{ $value }} ms behind.',
};
