import type { Construct } from 'constructs';
import type { LoadBalancerConfig, ServiceConfig, StreamingChain, Surroundings } from '../../config';
import type { AttachableLoadBalancer, LoadBalancer, Placement, Route } from '../contracts';
import { Alb } from './alb/alb';
import { ExternalLoadBalancer } from './external/external';
import { Haproxy } from './haproxy/haproxy';
import { Ingress } from './ingress/ingress';
import { inKubernetes, onAws } from '../terraform/placed';
import { Nginx } from './nginx/nginx';

export interface LoadBalancerProps {
  readonly config: LoadBalancerConfig;
  readonly placement: Placement;
  readonly routes: readonly Route[];
  /** This hop's share of the streaming chain. */
  readonly limits: StreamingChain['loadBalancer'];
  readonly surroundings: Surroundings;
}

/** The routes of the services that have a host. */
export const routes = (services: readonly ServiceConfig[]): readonly Route[] =>
  services.flatMap(({ name, port, front }) => {
    if (front === null || port === null) return [];
    const { hosts, path, readinessPath, streaming, fenced, listenerPriority } = front;
    return [{ hosts, path, service: name, port, readinessPath, streamingPaths: streaming, fenced, listenerPriority }];
  });

/** It finds the pods of the services by itself. */
const findsPods = ({ origin }: LoadBalancer): AttachableLoadBalancer => ({ origin, attach: () => [] });

type Props<Config> = Omit<LoadBalancerProps, 'config'> & { readonly config: Config };

/** One engine: what it is made of, wherever it runs. */
interface Creator<Config> {
  create(scope: Construct, id: string, props: Props<Config>): AttachableLoadBalancer;
}

/** The construct of each engine. config keeps an engine from a target that cannot run it. */
const engines: { readonly [Engine in LoadBalancerConfig['engine']]: Creator<Extract<LoadBalancerConfig, { readonly engine: Engine }>> } = {
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
  const creator: Creator<LoadBalancerConfig> = engines[props.config.engine];
  return creator.create(scope, id, props);
}
