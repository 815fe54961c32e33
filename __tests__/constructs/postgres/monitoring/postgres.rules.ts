/** What every PostgreSQL has: the exporter's series. */
import { postgresLoadTests } from './load.rules';
import { exporterSeries as series } from './series';
import type { AlertTests } from '../../../support/monitoring/rule-test';

const openrouter = 'datname="openrouter"';
const backends = series('pg_stat_database_numbackends', openrouter);
const backendsElsewhere = series('pg_stat_database_numbackends', 'datname="postgres"');
const limit = series('pg_settings_max_connections', 'server="postgres-primary:5432"');

export const postgresTests: AlertTests = {
  ...postgresLoadTests,
  PostgresDown: {
    fires: {
      series: { [series('pg_up')]: '1x3 0x10' },
      atMinutes: 10,
      alerts: [
        {
          labels: { component: 'postgres-exporter', instance: '10.0.0.9:9187' },
          description:
            'The exporter 10.0.0.9:9187 has been unable to log in for a minute: there is no primary, or it accepts no connections.',
        },
      ],
    },
    silent: { because: 'a switchover takes seconds', series: { [series('pg_up')]: '1x3 0 1x6' }, atMinutes: 4 },
  },
  PostgresConnectionsHigh: {
    fires: {
      series: { [backends]: '200x20', [backendsElsewhere]: '5x20', [limit]: '250x20' },
      atMinutes: 15,
      alerts: [{ labels: { instance: '10.0.0.9:9187' }, description: '82% of max_connections are taken, as 10.0.0.9:9187 sees it.' }],
    },
    silent: {
      because: '80 % are what is planned with',
      series: { [backends]: '195x20', [backendsElsewhere]: '5x20', [limit]: '250x20' },
      atMinutes: 15,
    },
  },
  PostgresConnectionsExhausted: {
    fires: {
      series: { [backends]: '245x20', [limit]: '250x20' },
      atMinutes: 5,
      alerts: [{ labels: { instance: '10.0.0.9:9187' }, description: '98% of max_connections are taken, as 10.0.0.9:9187 sees it.' }],
    },
    silent: { because: 'a rollout takes most of them', series: { [backends]: '230x20', [limit]: '250x20' }, atMinutes: 5 },
  },
  PostgresDeadlocks: {
    fires: {
      series: { [series('pg_stat_database_deadlocks', `${openrouter},datid="1"`)]: '0+1x40' },
      atMinutes: 20,
      alerts: [
        { labels: { datname: 'openrouter' }, description: '15 transactions of openrouter were aborted in 15 minutes to break a deadlock.' },
      ],
    },
    silent: {
      because: 'one now and then is retried and forgotten',
      series: { [series('pg_stat_database_deadlocks', `${openrouter},datid="1"`)]: '0x10 1x10 2x20' },
      atMinutes: 20,
    },
  },
  PostgresStatisticsMissing: {
    fires: {
      series: {
        [series('pg_scrape_collector_success', 'collector="stat_statements"')]: '0x30',
        [series('pg_exporter_last_scrape_error')]: '1x30',
      },
      atMinutes: 25,
      alerts: [
        {
          labels: { component: 'postgres-exporter', instance: '10.0.0.9:9187', collector: 'stat_statements' },
          description: 'The collector "stat_statements" fails at 10.0.0.9:9187.',
        },
        {
          labels: { component: 'postgres-exporter', instance: '10.0.0.9:9187', collector: 'settings and activity' },
          description: 'The collector "settings and activity" fails at 10.0.0.9:9187.',
        },
      ],
    },
    silent: {
      because: 'a scrape that failed once is nothing',
      series: {
        [series('pg_scrape_collector_success', 'collector="stat_statements"')]: '1x20 0 1x10',
        [series('pg_exporter_last_scrape_error')]: '0x20 1 0x10',
      },
      atMinutes: 21,
    },
  },
  PostgresReplicationLag: {
    fires: {
      series: {
        [series('pg_stat_replication_pg_wal_lsn_diff', 'application_name="standby",client_addr="10.0.0.7",state="streaming"')]: '1e9x20',
      },
      atMinutes: 10,
      alerts: [
        {
          labels: { application_name: 'standby', client_addr: '10.0.0.7' },
          description: 'standby at 10.0.0.7 is 953.7MiB behind the primary.',
        },
      ],
    },
    silent: {
      because: 'a burst of writes is replayed in seconds',
      series: {
        [series('pg_stat_replication_pg_wal_lsn_diff', 'application_name="standby",client_addr="10.0.0.7",state="streaming"')]:
          '0 1e9 0x20',
      },
      atMinutes: 1,
    },
  },
  PostgresSlotUnused: {
    fires: {
      series: { [series('pg_replication_slots_active', 'slot_name="export",database="openrouter"')]: '0x90' },
      atMinutes: 80,
      alerts: [{ labels: { slot_name: 'export' }, description: 'Slot export has had no reader for an hour (active: 0).' }],
    },
    silent: {
      because: 'a standby that restarts comes back to its slot',
      series: { [series('pg_replication_slots_active', 'slot_name="postgres_1",database=""')]: '1x20 0x20 1x50' },
      atMinutes: 35,
    },
  },
};
