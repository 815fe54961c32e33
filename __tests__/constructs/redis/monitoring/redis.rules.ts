/** What every Redis has that the exporter asks. */
import { at, everywhere, labels, redis } from './series';
import type { AlertTests } from '../../../support/monitoring/rule-test';

export const sharedTests: AlertTests = {
  RedisSlotsUncovered: {
    fires: {
      series: everywhere('redis_cluster_slots_ok', '10923x10', { 'redis-c-0': '_x10', 'redis-c-1': '_x10' }),
      atMinutes: 5,
      alerts: [{ labels: redis, description: '10923 of 16384 slots have a healthy master, in the view of the best-connected member.' }],
    },
    silent: {
      because: 'only one member has lost sight of the others',
      series: everywhere('redis_cluster_slots_ok', '16384x10', { 'redis-b-1': '0x10' }),
      atMinutes: 5,
    },
  },
  RedisClusterNotOk: {
    fires: {
      series: everywhere('redis_cluster_state', '1x10', { 'redis-b-1': '0x10' }),
      atMinutes: 5,
      alerts: [{ labels: labels('redis-b-1'), description: 'redis-b-1 reports that the cluster is not ok (state: 0).' }],
    },
    silent: { because: 'a failover takes seconds', series: everywhere('redis_cluster_state', '1 0 1x10'), atMinutes: 1 },
  },
  RedisReplicationBroken: {
    fires: {
      series: { [at('redis-a-1', 'redis_master_link_up', 'master_host="10.0.0.1",master_port="6379"')]: '0x10' },
      atMinutes: 5,
      alerts: [{ labels: labels('redis-a-1'), description: 'redis-a-1 has had no link to its master for two minutes (up: 0).' }],
    },
    silent: {
      because: 'it copies another master now',
      series: {
        [at('redis-a-1', 'redis_master_link_up', 'master_host="10.0.0.1",master_port="6379"')]: '1x2 0 stale _x10',
        [at('redis-a-1', 'redis_master_link_up', 'master_host="10.0.0.2",master_port="6379"')]: '_x3 1x10',
      },
      atMinutes: 3,
    },
  },
  RedisReplicaBehind: {
    fires: {
      series: { [at('redis-a-0', 'redis_connected_slave_lag_seconds', 'slave_ip="10.0.0.2"')]: '60x10' },
      atMinutes: 5,
      alerts: [{ labels: labels('redis-a-0'), description: 'A replica of redis-a-0 sent its last acknowledgement 60 s ago.' }],
    },
    silent: {
      because: 'it confirms every second',
      series: { [at('redis-a-0', 'redis_connected_slave_lag_seconds', 'slave_ip="10.0.0.2"')]: '1x10' },
      atMinutes: 5,
    },
  },
  RedisRefusesCommands: {
    fires: {
      series: {
        [at('redis-a-0', 'redis_errors_total', 'err="OOM"')]: '0+12x20',
        [at('redis-a-0', 'redis_errors_total', 'err="MOVED"')]: '0+99x20',
      },
      atMinutes: 10,
      alerts: [
        { labels: { ...labels('redis-a-0'), err: 'OOM' }, description: 'redis-a-0 answered 60 commands with OOM in the last 5 minutes.' },
      ],
    },
    silent: {
      because: 'redirections and wrong arguments are no refusals',
      series: {
        [at('redis-a-0', 'redis_errors_total', 'err="MOVED"')]: '0+99x20',
        [at('redis-a-0', 'redis_errors_total', 'err="ERR"')]: '0+99x20',
      },
      atMinutes: 10,
    },
  },
  RedisRejectsConnections: {
    fires: {
      series: { [at('redis-a-0', 'redis_rejected_connections_total')]: '0+4x20' },
      atMinutes: 10,
      alerts: [{ labels: labels('redis-a-0'), description: 'redis-a-0 refused 20 connections in 5 minutes.' }],
    },
    silent: { because: 'that was long ago', series: { [at('redis-a-0', 'redis_rejected_connections_total')]: '400x20' }, atMinutes: 10 },
  },
  RedisPersistenceFailing: {
    fires: {
      series: {
        ...everywhere('redis_aof_last_write_status', '1x10', { 'redis-a-0': '0x10' }),
        ...everywhere('redis_aof_last_bgrewrite_status', '1x10', { 'redis-b-0': '0x10' }),
        ...everywhere('redis_rdb_last_bgsave_status', '1x10', { 'redis-c-0': '0x10' }),
      },
      atMinutes: 5,
      alerts: (['redis-a-0', 'redis-b-0', 'redis-c-0'] as const).map((name) => ({
        labels: labels(name),
        description: `The last write, rewrite or snapshot of ${name} failed (status: 0).`,
      })),
    },
    silent: {
      because: 'all of them went well',
      series: {
        ...everywhere('redis_aof_last_write_status', '1x10'),
        ...everywhere('redis_aof_last_bgrewrite_status', '1x10'),
        ...everywhere('redis_rdb_last_bgsave_status', '1x10'),
      },
      atMinutes: 5,
    },
  },
  RedisSlow: {
    fires: {
      series: {
        [at('redis-a-0', 'redis_commands_duration_seconds_total', 'cmd="keys"')]: '0+30x30',
        [at('redis-a-0', 'redis_commands_total', 'cmd="keys"')]: '0+600x30',
        [at('redis-a-0', 'redis_commands_duration_seconds_total', 'cmd="get"')]: '0+0.01x30',
        [at('redis-a-0', 'redis_commands_total', 'cmd="get"')]: '0+600x30',
      },
      atMinutes: 20,
      alerts: [{ labels: labels('redis-a-0'), description: 'A command takes 25.01ms on average on redis-a-0.' }],
    },
    silent: {
      because: 'one slow command among thousands delays few',
      series: {
        [at('redis-a-0', 'redis_commands_duration_seconds_total', 'cmd="keys"')]: '0+0.5x30',
        [at('redis-a-0', 'redis_commands_total', 'cmd="keys"')]: '0+1x30',
        [at('redis-a-0', 'redis_commands_duration_seconds_total', 'cmd="get"')]: '0+0.06x30',
        [at('redis-a-0', 'redis_commands_total', 'cmd="get"')]: '0+6000x30',
      },
      atMinutes: 20,
    },
    alsoSilent: [
      {
        because: 'nobody asks but the exporter',
        series: {
          [at('redis-a-0', 'redis_commands_duration_seconds_total', 'cmd="info"')]: '0+0.4x30',
          [at('redis-a-0', 'redis_commands_total', 'cmd="info"')]: '0+20x30',
        },
        atMinutes: 20,
      },
    ],
  },
  RedisCpuSaturated: {
    fires: {
      series: {
        [at('redis-a-0', 'redis_cpu_user_main_thread_seconds_total')]: '0+42x30',
        [at('redis-a-0', 'redis_cpu_sys_main_thread_seconds_total')]: '0+15x30',
      },
      atMinutes: 20,
      alerts: [{ labels: labels('redis-a-0'), description: 'It is busy for 95% of the time on redis-a-0.' }],
    },
    silent: {
      because: 'there is a tenth left',
      series: {
        [at('redis-a-0', 'redis_cpu_user_main_thread_seconds_total')]: '0+40x30',
        [at('redis-a-0', 'redis_cpu_sys_main_thread_seconds_total')]: '0+12x30',
      },
      atMinutes: 20,
    },
  },
};
