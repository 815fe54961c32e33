import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { componentLabels } from '../../kubernetes';
import type { Endpoint } from '../../contracts';
import type { MemberPorts } from './member-environment';

export interface MemberServicesProps {
  readonly name: string;
  readonly namespace: string;
  readonly ports: MemberPorts;
}

/** Services of the members: all of them, the one that takes writes, and those that follow it. Patroni's label says which is which. */
export class MemberServices extends Construct {
  /** Name of the StatefulSet's own Service. */
  readonly headless: string;
  readonly primary: Endpoint;
  readonly replicas: Endpoint;
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, namespace, ports }: MemberServicesProps) {
    super(scope, id);
    const labels = componentLabels(name);
    const postgres = { name: 'postgres', port: ports.postgres, targetPort: 'postgres' };
    const endpoint = (service: string): Endpoint => ({ host: `${service}.${namespace}.svc`, port: ports.postgres });
    const byRole = (serviceId: string, service: string, role: 'primary' | 'replica') =>
      new ServiceV1(this, serviceId, {
        metadata: { name: service, namespace, labels },
        spec: { selector: { ...labels, role }, port: [postgres] },
        // With a cloud's load balancer, Terraform would wait for an address.
        waitForLoadBalancer: false,
      });
    this.headless = `${name}-members`;
    const members = new ServiceV1(this, 'Members', {
      metadata: { name: this.headless, namespace, labels },
      spec: {
        selector: labels,
        clusterIp: 'None',
        // A member that starts has a name before it is ready.
        publishNotReadyAddresses: true,
        port: [postgres, { name: 'http', port: ports.patroni, targetPort: 'http' }],
      },
      waitForLoadBalancer: false,
    });
    this.primary = endpoint(`${name}-primary`);
    this.replicas = endpoint(`${name}-replicas`);
    this.resources = [members, byRole('Primary', `${name}-primary`, 'primary'), byRole('Replicas', `${name}-replicas`, 'replica')];
  }
}
