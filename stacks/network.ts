import type { Construct } from 'constructs';
import { hostsByKey, type AwsEnvironment } from '../config';
import type { AwsPlacement } from '../constructs/contracts';
import { Budget, createNetwork } from '../constructs/network';
import { BaseStack } from './base-stack';
import { useCloudflare } from './cloudflare';
import { publish, type Outputs } from './outputs';

/** The base of an environment on AWS: network, keys, security groups without rules, certificate, and the budget. */
export class NetworkStack extends BaseStack {
  readonly outputs: Outputs<AwsPlacement>;

  constructor(scope: Construct, environment: AwsEnvironment) {
    super(scope, environment, 'network');
    const { name, routes, edge, namespace, surroundings, aws } = environment;
    this.useAccountOf(aws);
    const { accountId, region, generation, clusterName, network: config, budget, permissionsBoundaryArn } = aws;
    const { zoneId } = edge;
    if (zoneId !== null && config.certificate.mode === 'create') useCloudflare(this);
    const network = createNetwork(this, 'Network', {
      config,
      environment: name,
      accountId,
      region,
      permissionsBoundaryArn,
      hosts: hostsByKey(routes),
      zoneId,
      surroundings,
    });
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
