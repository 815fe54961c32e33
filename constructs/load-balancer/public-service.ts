import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { Construct } from 'constructs';
import type { NginxConfig } from '../../config';
import { componentLabels } from '../kubernetes';
import type { LoadBalancer } from '../contracts';

export interface PublicServiceProps {
  readonly namespace: string;
  readonly exposure: NginxConfig['exposure'];
  /** Whether it has a port for TLS. */
  readonly tls: boolean;
}

/** What makes the balancer's pods reachable: the one Service that may be public. */
export class PublicService extends Construct {
  readonly origin: LoadBalancer['origin'];
  readonly resource: ServiceV1;

  constructor(scope: Construct, id: string, { namespace, exposure, tls }: PublicServiceProps) {
    super(scope, id);
    const labels = componentLabels('load-balancer');
    const nodePorts = exposure.type === 'NodePort' ? exposure.ports : null;
    const cloud = exposure.type === 'LoadBalancer' ? exposure : null;
    this.resource = new ServiceV1(this, 'Resource', {
      metadata: { name: 'load-balancer', namespace, labels, annotations: cloud === null ? undefined : { ...cloud.annotations } },
      spec: {
        type: exposure.type,
        selector: labels,
        // A node hands packets to its own pods only, which then see the client's address and not the node's.
        externalTrafficPolicy: exposure.type === 'ClusterIP' ? undefined : 'Local',
        loadBalancerSourceRanges: cloud === null || cloud.sourceCidrs.length === 0 ? undefined : [...cloud.sourceCidrs],
        port: [
          { name: 'http', port: 80, targetPort: 'http', nodePort: nodePorts?.http },
          ...(tls ? [{ name: 'https', port: 443, targetPort: 'https', nodePort: nodePorts?.https }] : []),
        ],
      },
      waitForLoadBalancer: cloud !== null,
    });
    if (exposure.type !== 'LoadBalancer') {
      this.origin = exposure.origin;
      return;
    }
    const ingress = this.resource.status.get(0).loadBalancer.get(0).ingress.get(0);
    this.origin = exposure.address === 'ip' ? { recordType: 'A', value: ingress.ip } : { recordType: 'CNAME', value: ingress.hostname };
  }
}
