import type { ClusterEnvironment } from '../environment';
import { loadBalancerPresence } from '../load-balancer';
import { monitoringPresences } from '../monitoring';
import { networkCidrs } from './subnets';
import type { NetworkConfig } from '../target/network';
import { objectStoragePresence } from '../object-storage';
import type { ComponentName, Presence } from './peers';
import { postgresPresence } from '../postgres';
import { redisPresence } from '../redis';
import type { ServiceName } from '../services';

/** A component whose engine can be chosen, or a program of monitoring. */
export type Box = Exclude<ComponentName, ServiceName | 'migration'>;

/** Of an environment, what the presences of its boxes come from. On AWS it has a network, too. */
export type Boxes = Pick<
  ClusterEnvironment,
  'sizing' | 'namespace' | 'postgres' | 'redis' | 'objectStorage' | 'loadBalancer' | 'monitoring'
> & {
  /** The network of AWS, where the environment has one. */
  readonly network?: NetworkConfig;
};

/** What the boxes are to their neighbours. */
export function presences({ sizing, namespace, network, ...boxes }: Boxes): Record<Box, Presence> {
  const cidrs = network === undefined ? null : networkCidrs(network);
  return {
    'load-balancer': loadBalancerPresence(boxes.loadBalancer, cidrs),
    postgres: postgresPresence(boxes.postgres, sizing, cidrs),
    redis: redisPresence(boxes.redis, sizing, cidrs),
    'object-storage': objectStoragePresence(boxes.objectStorage),
    ...monitoringPresences(boxes.monitoring, { sizing, namespace: namespace.name, aws: network !== undefined }),
  };
}
