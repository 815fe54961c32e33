import type { Construct } from 'constructs';
import type { LoadBalancerConfig, ServiceConfig, StreamingChain } from '../../config';
import type { Placement } from '../placement';
import { ExternalLoadBalancer } from './external';
import { Haproxy } from './haproxy/haproxy';
import { Ingress } from './ingress/ingress';
import { Nginx } from './nginx/nginx';

/** One host and the Service that answers for it. */
export interface Route {
  readonly host: string;
  /** Name of the Kubernetes Service, which listens on port 80. */
  readonly service: string;
  /** Where its pods listen. */
  readonly port: number;
  /** Path at which a pod says that requests may come. */
  readonly readinessPath: string;
  /** Prefixes below which answers are streams: no buffering, no compression. */
  readonly streamingPaths: readonly string[];
}

/** What forwards the hosts to the services, whatever runs it. */
export interface LoadBalancer {
  /** What DNS records of the hosts point to; null where nothing of this program points to it. */
  readonly origin: { readonly recordType: 'A' | 'CNAME'; readonly value: string } | null;
}

export interface LoadBalancerProps {
  readonly config: LoadBalancerConfig;
  readonly placement: Placement;
  readonly routes: readonly Route[];
  /** This hop's share of the streaming chain. */
  readonly limits: StreamingChain['loadBalancer'];
  /** How many failure zones the nodes span. */
  readonly zones: number;
}

export const routes = (services: readonly ServiceConfig[]): readonly Route[] =>
  services.map(({ name, host, port, paths }) => ({
    host,
    service: name,
    port,
    readinessPath: paths.readiness,
    streamingPaths: paths.streaming,
  }));

/** Among the constructs, only this function asks for the engine. */
export function createLoadBalancer(scope: Construct, id: string, { config, placement, ...props }: LoadBalancerProps): LoadBalancer {
  if (config.engine === 'external') return new ExternalLoadBalancer(scope, id, { config });
  if (placement.kind === 'kubernetes') {
    const { namespace } = placement;
    switch (config.engine) {
      case 'nginx':
        return new Nginx(scope, id, { config, namespace, ...props });
      case 'haproxy':
        return new Haproxy(scope, id, { config, namespace, ...props });
      case 'ingress':
        return new Ingress(scope, id, { config, namespace, ...props });
    }
  }
  throw new Error(`${scope.node.path}/${id}: ${config.engine} does not run on ${placement.kind}`); // config does not let it be written
}
