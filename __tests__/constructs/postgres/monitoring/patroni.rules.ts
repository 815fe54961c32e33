/** What the members under Patroni have beside: their own series, and the volumes'. */
import type { AlertTests } from '../../../support/monitoring/rule-test';
import { volumeTests } from '../../../support/monitoring/volume-tests';

const member = (ordinal: number) => `component="postgres",pod="postgres-${ordinal}",scope="postgres",name="postgres-${ordinal}"`;
const of = (metric: string, ordinal: number): string => `${metric}{${member(ordinal)}}`;
/** One value a member, the first of them at the beginning. */
const members = (metric: string, ...samples: readonly string[]) =>
  Object.fromEntries(samples.map((values, ordinal) => [of(metric, ordinal), values]));

const labels = (ordinal: number) => ({ component: 'postgres', pod: `postgres-${ordinal}`, scope: 'postgres', name: `postgres-${ordinal}` });
const scope = { scope: 'postgres' };

export const patroniTests: AlertTests = {
  ...volumeTests('Postgres', 'data-postgres-1', 'data-postgres-0'),
  PostgresNoPrimary: {
    fires: {
      series: members('patroni_primary', '1x3 stale _x10', '0x20', '0x20'),
      atMinutes: 10,
      alerts: [{ labels: scope, description: 'postgres has 0 primaries among the members that answer.' }],
    },
    silent: {
      because: 'another one has taken over',
      series: members('patroni_primary', '1x3 stale _x20', '0x4 1x20', '0x20'),
      atMinutes: 4,
    },
  },
  PostgresManyPrimaries: {
    fires: {
      series: members('patroni_primary', '1x20', '0x4 1x20', '0x20'),
      atMinutes: 10,
      alerts: [{ labels: scope, description: '2 members of postgres report that they are primary.' }],
    },
    silent: {
      because: 'in a switchover they are asked one after the other',
      series: members('patroni_primary', '1x4 0x20', '0x3 1x20', '0x20'),
      atMinutes: 4,
    },
  },
  PostgresNoSynchronousStandby: {
    fires: {
      series: members('patroni_sync_standby', '0x20', '0x20', '1x3 stale _x20'),
      atMinutes: 15,
      alerts: [{ labels: scope, description: 'Of 3 members of postgres, 0 are a synchronous standby.' }],
    },
    silent: {
      because: 'another standby has taken over the part of the one that is away',
      series: members('patroni_sync_standby', '0x20', '0x4 1x20', '1x3 stale _x20'),
      atMinutes: 4,
    },
  },
  PostgresMemberDown: {
    fires: {
      series: members('patroni_postgres_running', '1x20', '1x20', '1x3 0x20'),
      atMinutes: 15,
      alerts: [{ labels: scope, description: '2 of 3 members of postgres are running.' }],
    },
    silent: {
      because: 'a member is restarted',
      series: members('patroni_postgres_running', '1x20', '1x20', '1x3 stale _x3 1x20'),
      atMinutes: 5,
    },
  },
  PostgresReplicaNotStreaming: {
    fires: {
      series: { ...members('patroni_postgres_streaming', '0x20', '1x20', '0x20'), ...members('patroni_replica', '0x20', '1x20', '1x20') },
      atMinutes: 10,
      alerts: [{ labels: labels(2), description: 'postgres-2 has not streamed for five minutes (streaming: 0).' }],
    },
    silent: {
      because: 'a primary streams from nobody',
      series: { ...members('patroni_postgres_streaming', '0x20', '1x20'), ...members('patroni_replica', '0x20', '1x20') },
      atMinutes: 10,
    },
  },
  PostgresReplicationLag: {
    fires: {
      series: {
        ...members('patroni_replica', '0x20', '1x20', '1x20'),
        ...members('patroni_xlog_location', '104857600x20', '0x20', '0x20'),
        ...members('patroni_xlog_replayed_location', '0x20', '104857600x20', '0x20'),
        ...members('patroni_xlog_replayed_timestamp', '0x20', '0+60x20', '0x20'),
      },
      atMinutes: 10,
      alerts: [{ labels: labels(2), description: 'postgres-2 is 100MiB behind the primary.' }],
    },
    silent: {
      because: 'on an idle system the last transaction is old, and under load the last bytes are on their way',
      series: {
        ...members('patroni_replica', '0x20', '1x20', '1x20'),
        ...members('patroni_xlog_location', '104857600x20', '0x20', '0x20'),
        ...members('patroni_xlog_replayed_location', '0x20', '104857600x20', '52428800x20'),
        ...members('patroni_xlog_replayed_timestamp', '0x20', '0x20', '0+60x20'),
      },
      atMinutes: 10,
    },
  },
  PostgresFailover: {
    fires: {
      series: members('patroni_postgres_timeline', '1x15 stale _x30', '1x17 2x30', '1x17 2x30'),
      atMinutes: 25,
      alerts: [{ labels: scope, description: 'postgres switched to timeline 2 within the last 15 minutes.' }],
    },
    silent: {
      because: 'all of them were started again, and took up the timeline they had',
      series: members('patroni_postgres_timeline', '2x5 0x10 2x30', '2x5 0x10 2x30'),
      atMinutes: 25,
    },
  },
  PostgresPendingRestart: {
    fires: {
      series: members('patroni_pending_restart', '1x90', '0x90'),
      atMinutes: 80,
      alerts: [{ labels: labels(0), description: 'postgres-0 still runs with an older setting (pending restart: 1).' }],
    },
    silent: { because: 'the rollout is under way', series: members('patroni_pending_restart', '1x20 0x70', '1x30 0x60'), atMinutes: 15 },
  },
  PostgresFailoverPaused: {
    fires: {
      series: members('patroni_is_paused', '1x90', '1x90'),
      atMinutes: 80,
      alerts: [{ labels: scope, description: 'postgres has been paused for more than an hour (paused: 1).' }],
    },
    silent: { because: 'somebody works on it', series: members('patroni_is_paused', '0x20 1x40 0x30', '0x20 1x40 0x30'), atMinutes: 50 },
  },
  PostgresCoordinationLost: {
    fires: {
      series: members('patroni_dcs_last_seen', '60+60x30', '60x30'),
      atMinutes: 10,
      alerts: [{ labels: labels(1), description: 'postgres-1 has not reached the API server for 9m 0s.' }],
    },
    silent: {
      because: 'one that has just started has never seen it, which is no time',
      series: members('patroni_dcs_last_seen', '60+60x30', '0x30'),
      atMinutes: 10,
    },
  },
};

/** Of two members: the other one is away, and there is none. */
export const patroniOfTwoTests: AlertTests = {
  ...patroniTests,
  PostgresNoSynchronousStandby: {
    fires: {
      series: members('patroni_sync_standby', '0x30', '1x3 stale _x30'),
      atMinutes: 25,
      alerts: [{ labels: scope, description: 'Of 2 members of postgres, 0 are a synchronous standby.' }],
    },
    silent: {
      because: 'the other one is moved to another node',
      series: members('patroni_sync_standby', '0x30', '1x3 stale _x10 0 1x30'),
      atMinutes: 13,
    },
  },
  PostgresMemberDown: {
    fires: {
      series: members('patroni_postgres_running', '1x20', '1x3 stale _x20'),
      atMinutes: 15,
      alerts: [{ labels: scope, description: '1 of 2 members of postgres are running.' }],
    },
    silent: { because: 'a member is restarted', series: members('patroni_postgres_running', '1x20', '1x3 0x3 1x20'), atMinutes: 6 },
  },
};
