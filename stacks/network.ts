import type { Construct } from 'constructs';
import type { AwsEnvironment } from '../config';
import type { AwsPlacement } from '../constructs/contracts';
import { Budget, createNetwork, KeptValues } from '../constructs/network';
import { BaseStack } from './base-stack';
import { publish, type Outputs } from './outputs';

/** The base of an environment on AWS: network, keys, security groups without rules, and the budget. */
export class NetworkStack extends BaseStack {
  readonly outputs: Outputs<AwsPlacement>;

  constructor(scope: Construct, environment: AwsEnvironment) {
    super(scope, environment, 'network');
    const { name, edge, components, namespace, surroundings, aws } = environment;
    this.useAccountOf(aws);
    const { accountId, region, generation, clusterName, network: config, budget, permissionsBoundaryArn } = aws;
    const network = createNetwork(this, 'Network', {
      config,
      environment: name,
      accountId,
      region,
      permissionsBoundaryArn,
      zoneId: edge.zoneId,
      surroundings,
    });
    new KeptValues(this, 'Kept', { config, components, surroundings });
    if (budget.enabled) new Budget(this, 'Budget', { environment: name, ...budget });
    this.outputs = publish<AwsPlacement>(this, {
      kind: 'aws',
      environment: name,
      clusterName,
      generation,
      accountId,
      region,
      permissionsBoundaryArn,
      namespace: namespace.name,
      ...network,
    });
  }
}
