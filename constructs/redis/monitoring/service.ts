import type { Alert } from '../../mixin/component-monitoring';

/** Errors that refuse any command: memory, disk, cluster, replicas. */
const REFUSALS = 'OOM|MISCONF|CLUSTERDOWN|NOREPLICAS';

/** A command takes microseconds; at this average, something large is being scanned and everyone waits. */
const SLOW_SECONDS = 0.005;

const perMember = (metric: string) => `sum by (component, pod, instance) (rate(redis_commands_${metric}[5m]))`;

/** How Redis serves its clients. */
export const serviceAlerts = (): readonly Alert[] => [
  {
    name: 'RedisRefusesCommands',
    expr: `sum by (component, pod, instance, err) (increase(redis_errors_total{err=~"${REFUSALS}"}[5m])) > 5`,
    forSeconds: 60,
    severity: 'critical',
    symptom: 'errors',
    summary: 'Redis refuses commands: its memory is full, it cannot write to its disk, or slots have no master.',
    description:
      '{{ or $labels.pod $labels.instance }} answered {{ $value | humanize }} commands with {{ $labels.err }} in the last 5 minutes.',
  },
  {
    name: 'RedisRejectsConnections',
    expr: 'increase(redis_rejected_connections_total[5m]) > 0',
    forSeconds: 60,
    severity: 'critical',
    symptom: 'errors',
    summary: 'Redis refuses connections: it has reached its maximum.',
    description: '{{ or $labels.pod $labels.instance }} refused {{ $value | humanize }} connections in 5 minutes.',
  },
  {
    name: 'RedisPersistenceFailing',
    expr: 'redis_aof_last_write_status == 0 or redis_aof_last_bgrewrite_status == 0 or redis_rdb_last_bgsave_status == 0',
    forSeconds: 60,
    severity: 'critical',
    symptom: 'errors',
    summary: 'Redis cannot persist its data, and refuses writes until it can.',
    description: 'The last write, rewrite or snapshot of {{ or $labels.pod $labels.instance }} failed (status: {{ $value }}).',
  },
  {
    name: 'RedisSlow',
    // The exporter's own questions are commands too, a few in every scrape.
    expr: `${perMember('duration_seconds_total')} / ${perMember('total')} > ${SLOW_SECONDS} and ${perMember('total')} > 1`,
    forSeconds: 600,
    severity: 'warning',
    symptom: 'slow',
    summary: 'Redis commands are slow, and each one blocks all others.',
    description: 'A command takes {{ $value | humanizeDuration }} on average on {{ or $labels.pod $labels.instance }}.',
  },
  {
    name: 'RedisCpuSaturated',
    expr: 'rate(redis_cpu_user_main_thread_seconds_total[5m]) + rate(redis_cpu_sys_main_thread_seconds_total[5m]) > 0.9',
    forSeconds: 600,
    severity: 'warning',
    symptom: 'slow',
    summary: 'The command thread of Redis is saturated.',
    description: 'It is busy for {{ $value | humanizePercentage }} of the time on {{ or $labels.pod $labels.instance }}.',
  },
];
