import type { PostgresWatch } from '../../../config';
import type { Alert } from '../../mixin/component-monitoring';
import { CACHE_HITS } from './recording-rules';

/** The services' requests take seconds; dumping a large database takes hours, and is meant to. */
const LONG_SECONDS = 1800;
/** Between two statements of a transaction there is nothing to wait for. */
const IDLE_SECONDS = 300;
/** Statements that use less than a twentieth of one core are slow only for whoever waits for them. */
const WORTH_SECONDS = 0.05;

/** Server processes have no user name, and backups are long by nature. */
const PEOPLE_AND_SERVICES = 'usename!~"|backup.*|rdsadmin"';
/** Statements of the services, whatever the names of their logins; not those that run once, at night, or read everything. */
const SERVICES = 'user!~"(migrate|backup|monitor|admin|postgres|rdsadmin|rds_superuser).*"';

const statements = (what: 'seconds' | 'calls') =>
  `sum by (datname, user, queryid) (rate(pg_stat_statements_${what}_total{${SERVICES}}[15m]))`;

/** Alerts on what makes PostgreSQL slow. */
export const loadAlerts = ({ slowStatementSeconds }: PostgresWatch): readonly Alert[] => [
  {
    name: 'PostgresLongTransaction',
    expr: `max by (datname, usename, state) (pg_stat_activity_max_tx_duration{${PEOPLE_AND_SERVICES}}) > ${LONG_SECONDS}`,
    forSeconds: 60,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A transaction has been open for long: nothing that it could still see is cleaned up, and its locks stay.',
    description:
      'A transaction of {{ $labels.usename }} in {{ $labels.datname }} ({{ $labels.state }}) is {{ $value | humanizeDuration }} old.',
  },
  {
    name: 'PostgresIdleInTransaction',
    expr: `max by (datname, usename) (pg_stat_activity_max_tx_duration{state=~"idle in transaction.*",${PEOPLE_AND_SERVICES}}) > ${IDLE_SECONDS}`,
    forSeconds: 60,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A client has a transaction open and does nothing in it.',
    description: '{{ $labels.usename }} in {{ $labels.datname }} has had one open for {{ $value | humanizeDuration }}.',
  },
  {
    name: 'PostgresSlowStatement',
    expr: `${statements('seconds')} / ${statements('calls')} > ${slowStatementSeconds} and ${statements('seconds')} > ${WORTH_SECONDS}`,
    forSeconds: 600,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A statement of the services is slow, and runs often enough to matter.',
    description:
      'Statement {{ $labels.queryid }} of {{ $labels.user }} in {{ $labels.datname }} takes {{ $value | humanizeDuration }} on average.',
  },
  {
    name: 'PostgresCacheHitsLow',
    expr: `${CACHE_HITS} < 0.9 and sum by (datname) (rate(pg_stat_database_blks_read[15m])) > 1000`,
    forSeconds: 1800,
    severity: 'warning',
    symptom: 'slow',
    summary: 'PostgreSQL reads much from the disk: what is in use does not fit into its cache, or a query reads all of a table.',
    description: '{{ $value | humanizePercentage }} of the blocks of {{ $labels.datname }} were found in the cache.',
  },
  {
    name: 'PostgresCheckpointsTooOften',
    expr: 'max by (instance) (increase(pg_stat_bgwriter_checkpoints_req_total[1h])) > 12',
    forSeconds: 600,
    severity: 'warning',
    symptom: 'slow',
    summary: 'PostgreSQL makes checkpoints because its write-ahead log is full and not because it is time: writes become slow.',
    description: '{{ $value | humanize }} checkpoints were asked for in an hour, as {{ $labels.instance }} sees it; by time there are 12.',
  },
];
