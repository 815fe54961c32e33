import type { RedisWatch } from '../../../config';
import type { ComponentMonitoring } from '../../mixin/component-monitoring';
import { volumeAlerts } from '../../mixin/volume-alerts';
import { capacityAlerts } from './capacity';
import { redisDashboard } from './dashboard';
import { elasticacheAlerts } from './elasticache';
import { membersAlerts } from './members';
import { redisRecordingRules } from './recording-rules';
import { serviceAlerts } from './service';

export interface RedisMonitoringProps {
  readonly watch: RedisWatch;
  /** Namespace of the members and their volumes. */
  readonly namespace: string;
}

/**
 * Redis, from redis_exporter: in pods it reads every member, elsewhere the one that answers at the address; for ElastiCache's nodes
 * CloudWatch reports. The exporter decides which metrics it reads. https://github.com/oliver006/redis_exporter
 */
export const redisMonitoring = ({ watch, namespace }: RedisMonitoringProps): ComponentMonitoring => ({
  component: 'redis',
  scrapes: [],
  recordingRules: redisRecordingRules(),
  alerts: [
    ...membersAlerts(watch.members),
    ...serviceAlerts(),
    ...capacityAlerts(watch),
    ...(watch.cloudWatch ? elasticacheAlerts() : []),
    ...(watch.members?.persistent ? volumes(namespace) : []),
  ],
  dashboard: redisDashboard({ watch, namespace }),
});

const volumes = (namespace: string) =>
  volumeAlerts({ prefix: 'Redis', namespace, claims: 'data-redis-[a-z]-[0-9]+', consequence: 'Redis refuses every write' });
