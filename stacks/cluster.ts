import type { Construct } from 'constructs';
import { components, flows, type AwsEnvironment } from '../config';
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

  constructor(scope: Construct, environment: AwsEnvironment, inputs: ClusterStackInputs) {
    super(scope, environment, 'cluster');
    this.useAws(environment);
    const placement = inputs.network.in(this);
    const { cluster: config, automation, deletionProtection } = environment;
    const { name, securityGroupId } = createCluster(this, 'Cluster', { config, placement, automation, deletionProtection });
    new SecurityGroupRules(this, 'SecurityGroupRules', {
      flows: flows(environment),
      components: components(environment),
      groupIds: { ...placement.securityGroupIds, cluster: securityGroupId },
    });
    this.outputs = publish(this, { name });
  }
}
