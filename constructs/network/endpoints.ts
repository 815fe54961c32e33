import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';
import { EmptySecurityGroup } from './security-groups';

export interface EndpointsProps {
  readonly environment: string;
  readonly region: string;
  readonly vpcId: string;
  /** Address range of the network: the permitted clients. */
  readonly cidr: string;
  /** Services by AWS' name for them, such as `ecr.api`. */
  readonly services: readonly string[];
  /** One per zone: an endpoint has an address in each. */
  readonly subnetIds: readonly string[];
  /** Route tables that get a route to S3. */
  readonly routeTableIds: readonly string[];
}

/** Endpoints that reach AWS services without leaving the network. */
export class Endpoints extends Construct {
  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    const { environment, vpcId, subnetIds, services } = props;
    const serviceName = (service: string) => `com.amazonaws.${props.region}.${service}`;
    // Free, and without a policy of its own: image layers and node packages come from AWS-owned buckets.
    new VpcEndpoint(this, 'S3', {
      vpcId,
      serviceName: serviceName('s3'),
      vpcEndpointType: 'Gateway',
      routeTableIds: [...props.routeTableIds],
      tags: { Name: `${environment}-s3` },
    });
    if (services.length === 0) return;

    const group = new EmptySecurityGroup(this, 'SecurityGroup', {
      name: `${environment}-endpoints`,
      description: 'Endpoints of AWS services in this network',
      vpcId,
    });
    new VpcSecurityGroupIngressRule(this, 'Https', {
      securityGroupId: group.id,
      description: 'Everything in this network calls services of AWS',
      cidrIpv4: props.cidr,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      tags: { Name: `${environment}-endpoints-https` },
    });
    for (const service of services) {
      new VpcEndpoint(this, constructId(service.replace('.', '-')), {
        vpcId,
        serviceName: serviceName(service),
        vpcEndpointType: 'Interface',
        // The service's usual name then resolves to the endpoint's addresses, so clients need no change.
        privateDnsEnabled: true,
        subnetIds: [...subnetIds],
        securityGroupIds: [group.id],
        tags: { Name: `${environment}-${service}` },
      });
    }
  }
}
