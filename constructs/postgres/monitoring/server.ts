import type { Alert } from '../../mixin/component-monitoring';
import { CONNECTIONS } from './recording-rules';

/** Largest share the program plans with; config/rules/budgets.ts holds every configuration to it. */
const PLANNED_SHARE = 0.8;
/** Three connections are reserved for superusers: with 60 or more in all, everyone else's end here. */
const EXHAUSTED_SHARE = 0.95;

/** The server that takes the writes, whichever engine runs it, as the exporter sees it. */
export const serverAlerts = (): readonly Alert[] => [
  {
    name: 'PostgresDown',
    expr: 'pg_up == 0',
    forSeconds: 60,
    severity: 'critical',
    symptom: 'down',
    summary: 'The exporter cannot log in to the PostgreSQL primary.',
    description:
      'The exporter {{ $labels.instance }} has been unable to log in for a minute: there is no primary, or it accepts no connections.',
  },
  {
    name: 'PostgresConnectionsHigh',
    expr: `${CONNECTIONS} > ${PLANNED_SHARE}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'full',
    summary: `More than ${PLANNED_SHARE * 100} % of the connections of PostgreSQL are in use, more than the configuration plans for.`,
    description: '{{ $value | humanizePercentage }} of max_connections are taken, as {{ $labels.instance }} sees it.',
  },
  {
    name: 'PostgresConnectionsExhausted',
    expr: `${CONNECTIONS} > ${EXHAUSTED_SHARE}`,
    forSeconds: 60,
    severity: 'critical',
    symptom: 'full',
    summary: 'PostgreSQL is about to refuse connections.',
    description: '{{ $value | humanizePercentage }} of max_connections are taken, as {{ $labels.instance }} sees it.',
  },
  {
    name: 'PostgresDeadlocks',
    expr: 'sum by (datname) (increase(pg_stat_database_deadlocks[15m])) > 5',
    forSeconds: 60,
    severity: 'warning',
    symptom: 'errors',
    summary: 'Deadlocks: transactions wait for each other, and PostgreSQL aborts one of them.',
    description: '{{ $value | humanize }} transactions of {{ $labels.datname }} were aborted in 15 minutes to break a deadlock.',
  },
  {
    name: 'PostgresStatisticsMissing',
    expr: 'pg_scrape_collector_success == 0 or label_replace(pg_exporter_last_scrape_error == 1, "collector", "settings and activity", "", "")',
    forSeconds: 900,
    severity: 'warning',
    symptom: 'stale',
    summary: 'A collector of the PostgreSQL exporter fails: alerts that use its metrics cannot fire.',
    description: 'The collector "{{ $labels.collector }}" fails at {{ $labels.instance }}.',
  },
];
