import type { PostgresWatch } from '../../../config';
import { dashboard, type Panel } from '../../mixin/dashboard';
import { CACHE_HITS, CONNECTIONS, REPLICA_BEHIND } from './recording-rules';

export interface PostgresDashboardOptions {
  readonly watch: PostgresWatch;
  readonly namespace: string;
}

/** The panels "Statements" and "Space" answer the deployment guide's three questions about a database: slow SQL, connections, sizes. */
export const postgresDashboard = ({ watch, namespace }: PostgresDashboardOptions): Readonly<Record<string, unknown>> =>
  dashboard({
    uid: 'postgres',
    title: 'PostgreSQL',
    description: 'Availability, replication, connections, slow statements, and clean-up.',
    rows: {
      Now: [...availability, ...(watch.members === null ? [] : members)],
      ...(watch.members === null ? {} : { Replication: replication }),
      Load: load,
      Statements: statements,
      'Space and maintenance': [...space, ...(watch.members === null ? [] : [volumes(namespace)])],
      ...(watch.cloudWatch === null ? {} : { Aurora: aurora }),
    },
  });

const availability: readonly Panel[] = [
  {
    title: 'Accepts logins on the primary',
    description: '1: the exporter can log in to the primary. 0: see PostgresDown.',
    unit: 'none',
    shows: 'number',
    queries: { up: 'min(pg_up)' },
  },
  {
    title: 'Connections in use',
    description: 'Share of max_connections. The configuration plans for at most 80 %; a rollout doubles the services’ pools.',
    unit: 'percentunit',
    shows: 'number',
    limit: 0.8,
    queries: { used: `max(${CONNECTIONS})` },
  },
];

const members: readonly Panel[] = [
  {
    title: 'Primaries',
    description: 'Normally 1. With 0, writes fail. With 2, the members diverge.',
    unit: 'none',
    shows: 'number',
    limit: 2,
    queries: { primaries: 'sum(patroni_primary)' },
  },
  {
    title: 'Synchronous standbys',
    description: 'Normally 1 or more. With 0, no member takes over if the primary fails.',
    unit: 'none',
    shows: 'number',
    queries: { standbys: 'sum(patroni_sync_standby)' },
  },
  {
    title: 'Timeline',
    description: 'It increases with every failover.',
    unit: 'none',
    shows: 'number',
    queries: { timeline: 'max(patroni_postgres_timeline)' },
  },
];

const replication: readonly Panel[] = [
  {
    title: 'Replicas behind the primary',
    description: 'Log that is not replayed yet. Reads from a replica are this stale.',
    unit: 'bytes',
    queries: { '{{name}}': REPLICA_BEHIND },
  },
];

const load: readonly Panel[] = [
  {
    title: 'Connections by state',
    description: 'Many active ones: they wait for something. Many idle ones: the pools are too large.',
    unit: 'short',
    queries: { '{{usename}} {{state}}': 'sum by (usename, state) (pg_stat_activity_count{usename!=""})' },
  },
  {
    title: 'Oldest transaction',
    description: 'Rows that it can still see cannot be cleaned up.',
    unit: 's',
    queries: { '{{usename}} {{state}}': 'max by (usename, state) (pg_stat_activity_max_tx_duration{usename!=""})' },
  },
  {
    title: 'Transactions',
    description: 'Rolled-back transactions indicate errors of a client.',
    unit: 'ops',
    queries: {
      '{{datname}} committed': 'sum by (datname) (rate(pg_stat_database_xact_commit[5m]))',
      '{{datname}} rolled back': 'sum by (datname) (rate(pg_stat_database_xact_rollback[5m]))',
    },
  },
  {
    title: 'Cache hit rate',
    description: 'Above 99 % if the working set fits into memory.',
    unit: 'percentunit',
    queries: { '{{datname}}': CACHE_HITS },
  },
  {
    title: 'Deadlocks and conflicts',
    description: 'Transactions that PostgreSQL aborted.',
    unit: 'short',
    queries: {
      '{{datname}} deadlocks': 'sum by (datname) (increase(pg_stat_database_deadlocks[15m]))',
      '{{datname}} conflicts with recovery': 'sum by (datname) (increase(pg_stat_database_conflicts[15m]))',
    },
  },
  {
    title: 'Checkpoints',
    description: 'If there are more requested than timed ones, max_wal_size is too small for the writes.',
    unit: 'short',
    queries: {
      timed: 'sum(increase(pg_stat_bgwriter_checkpoints_timed_total[1h]))',
      'asked for': 'sum(increase(pg_stat_bgwriter_checkpoints_req_total[1h]))',
    },
  },
];

const byStatement = (what: string) => `sum by (user, queryid) (rate(pg_stat_statements_${what}_total[5m]))`;

const statements: readonly Panel[] = [
  {
    title: 'Statements by total time',
    description:
      'Server seconds per second. The top ones may need an index; docs/runbooks/PostgresSlowStatement.md shows how to find their text.',
    unit: 'short',
    queries: { '{{user}} {{queryid}}': `topk(10, ${byStatement('seconds')})` },
  },
  {
    title: 'Statements by mean time',
    description: 'Mean duration of one call.',
    unit: 's',
    queries: { '{{user}} {{queryid}}': `topk(10, ${byStatement('seconds')} / (${byStatement('calls')} > 0))` },
  },
  {
    title: 'Calls',
    description: 'Rate of all statements, by login.',
    unit: 'ops',
    queries: { '{{user}}': 'sum by (user) (rate(pg_stat_statements_calls_total[5m]))' },
  },
];

const space: readonly Panel[] = [
  {
    title: 'Largest tables',
    description: 'Including out-of-line (TOAST) data, without indexes.',
    unit: 'bytes',
    queries: { '{{schemaname}}.{{relname}}': 'topk(10, max by (schemaname, relname) (pg_stat_user_tables_table_size_bytes))' },
  },
  {
    title: 'Databases',
    description: 'Total size, including indexes and dead rows.',
    unit: 'bytes',
    queries: { '{{datname}}': 'max by (datname) (pg_database_size_bytes)' },
  },
  {
    title: 'Dead rows',
    description: 'Autovacuum starts at a fifth of the live rows.',
    unit: 'short',
    queries: { '{{schemaname}}.{{relname}}': 'topk(10, max by (schemaname, relname) (pg_stat_user_tables_n_dead_tup))' },
  },
  {
    title: 'Age of the oldest transaction id',
    description: 'Autovacuum freezes at 200 million; the limit is 2 billion.',
    unit: 'short',
    limit: 1.5e9,
    queries: { '{{datname}}': 'max by (datname) (pg_database_wraparound_age_datfrozenxid_seconds)' },
  },
];

const volumes = (namespace: string): Panel => {
  const claims = `{namespace="${namespace}",persistentvolumeclaim=~"data-postgres-[0-9]+"}`;
  const measured = (what: string) => `max by (persistentvolumeclaim) (kubelet_volume_stats_${what}_bytes${claims})`;
  return {
    title: 'Free space of the volumes',
    description: 'Below 10 % somebody is paged. Raise storageGiB to grow them while in use.',
    unit: 'percentunit',
    queries: { '{{persistentvolumeclaim}}': `${measured('available')} / ${measured('capacity')}` },
  };
};

const byInstance = (metric: string) => `max by (dimension_DBInstanceIdentifier) (aws_rds_${metric}{dimension_DBInstanceIdentifier!=""})`;
const INSTANCE = '{{dimension_DBInstanceIdentifier}}';

const aurora: readonly Panel[] = [
  {
    title: 'CPU',
    description: 'Usage of each instance. One that stays above 90 % is too small.',
    unit: 'percentunit',
    queries: { [INSTANCE]: `${byInstance('cpuutilization_average')} / 100` },
  },
  {
    title: 'Free memory',
    description: 'Free memory of each instance, in addition to PostgreSQL’s cache.',
    unit: 'bytes',
    queries: { [INSTANCE]: byInstance('freeable_memory_minimum') },
  },
  {
    title: 'Replicas behind the primary',
    description: 'The slowest one. Replicas share the storage: tens of milliseconds are usual.',
    unit: 's',
    queries: {
      '{{dimension_DBClusterIdentifier}}':
        'max by (dimension_DBClusterIdentifier) (aws_rds_aurora_replica_lag_maximum_maximum{dimension_DBClusterIdentifier!=""}) / 1000',
    },
  },
  {
    title: 'Volume',
    description: 'It grows automatically, and you pay for its size.',
    unit: 'bytes',
    queries: {
      '{{dimension_DBClusterIdentifier}}':
        'max by (dimension_DBClusterIdentifier) (aws_rds_volume_bytes_used_average{dimension_DBClusterIdentifier!=""})',
    },
  },
  {
    title: 'Local storage left',
    description: 'Sorts and index builds need it. The instance class determines its size.',
    unit: 'bytes',
    queries: { [INSTANCE]: byInstance('free_local_storage_minimum') },
  },
];
