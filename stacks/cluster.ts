import type { Construct } from 'constructs';
import type { AwsEnvironment } from '../config';
import { createCluster, SecurityGroupRules, type Cluster } from '../constructs/cluster';
import type { AwsPlacement } from '../constructs/contracts';
import { BaseStack } from './base-stack';
import { publish, type Outputs } from './outputs';

export interface ClusterStackInputs {
  readonly network: Outputs<AwsPlacement>;
}

/** The cluster, who may use it, and every rule of every security group. */
export class ClusterStack extends BaseStack {
  readonly outputs: Outputs<Pick<Cluster, 'name'>>;

  constructor(scope: Construct, { aws, ...environment }: AwsEnvironment, inputs: ClusterStackInputs) {
    super(scope, { ...environment, aws }, 'cluster');
    this.useAccountOf(aws);
    const placement = inputs.network.in(this);
    const { eks: config, automation } = aws;
    const { surroundings, flows, components } = environment;
    const { name, securityGroupId } = createCluster(this, 'Cluster', { config, placement, automation, surroundings });
    new SecurityGroupRules(this, 'SecurityGroupRules', {
      flows,
      components,
      groupIds: { ...placement.securityGroupIds, cluster: securityGroupId },
    });
    this.outputs = publish(this, { name });
  }
}
