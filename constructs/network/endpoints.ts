import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';
import { EmptySecurityGroup } from './security-groups';

export interface EndpointsProps {
  readonly environment: string;
  readonly region: string;
  readonly vpcId: string;
  /** Range of the network: who may come. */
  readonly cidr: string;
  /** Services by the name that AWS gives them, such as `ecr.api`. */
  readonly services: readonly string[];
  /** One a zone: an endpoint has an address in each. */
  readonly subnetIds: readonly string[];
  /** Tables that get a route to S3. */
  readonly routeTableIds: readonly string[];
}

/** Ways to services of AWS that do not leave the network. */
export class Endpoints extends Construct {
  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    const { environment, vpcId, subnetIds, services } = props;
    const serviceName = (service: string) => `com.amazonaws.${props.region}.${service}`;
    // Without cost, and without a policy of its own: layers of images and nodes' packages come from buckets of AWS.
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
        // The service's usual name then has the endpoint's addresses: no client has to know.
        privateDnsEnabled: true,
        subnetIds: [...subnetIds],
        securityGroupIds: [group.id],
        tags: { Name: `${environment}-${service}` },
      });
    }
  }
}
