/** Who makes PostgreSQL slow, and what it has to clean up: of every PostgreSQL too. */
import { exporterSeries as series } from './series';
import type { AlertTests } from '../../../support/monitoring/rule-test';

const openrouter = 'datname="openrouter"';
const table = `${openrouter},schemaname="public",relname="request_logs"`;
const statement = `${openrouter},user="app_a",queryid="42"`;
const transaction = (user: string, state: string) =>
  series('pg_stat_activity_max_tx_duration', `${openrouter},usename="${user}",state="${state}"`);
const frozen = series('pg_database_wraparound_age_datfrozenxid_seconds', openrouter);
const multixacts = series('pg_database_wraparound_age_datminmxid_seconds', openrouter);

export const postgresLoadTests: AlertTests = {
  PostgresLongTransaction: {
    fires: {
      series: { [transaction('app_a', 'active')]: '1000+60x30' },
      atMinutes: 20,
      alerts: [
        {
          labels: { datname: 'openrouter', usename: 'app_a', state: 'active' },
          description: 'A transaction of app_a in openrouter (active) is 36m 40s old.',
        },
      ],
    },
    silent: {
      because: 'backups and the server’s own processes take hours',
      series: {
        [transaction('backup_a', 'active')]: '10000+60x30',
        [transaction('', 'active')]: '10000+60x30',
        [transaction('app_a', 'active')]: '60x30',
      },
      atMinutes: 20,
    },
  },
  PostgresIdleInTransaction: {
    fires: {
      series: { [transaction('app_a', 'idle in transaction (aborted)')]: '0+60x30' },
      atMinutes: 10,
      alerts: [
        {
          labels: { datname: 'openrouter', usename: 'app_a' },
          description: 'app_a in openrouter has had an idle transaction open for 10m 0s.',
        },
      ],
    },
    silent: {
      because: 'one that works is not idle',
      series: { [transaction('app_a', 'active')]: '0+60x30', [transaction('app_a', 'idle in transaction')]: '20x30' },
      atMinutes: 10,
    },
  },
  PostgresSlowStatement: {
    fires: {
      series: {
        [series('pg_stat_statements_seconds_total', statement)]: '0+60x60',
        [series('pg_stat_statements_calls_total', statement)]: '0+60x60',
      },
      atMinutes: 30,
      alerts: [
        {
          labels: { datname: 'openrouter', user: 'app_a', queryid: '42' },
          description: 'Statement 42 of app_a in openrouter takes 1s on average.',
        },
      ],
    },
    silent: {
      because: 'one call in ten minutes hurts nobody, and a dump is slow by its nature',
      series: {
        [series('pg_stat_statements_seconds_total', statement)]: '0+0.2x60',
        [series('pg_stat_statements_calls_total', statement)]: '0+0.1x60',
        [series('pg_stat_statements_seconds_total', statement.replace('app_a', 'backup_b'))]: '0+60x60',
        [series('pg_stat_statements_calls_total', statement.replace('app_a', 'backup_b'))]: '0+1x60',
      },
      atMinutes: 30,
    },
  },
  PostgresCacheHitsLow: {
    fires: {
      series: {
        [series('pg_stat_database_blks_hit', openrouter)]: '0+480000x90',
        [series('pg_stat_database_blks_read', openrouter)]: '0+120000x90',
      },
      atMinutes: 80,
      alerts: [{ labels: { datname: 'openrouter' }, description: '80% of the blocks of openrouter were found in the cache.' }],
    },
    silent: {
      because: 'a few reads from the disk cost nothing, whatever their share',
      series: {
        [series('pg_stat_database_blks_hit', openrouter)]: '0+60x90',
        [series('pg_stat_database_blks_read', openrouter)]: '0+600x90',
      },
      atMinutes: 80,
    },
  },
  PostgresCheckpointsTooOften: {
    fires: {
      series: { [series('pg_stat_bgwriter_checkpoints_req_total')]: '0+0.5x120' },
      atMinutes: 90,
      alerts: [
        {
          labels: { instance: '10.0.0.9:9187' },
          description: '10.0.0.9:9187 reports 30 requested checkpoints in an hour; the timer alone makes 12.',
        },
      ],
    },
    silent: {
      because: 'a backup asks for one',
      series: { [series('pg_stat_bgwriter_checkpoints_req_total')]: '0x60 1x60' },
      atMinutes: 90,
    },
  },
  PostgresDeadRows: {
    fires: {
      series: {
        [series('pg_stat_user_tables_n_live_tup', table)]: '500000x100',
        [series('pg_stat_user_tables_n_dead_tup', table)]: '500000x100',
      },
      atMinutes: 80,
      alerts: [
        {
          labels: {
            component: 'postgres-exporter',
            instance: '10.0.0.9:9187',
            datname: 'openrouter',
            schemaname: 'public',
            relname: 'request_logs',
          },
          description: '50% of the rows of public.request_logs in openrouter are dead.',
        },
      ],
    },
    silent: {
      because: 'of a small table, most rows may be dead',
      series: {
        [series('pg_stat_user_tables_n_live_tup', table)]: '10x100',
        [series('pg_stat_user_tables_n_dead_tup', table)]: '90000x100',
      },
      atMinutes: 80,
    },
  },
  PostgresFreezeBehind: {
    fires: {
      series: {
        [frozen]: '5e8x100',
        [multixacts]: '0x100',
        [series('pg_database_wraparound_age_datfrozenxid_seconds', 'datname="postgres"')]: '0x100',
        [series('pg_database_wraparound_age_datminmxid_seconds', 'datname="postgres"')]: '9e8x100',
      },
      atMinutes: 80,
      alerts: [
        {
          labels: { datname: 'openrouter' },
          description: 'The oldest unfrozen transaction of openrouter is 500M transactions old.',
        },
        {
          labels: { datname: 'postgres' },
          description: 'The oldest unfrozen transaction of postgres is 900M transactions old.',
        },
      ],
    },
    silent: {
      because: 'autovacuum begins at 200 million, and at 400 million of the other kind',
      series: { [frozen]: '3e8x100', [multixacts]: '5e8x100' },
      atMinutes: 80,
    },
  },
  PostgresWraparoundNear: {
    fires: {
      series: { [frozen]: '3e8x100', [multixacts]: '1.6e9x100' },
      atMinutes: 10,
      alerts: [
        {
          labels: { datname: 'openrouter' },
          description: 'The oldest unfrozen transaction of openrouter is 1.6G transactions old; the limit is 2 billion.',
        },
      ],
    },
    silent: { because: 'there is a week left, and PostgresFreezeBehind says so', series: { [frozen]: '1e9x100' }, atMinutes: 10 },
  },
  PostgresTableGrowsFast: {
    fires: {
      series: { [series('pg_stat_user_tables_table_size_bytes', table)]: '4294967296x288 8589934592x100' },
      everyMinutes: 5,
      atMinutes: 1560,
      alerts: [
        {
          labels: { datname: 'openrouter', schemaname: 'public', relname: 'request_logs' },
          description: 'public.request_logs in openrouter has grown by 4GiB in a day.',
        },
      ],
    },
    silent: {
      because: 'a large table grows by a gibibyte and it is a hundredth',
      series: { [series('pg_stat_user_tables_table_size_bytes', table)]: '429496729600x288 433791696896x100' },
      everyMinutes: 5,
      atMinutes: 1560,
    },
  },
};
