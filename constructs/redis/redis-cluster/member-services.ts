import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { componentLabels } from '../../kubernetes';
import type { Endpoint } from '../../contracts';
import type { ClusterLayout } from './layout';

/** Ports of the pods, the same in their Services. */
export const PORT_NAMES = { port: 'redis', busPort: 'redis-bus' } as const;

/** The members' own Service, below which each has a name. */
export const membersService = (name: string): string => `${name}-members`;

export interface MemberServicesProps {
  readonly name: string;
  readonly namespace: string;
  readonly layout: Pick<ClusterLayout, 'port' | 'busPort'>;
}

/** Services of the members: each by its name, and any that is ready. */
export class MemberServices extends Construct {
  /** Address at which clients ask for the members. */
  readonly discovery: Endpoint;
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, namespace, layout }: MemberServicesProps) {
    super(scope, id);
    const labels = componentLabels(name);
    const port = (portName: string, number: number) => ({ name: portName, port: number, targetPort: portName });
    const redis = port(PORT_NAMES.port, layout.port);
    const members = new ServiceV1(this, 'Members', {
      metadata: { name: membersService(name), namespace, labels },
      spec: {
        selector: labels,
        clusterIp: 'None',
        // Members become ready only after they have found each other.
        publishNotReadyAddresses: true,
        port: [redis, port(PORT_NAMES.busPort, layout.busPort)],
      },
    });
    const clients = new ServiceV1(this, 'Clients', {
      metadata: { name, namespace, labels },
      spec: { selector: labels, port: [redis] },
    });
    this.discovery = { host: `${name}.${namespace}.svc`, port: layout.port };
    this.resources = [members, clients];
  }
}
