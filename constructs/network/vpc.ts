import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Vpc as VpcResource } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { networkZones, zoneLetter, type CreatedVpcConfig, type SubnetTier, type Surroundings } from '../../config';
import { constructId } from '../terraform/construct-id';
import { Endpoints } from './endpoints';
import { FlowLogs } from './flow-logs';
import { ZoneNat } from './zone-nat';
import { ZoneSubnet } from './zone-subnet';

export interface VpcProps {
  readonly config: CreatedVpcConfig;
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  /** Key that encrypts the flow logs. */
  readonly logsKeyArn: string;
  /** ARN of the policy that bounds its roles; null: none does. */
  readonly permissionsBoundaryArn: string | null;
  readonly surroundings: Surroundings;
}

/**
 * A network over three zones: public subnets behind an internet gateway, private ones behind NAT gateways, and data subnets with no route
 * out.
 */
export class Vpc extends Construct {
  readonly id: string;
  readonly subnetIds: Readonly<Record<SubnetTier, readonly string[]>>;

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const { config, environment, accountId, region } = props;
    const zones = networkZones({ vpc: config });
    const vpc = new VpcResource(this, 'Resource', {
      cidrBlock: config.cidr,
      // Private DNS names of the endpoints and of the API server need both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: environment },
      lifecycle: { preventDestroy: props.surroundings.deletionProtection },
    });
    this.id = vpc.id;
    // No rules: a resource created by hand without a group of its own can reach nothing.
    new DefaultSecurityGroup(this, 'DefaultSecurityGroup', { vpcId: vpc.id, tags: { Name: `${environment}-closed` } });
    const internetGateway = new InternetGateway(this, 'InternetGateway', { vpcId: vpc.id, tags: { Name: environment } });

    let nat: ZoneNat | undefined;
    const subnets = zones.map((zone) => {
      const letter = zoneLetter(zone).toUpperCase();
      const subnet = (tier: SubnetTier) =>
        new ZoneSubnet(this, `${constructId(tier)}${letter}`, { config, environment, vpcId: vpc.id, tier, zone });
      const made = { public: subnet('public'), private: subnet('private'), data: subnet('data') };
      made.public.routeOut({ gatewayId: internetGateway.id });
      if (nat === undefined || config.nat === 'per-zone') {
        const name = `${environment}-nat-${zoneLetter(zone)}`;
        nat = new ZoneNat(this, `Nat${letter}`, { name, subnetId: made.public.id, internetGateway });
      }
      made.private.routeOut({ natGatewayId: nat.id });
      return made;
    });
    const ids = (tier: SubnetTier) => subnets.map((of) => of[tier].id);
    this.subnetIds = { public: ids('public'), private: ids('private'), data: ids('data') };

    new Endpoints(this, 'Endpoints', {
      environment,
      region,
      vpcId: vpc.id,
      cidr: config.cidr,
      services: config.interfaceEndpoints,
      subnetIds: this.subnetIds.private,
      routeTableIds: subnets.flatMap((of) => [of.private.routeTableId, of.data.routeTableId]),
    });
    if (config.flowLogs.enabled) {
      new FlowLogs(this, 'FlowLogs', {
        environment,
        accountId,
        region,
        vpcId: vpc.id,
        retentionDays: config.flowLogs.retentionDays,
        kmsKeyArn: props.logsKeyArn,
        permissionsBoundaryArn: props.permissionsBoundaryArn,
      });
    }
  }
}
