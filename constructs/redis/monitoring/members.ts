import type { RedisWatch } from '../../../config';
import type { Alert } from '../../mixin/component-monitoring';

/** Hash slots of a Redis Cluster. */
const SLOTS = 16_384;

const ANSWERING = 'sum by (component) (redis_up)';

/**
 * The members and their view of each other. A member that is down is no longer a target, so those that answer are counted. Where the members
 * are not known, there is one address.
 */
export const membersAlerts = (members: RedisWatch['members']): readonly Alert[] => [
  members === null ? addressDown : tooFewAnswer(members.shards),
  {
    name: 'RedisSlotsUncovered',
    expr: `max by (component) (redis_cluster_slots_ok) < ${SLOTS}`,
    forSeconds: 60,
    severity: 'critical',
    symptom: 'errors',
    summary: 'Some Redis slots have no healthy master: every request for their keys fails.',
    description: `{{ $value }} of ${SLOTS} slots have a healthy master, in the view of the best-connected member.`,
  },
  {
    name: 'RedisClusterNotOk',
    expr: 'redis_cluster_state == 0',
    forSeconds: 120,
    severity: 'warning',
    symptom: 'errors',
    summary: 'A member of Redis refuses commands because it considers the cluster down.',
    description: '{{ or $labels.pod $labels.instance }} reports that the cluster is not ok (state: {{ $value }}).',
  },
  {
    name: 'RedisReplicationBroken',
    expr: 'min by (component, pod, instance) (redis_master_link_up) == 0',
    forSeconds: 120,
    severity: 'warning',
    symptom: 'stale',
    summary: 'A replica of Redis is not connected to its master.',
    description: '{{ or $labels.pod $labels.instance }} has had no link to its master for two minutes (up: {{ $value }}).',
  },
  {
    name: 'RedisReplicaBehind',
    expr: 'max by (component, pod, instance) (redis_connected_slave_lag_seconds) > 10',
    forSeconds: 120,
    severity: 'warning',
    symptom: 'stale',
    summary: 'A replica of Redis lags behind: if its master fails, the missing writes are lost.',
    description: 'A replica of {{ or $labels.pod $labels.instance }} sent its last acknowledgement {{ $value }} s ago.',
  },
  ...(members === null ? [] : shardAlerts(members)),
];

const addressDown: Alert = {
  name: 'RedisDown',
  expr: 'redis_up == 0',
  forSeconds: 60,
  severity: 'critical',
  symptom: 'down',
  summary: 'Redis does not answer: sessions, rate limits and locks are unavailable.',
  description: 'Redis has not answered {{ $labels.instance }} for a minute (up: {{ $value }}).',
};

const tooFewAnswer = (shards: number): Alert => ({
  ...addressDown,
  expr: `${ANSWERING} < ${shards}`,
  description: `Only {{ $value }} members of Redis answer for ${shards} shards: some keys are unavailable.`,
});

const shardAlerts = ({ shards, perShard }: NonNullable<RedisWatch['members']>): readonly Alert[] => [
  {
    name: 'RedisManyMasters',
    expr: `count by (component) (redis_instance_info{role="master"}) > ${shards}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'errors',
    summary: 'Redis has more masters than shards: one has not joined the cluster, or a shard has two masters.',
    description: `Redis has {{ $value }} masters for ${shards} shards.`,
  },
  ...(perShard === 1 ? [] : replicaAlerts(shards * perShard, perShard - 1)),
];

const replicaAlerts = (members: number, replicas: number): readonly Alert[] => [
  {
    name: 'RedisMemberDown',
    expr: `${ANSWERING} < ${members}`,
    forSeconds: 300,
    severity: 'warning',
    symptom: 'down',
    summary: 'A member of Redis does not answer.',
    description: `{{ $value }} of ${members} members of Redis answer.`,
  },
  {
    name: 'RedisShardWithoutReplica',
    expr: `redis_connected_slaves < ${replicas} and on (pod) redis_instance_info{role="master"}`,
    forSeconds: 600,
    severity: 'warning',
    symptom: 'down',
    summary: 'A shard of Redis lacks a replica: if its master fails now, its keys are unavailable.',
    description: `{{ $labels.pod }} has {{ $value }} of ${replicas} replicas.`,
  },
];
