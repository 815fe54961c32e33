import type { Construct } from 'constructs';
import type { LoadBalancerConfig, ServiceConfig, StreamingChain } from '../../config';
import type { AttachableLoadBalancer, LoadBalancer, Placement, Route } from '../contracts';
import { Alb } from './alb/alb';
import { ExternalLoadBalancer } from './external/external';
import { Haproxy } from './haproxy/haproxy';
import { Ingress } from './ingress/ingress';
import { Nginx } from './nginx/nginx';

export interface LoadBalancerProps {
  readonly config: LoadBalancerConfig;
  readonly placement: Placement;
  readonly routes: readonly Route[];
  /** This hop's share of the streaming chain. */
  readonly limits: StreamingChain['loadBalancer'];
  /** How many failure zones the nodes span. */
  readonly zones: number;
  /** Name of the cluster of EKS; null: the cluster is not of EKS. */
  readonly clusterName: string | null;
  /** Whether a cloud refuses to delete it. */
  readonly deletionProtection: boolean;
}

export const routes = (services: readonly ServiceConfig[]): readonly Route[] =>
  services.map(({ name, host, port, paths }) => ({
    host,
    service: name,
    port,
    readinessPath: paths.readiness,
    streamingPaths: paths.streaming,
  }));

/** It finds the pods of the services by itself. */
const findsPods = ({ origin }: LoadBalancer): AttachableLoadBalancer => ({ origin, attach: () => [] });

/** Among the constructs, only this function asks for the engine. */
export function createLoadBalancer(scope: Construct, id: string, props: LoadBalancerProps): AttachableLoadBalancer {
  const { config, placement, routes, limits, zones, clusterName, deletionProtection } = props;
  if (config.engine === 'external') return findsPods(new ExternalLoadBalancer(scope, id, { config }));
  if (placement.kind === 'kubernetes') {
    const { namespace } = placement;
    switch (config.engine) {
      case 'nginx':
        return findsPods(new Nginx(scope, id, { config, namespace, routes, limits, zones }));
      case 'haproxy':
        return findsPods(new Haproxy(scope, id, { config, namespace, routes, limits, zones }));
      case 'ingress':
        return findsPods(new Ingress(scope, id, { config, namespace, routes, limits }));
    }
  }
  if (config.engine === 'alb' && placement.kind === 'aws' && clusterName !== null) {
    return new Alb(scope, id, { config, placement, routes, limits, clusterName, deletionProtection });
  }
  throw new Error(`${scope.node.path}/${id}: ${config.engine} does not run on ${placement.kind}`); // config does not let it be written
}
