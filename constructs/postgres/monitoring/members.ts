import type { Alert } from '../../mixin/component-monitoring';

/** With three members, a second one must be missing, or replication itself is broken: neither passes by waiting. */
const NO_STANDBY_SECONDS = 300;
/** With two members, the other one only has to be away: a drained node or a member being recopied is back within this time. */
const NO_STANDBY_OF_TWO_SECONDS = 900;

/** Longest time since a member's Patroni last reached the API server: two Patroni loops and the timeouts of both. */
const COORDINATION_SECONDS = 60;

/**
 * The members as their Patroni sees them. Sums cover those that answer: a member that is down has no series, and counts as zero. When none
 * answers, PostgresDown fires instead.
 */
export const membersAlerts = (members: number): readonly Alert[] => [
  {
    name: 'PostgresNoPrimary',
    expr: 'sum by (scope) (patroni_primary) == 0',
    forSeconds: 60,
    severity: 'critical',
    symptom: 'down',
    summary: 'PostgreSQL has no primary: all writes fail.',
    description: '{{ $labels.scope }} has {{ $value }} primaries among the members that answer.',
  },
  {
    name: 'PostgresManyPrimaries',
    expr: 'sum by (scope) (patroni_primary) > 1',
    forSeconds: 60,
    severity: 'critical',
    symptom: 'errors',
    summary: 'More than one member of PostgreSQL accepts writes: their data diverges.',
    description: '{{ $value }} members of {{ $labels.scope }} report that they are primary.',
  },
  {
    name: 'PostgresNoSynchronousStandby',
    expr: 'sum by (scope) (patroni_sync_standby) == 0',
    forSeconds: members > 2 ? NO_STANDBY_SECONDS : NO_STANDBY_OF_TWO_SECONDS,
    severity: 'critical',
    symptom: 'stale',
    summary: 'PostgreSQL has no synchronous standby: if the primary fails now, no member takes over.',
    description: `Of ${members} members of {{ $labels.scope }}, {{ $value }} are a synchronous standby.`,
  },
  {
    name: 'PostgresMemberDown',
    expr: `count by (scope) (patroni_postgres_running == 1) < ${members}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'down',
    summary: 'A member of PostgreSQL is not running.',
    description: `{{ $value }} of ${members} members of {{ $labels.scope }} are running.`,
  },
  {
    name: 'PostgresReplicaNotStreaming',
    expr: 'patroni_postgres_streaming == 0 and patroni_replica == 1',
    forSeconds: 300,
    severity: 'warning',
    symptom: 'stale',
    summary: 'A replica of PostgreSQL does not follow the primary.',
    description: '{{ $labels.name }} has not streamed for five minutes (streaming: {{ $value }}).',
  },
  {
    name: 'PostgresFailover',
    expr: 'max by (scope) (patroni_postgres_timeline) > (max by (scope) (patroni_postgres_timeline offset 15m) > 0)',
    forSeconds: 0,
    severity: 'warning',
    symptom: 'errors',
    summary: 'Another member of PostgreSQL has taken over: open transactions failed. Find out why.',
    description: '{{ $labels.scope }} switched to timeline {{ $value }} within the last 15 minutes.',
  },
  {
    name: 'PostgresPendingRestart',
    expr: 'patroni_pending_restart == 1',
    forSeconds: 3600,
    severity: 'warning',
    symptom: 'stale',
    summary: 'A setting of PostgreSQL waits for a restart.',
    description: '{{ $labels.name }} still runs with an older setting (pending restart: {{ $value }}).',
  },
  {
    name: 'PostgresFailoverPaused',
    expr: 'max by (scope) (patroni_is_paused) == 1',
    forSeconds: 3600,
    severity: 'warning',
    symptom: 'down',
    summary: 'Patroni is paused: no member takes over if the primary fails.',
    description: '{{ $labels.scope }} has been paused for more than an hour (paused: {{ $value }}).',
  },
  {
    name: 'PostgresCoordinationLost',
    expr: `time() - (patroni_dcs_last_seen > 0) > ${COORDINATION_SECONDS}`,
    forSeconds: 60,
    severity: 'warning',
    symptom: 'down',
    summary: 'A member of PostgreSQL cannot reach the API server, through which Patroni elects the primary.',
    description: '{{ $labels.name }} has not reached the API server for {{ $value | humanizeDuration }}.',
  },
];
