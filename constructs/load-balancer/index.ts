import type { Construct } from 'constructs';
import type { LoadBalancerConfig, StreamingChain, Surroundings, Route } from '../../config';
import type { AttachableLoadBalancer, LoadBalancer, Placement } from '../contracts';
import { Alb } from './alb/alb';
import { ExternalLoadBalancer } from './external/external';
import { Haproxy } from './haproxy/haproxy';
import { Ingress } from './ingress/ingress';
import { createEngine, inKubernetes, onAws, type Creators } from '../terraform/engine';
import { Nginx } from './nginx/nginx';

export interface LoadBalancerProps {
  readonly config: LoadBalancerConfig;
  readonly placement: Placement;
  readonly routes: readonly Route[];
  /** This hop's share of the streaming chain. */
  readonly limits: StreamingChain['loadBalancer'];
  /** Whether no CDN of this program stands in front, which would tell browsers to come by TLS only. */
  readonly facesClients: boolean;
  readonly surroundings: Surroundings;
}

/** It finds the pods of the services by itself. */
const findsPods = ({ origin }: LoadBalancer): AttachableLoadBalancer => ({ origin, attach: () => [] });

/** The construct of each engine. config keeps an engine from a target that cannot run it. */
const engines: Creators<LoadBalancerConfig, LoadBalancerProps, AttachableLoadBalancer> = {
  external: { create: (scope, id, { config }) => findsPods(new ExternalLoadBalancer(scope, id, { config })) },
  nginx: {
    create: (scope, id, { placement, ...props }) =>
      findsPods(new Nginx(scope, id, { ...props, namespace: inKubernetes(placement).namespace })),
  },
  haproxy: {
    create: (scope, id, { placement, ...props }) =>
      findsPods(new Haproxy(scope, id, { ...props, namespace: inKubernetes(placement).namespace })),
  },
  ingress: {
    create: (scope, id, { placement, ...props }) =>
      findsPods(new Ingress(scope, id, { ...props, namespace: inKubernetes(placement).namespace })),
  },
  alb: { create: (scope, id, { placement, ...props }) => new Alb(scope, id, { ...props, placement: onAws(placement) }) },
};

/** The load balancer, by the engine that is configured. */
export function createLoadBalancer(scope: Construct, id: string, props: LoadBalancerProps): AttachableLoadBalancer {
  return createEngine<LoadBalancerConfig, LoadBalancerProps, AttachableLoadBalancer>(engines, scope, id, props);
}
