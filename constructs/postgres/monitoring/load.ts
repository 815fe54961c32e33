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
    summary: 'A transaction has been open for a long time: it prevents the clean-up of old rows and keeps its locks.',
    description:
      'A transaction of {{ $labels.usename }} in {{ $labels.datname }} ({{ $labels.state }}) is {{ $value | humanizeDuration }} old.',
  },
  {
    name: 'PostgresIdleInTransaction',
    expr: `max by (datname, usename) (pg_stat_activity_max_tx_duration{state=~"idle in transaction.*",${PEOPLE_AND_SERVICES}}) > ${IDLE_SECONDS}`,
    forSeconds: 60,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A client keeps an idle transaction open: it keeps its locks and its connection.',
    description: '{{ $labels.usename }} in {{ $labels.datname }} has had an idle transaction open for {{ $value | humanizeDuration }}.',
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
    summary: 'PostgreSQL reads a lot from the disk: the working set does not fit into its cache, or a query scans a whole table.',
    description: '{{ $value | humanizePercentage }} of the blocks of {{ $labels.datname }} were found in the cache.',
  },
  {
    name: 'PostgresCheckpointsTooOften',
    expr: 'max by (instance) (increase(pg_stat_bgwriter_checkpoints_req_total[1h])) > 12',
    forSeconds: 600,
    severity: 'warning',
    symptom: 'slow',
    summary: 'The write-ahead log forces checkpoints before their time: writes become slow.',
    description: '{{ $labels.instance }} reports {{ $value | humanize }} requested checkpoints in an hour; the timer alone makes 12.',
  },
];
