import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Construct } from 'constructs';

export interface ZoneNatProps {
  /** Name of the gateway and its address. */
  readonly name: string;
  /** Public subnet of the gateway. */
  readonly subnetId: string;
  /** Attachment of the internet gateway: addresses lead nowhere before it. */
  readonly internetGateway: InternetGateway;
}

/** NAT gateway of a zone's private subnets. Others see its address: replacing it breaks their allow lists. */
export class ZoneNat extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { name, subnetId, internetGateway }: ZoneNatProps) {
    super(scope, id);
    const address = new Eip(this, 'Address', { domain: 'vpc', tags: { Name: name }, dependsOn: [internetGateway] });
    const gateway = new NatGateway(this, 'Resource', {
      allocationId: address.allocationId,
      subnetId,
      connectivityType: 'public',
      tags: { Name: name },
      dependsOn: [internetGateway],
    });
    this.id = gateway.id;
  }
}
