import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';
import { componentLabels } from '../kubernetes';
import type { Route } from '../../config';

export interface UpstreamServicesProps {
  readonly routes: readonly Route[];
  readonly namespace: string;
  /** `one`: an address that stands for all pods. `each`: a name with an address for every pod that is ready. */
  readonly addresses: 'one' | 'each';
}

/**
 * One Service for each route, of the balancer's own: it is there before the services are, so that the balancer can start first, and it has
 * the kind of address that the balancer needs.
 */
export class UpstreamServices extends Construct {
  readonly resources: readonly ServiceV1[];

  constructor(scope: Construct, id: string, { routes, namespace, addresses }: UpstreamServicesProps) {
    super(scope, id);
    this.resources = routes.map(
      ({ service, port }) =>
        new ServiceV1(this, constructId(service), {
          metadata: { name: upstreamName(service), namespace, labels: componentLabels('load-balancer') },
          spec: {
            type: 'ClusterIP',
            clusterIp: addresses === 'each' ? 'None' : undefined,
            selector: componentLabels(service),
            port: [{ name: 'http', port, targetPort: 'http' }],
          },
        }),
    );
  }
}

/** Name of that Service; it listens on the port of the service's pods. */
export const upstreamName = (service: string): string => `load-balancer-${service}`;
