import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { Fn, Op, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import type { ExistingEksConfig } from '../../config';
import type { AwsPlacement } from '../contracts';
import type { Cluster } from '.';

export interface ExistingEksProps {
  readonly config: ExistingEksConfig;
  readonly placement: AwsPlacement;
}

/** An EKS cluster managed elsewhere: nothing in it is changed, and its requirements are checked before anything is built on it. */
export class ExistingEks extends Construct implements Cluster {
  readonly name: string;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, { config, placement }: ExistingEksProps) {
    super(scope, id);
    // Not as a string with a token in it: inside an expression, cdktf writes a token without quotes and braces.
    const of = (block: string, field: string) => Fn.lookupNested(Fn.one(TerraformSelf.getAny(block)), [field]);
    const mustBe = (what: string) => `The cluster ${config.name} must ${what}.`;
    const cluster = new DataAwsEksCluster(this, 'Resource', {
      name: config.name,
      lifecycle: {
        postcondition: [
          { condition: Fn.try([of('compute_config', 'enabled'), false]), errorMessage: mustBe('be in Auto Mode') },
          {
            condition: Op.eq(of('vpc_config', 'vpc_id'), placement.vpcId),
            errorMessage: mustBe('be in the network of the environment: security groups of another one cannot be named'),
          },
          {
            condition: Op.eq(of('kubernetes_network_config', 'service_ipv4_cidr'), config.serviceCidr),
            errorMessage: mustBe(`have the serviceCidr ${config.serviceCidr}: network policies name addresses in it`),
          },
        ],
      },
    });
    this.name = config.name;
    this.securityGroupId = cluster.vpcConfig.get(0).clusterSecurityGroupId;
  }
}
