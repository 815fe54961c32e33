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
 * Redis by redis_exporter: of members in pods each is asked, elsewhere the one that answers at the address; of ElastiCache's nodes
 * CloudWatch tells. What the exporter is asked for belongs to the exporter. https://github.com/oliver006/redis_exporter
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
