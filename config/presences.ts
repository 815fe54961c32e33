import type { ClusterEnvironment } from './environment';
import { loadBalancerPresence } from './load-balancer';
import { objectStoragePresence } from './object-storage';
import type { ComponentName, Presence } from './peers';
import { postgresPresence } from './postgres';
import { redisPresence } from './redis';
import type { ServiceName } from './services';

/** A component whose engine can be chosen. */
export type Box = Exclude<ComponentName, ServiceName | 'migration'>;

/** What the boxes whose engines can be chosen are to their neighbours. */
export const presences = (
  environment: Pick<ClusterEnvironment, 'sizing' | 'postgres' | 'redis' | 'objectStorage' | 'loadBalancer'>,
): Record<Box, Presence> => ({
  'load-balancer': loadBalancerPresence(environment.loadBalancer),
  postgres: postgresPresence(environment.postgres, environment.sizing),
  redis: redisPresence(environment.redis, environment.sizing),
  'object-storage': objectStoragePresence(environment.objectStorage),
});
