import { IngressV1 } from '@cdktf/provider-kubernetes/lib/ingress-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { Construct } from 'constructs';
import type { IngressConfig, StreamingChain, Route } from '../../../config';
import type { LoadBalancer } from '../../contracts';
import { constructId } from '../../terraform/construct-id';
import { componentLabels } from '../../kubernetes';
import { PRIVATE_PATHS } from '../proxy';
import { ingressAnnotations } from './annotations';

export interface IngressProps {
  readonly config: IngressConfig;
  readonly routes: readonly Route[];
  readonly namespace: string;
  readonly limits: StreamingChain['loadBalancer'];
}

/** Name of a Service without pods: what leads there leads nowhere. */
const NOWHERE = 'load-balancer-nowhere';

/** One Ingress for each service, for an existing controller. Every path is passed to the service unchanged. */
export class Ingress extends Construct implements LoadBalancer {
  readonly origin: LoadBalancer['origin'];

  constructor(scope: Construct, id: string, { config, routes, namespace, limits }: IngressProps) {
    super(scope, id);
    const labels = componentLabels('load-balancer');
    new ServiceV1(this, 'Nowhere', {
      metadata: { name: NOWHERE, namespace, labels },
      spec: { type: 'ClusterIP', port: [{ name: 'http', port: 80, targetPort: 'http' }] },
    });
    for (const route of routes) {
      // Once for each host: with the service that answers all of it.
      const closed = route.path === '/' ? PRIVATE_PATHS : [];
      new IngressV1(this, constructId(route.service), {
        metadata: {
          name: route.service,
          namespace,
          labels,
          annotations: { ...config.annotations, ...ingressAnnotations({ controller: config.controller, route, limits }) },
        },
        spec: {
          ingressClassName: config.className,
          tls: [{ hosts: [...route.hosts], secretName: config.tlsSecret }],
          rule: route.hosts.map((host) => ({
            host,
            http: { path: [...closed.map((path) => leads(path, NOWHERE)), leads(route.path, route.service)] },
          })),
        },
        waitForLoadBalancer: false,
      });
    }
    this.origin = config.origin;
  }
}

/** The longest prefix that matches wins: https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches */
const leads = (path: string, service: string) => ({
  path,
  pathType: 'Prefix',
  backend: { service: { name: service, port: { number: 80 } } },
});
