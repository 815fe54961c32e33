import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Construct } from 'constructs';
import { subnetCidr, zoneLetter, type CreatedVpcConfig, type SubnetTier } from '../../config';

export interface ZoneSubnetProps {
  readonly config: Pick<CreatedVpcConfig, 'cidr'>;
  readonly environment: string;
  readonly vpcId: string;
  readonly tier: SubnetTier;
  /** Name of the availability zone. */
  readonly zone: string;
}

/** Tags by which EKS finds subnets for load balancers. https://docs.aws.amazon.com/eks/latest/userguide/tag-subnets-auto.html */
const roles: Record<SubnetTier, Readonly<Record<string, string>>> = {
  public: { 'kubernetes.io/role/elb': '1' },
  private: { 'kubernetes.io/role/internal-elb': '1' },
  data: {},
};

/** One tier in one zone, with its own route table: a change to one zone leaves the others alone. */
export class ZoneSubnet extends Construct {
  readonly id: string;
  readonly zone: string;
  readonly routeTableId: string;

  constructor(scope: Construct, id: string, { config, environment, vpcId, tier, zone }: ZoneSubnetProps) {
    super(scope, id);
    const name = `${environment}-${tier}-${zoneLetter(zone)}`;
    const subnet = new Subnet(this, 'Resource', {
      vpcId,
      availabilityZone: zone,
      cidrBlock: subnetCidr(config, tier, zone),
      // Load balancers and NAT gateways bring their own addresses; nothing else belongs in a public subnet.
      mapPublicIpOnLaunch: false,
      tags: { Name: name, ...roles[tier] },
    });
    const routeTable = new RouteTable(this, 'Routes', { vpcId, tags: { Name: name } });
    new RouteTableAssociation(this, 'Association', { subnetId: subnet.id, routeTableId: routeTable.id });
    this.id = subnet.id;
    this.zone = zone;
    this.routeTableId = routeTable.id;
  }

  /** Adds the default route; without it there is no way out. */
  routeOut(way: { readonly gatewayId: string } | { readonly natGatewayId: string }): void {
    new Route(this, 'Out', { routeTableId: this.routeTableId, destinationCidrBlock: '0.0.0.0/0', ...way });
  }
}
