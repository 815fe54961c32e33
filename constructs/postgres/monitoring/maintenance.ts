import type { Alert } from '../../mixin/component-monitoring';

/** Autovacuum starts at a fifth of the live rows (autovacuum_vacuum_scale_factor); this is more than three times as many. */
const DEAD_SHARE = 0.4;
/** Tables with fewer dead rows are read in no time. */
const DEAD_ROWS = 100_000;

/** Twice the age at which autovacuum is forced to freeze: autovacuum_freeze_max_age, and the same for multixacts. */
const FREEZE_AGE = 2 * 200e6;
const MULTIXACT_FREEZE_AGE = 2 * 400e6;
/** PostgreSQL stops writing at 2³¹ minus three million; from 1.6 billion, vacuum ignores its throttling (vacuum_failsafe_age). */
const WRAPAROUND_AGE = 1.5e9;

const GIB = 1024 ** 3;
const size = 'max by (datname, schemaname, relname) (pg_stat_user_tables_table_size_bytes)';
const yesterday = 'max by (datname, schemaname, relname) (pg_stat_user_tables_table_size_bytes offset 1d)';

const age = (what: 'datfrozenxid' | 'datminmxid') => `max by (datname) (pg_database_wraparound_age_${what}_seconds)`;

/**
 * Cleanup that PostgreSQL must keep up with. The ages are numbers of transactions, whatever the metrics' names say.
 * https://www.postgresql.org/docs/16/routine-vacuuming.html
 */
export const maintenanceAlerts = (): readonly Alert[] => [
  {
    name: 'PostgresDeadRows',
    expr: `pg_stat_user_tables_n_dead_tup / (pg_stat_user_tables_n_live_tup + pg_stat_user_tables_n_dead_tup) > ${DEAD_SHARE} and pg_stat_user_tables_n_dead_tup > ${DEAD_ROWS}`,
    forSeconds: 3600,
    severity: 'warning',
    symptom: 'slow',
    summary: 'Autovacuum cannot keep up with a table: the table grows, and reading it takes longer.',
    description:
      '{{ $value | humanizePercentage }} of the rows of {{ $labels.schemaname }}.{{ $labels.relname }} in {{ $labels.datname }} are dead.',
  },
  {
    name: 'PostgresFreezeBehind',
    expr: `${age('datfrozenxid')} > ${FREEZE_AGE} or ${age('datminmxid')} > ${MULTIXACT_FREEZE_AGE}`,
    forSeconds: 3600,
    severity: 'warning',
    symptom: 'full',
    summary: 'Autovacuum no longer freezes old rows: transaction ids will run out.',
    description: 'The oldest unfrozen transaction of {{ $labels.datname }} is {{ $value | humanize }} transactions old.',
  },
  {
    name: 'PostgresWraparoundNear',
    expr: `${age('datfrozenxid')} > ${WRAPAROUND_AGE} or ${age('datminmxid')} > ${WRAPAROUND_AGE}`,
    forSeconds: 300,
    severity: 'critical',
    symptom: 'full',
    summary: 'Transaction ids are running out: soon PostgreSQL refuses every write.',
    description:
      'The oldest unfrozen transaction of {{ $labels.datname }} is {{ $value | humanize }} transactions old; the limit is 2 billion.',
  },
  {
    name: 'PostgresTableGrowsFast',
    expr: `${size} - ${yesterday} > ${GIB} and ${size} / ${yesterday} > 1.2`,
    forSeconds: 3600,
    severity: 'warning',
    symptom: 'full',
    summary: 'A table has grown by more than a fifth, and by more than 1 GiB, in a day.',
    description:
      '{{ $labels.schemaname }}.{{ $labels.relname }} in {{ $labels.datname }} has grown by {{ $value | humanize1024 }}B in a day.',
  },
];
