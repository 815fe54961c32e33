import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Construct } from 'constructs';

export interface ZoneNatProps {
  /** Name of the gateway and its address. */
  readonly name: string;
  /** A public subnet. */
  readonly subnetId: string;
  /** Addresses lead nowhere before the network has it. */
  readonly internetGateway: InternetGateway;
}

/** A way out of private subnets. Its address is what others see: whoever lists it notices when it is replaced. */
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
