/** The load balancer: its engines, one row each. */
import { enginesOn, type ConfigOf } from '../fields/engine';
import { alb } from './alb';
import { external } from './external';
import { haproxy } from './haproxy';
import { ingress } from './ingress';
import { nginx } from './nginx';

export { albPorts, type AlbConfig } from './alb';
export type { LoadBalancerWatch } from './engine';
export type { ExternalLoadBalancerConfig } from './external';
export type { HaproxyConfig } from './haproxy';
export type { IngressConfig } from './ingress';
export type { NginxConfig } from './nginx';
export { loadBalancerPorts, loadBalancerResources } from './pods';

export const loadBalancerEngines = { external, nginx, haproxy, ingress, alb } as const;

/** Engines of the load balancer by the target that can run them. */
export const loadBalancerOn = { kubernetes: enginesOn(loadBalancerEngines, 'kubernetes'), aws: enginesOn(loadBalancerEngines, 'aws') };

/** The load balancer as configured, whichever target runs it. */
export type LoadBalancerConfig = ConfigOf<typeof loadBalancerEngines>;
