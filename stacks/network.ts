import type { Construct } from 'constructs';
import { services, zoneIdOf, type AwsEnvironment } from '../config';
import { Budget } from '../constructs/network/budget';
import { createNetwork } from '../constructs/network';
import type { AwsPlacement } from '../constructs/contracts';
import { BaseStack } from './base-stack';
import { useCloudflare } from './cloudflare';
import { publish, type Outputs } from './outputs';

/** What everything of an environment on AWS stands in: network, keys, security groups without rules, certificate; and what it may cost. */
export class NetworkStack extends BaseStack {
  readonly outputs: Outputs<AwsPlacement>;

  constructor(scope: Construct, environment: AwsEnvironment) {
    super(scope, environment, 'network');
    this.useAws(environment);
    const { name, generation, aws, network: config, cdn, namespace, deletionProtection } = environment;
    const { accountId, region } = aws;
    const zoneId = zoneIdOf(cdn);
    if (zoneId !== null && config.certificate.mode === 'create') useCloudflare(this);
    const hosts = Object.fromEntries(services(environment.services, environment.sizing).map((service) => [service.name, service.host]));
    const network = createNetwork(this, 'Network', { config, environment: name, accountId, region, hosts, zoneId, deletionProtection });
    if (aws.budget.enabled) new Budget(this, 'Budget', { environment: name, ...aws.budget });
    this.outputs = publish<AwsPlacement>(this, {
      ...{ kind: 'aws', environment: name, generation, accountId, region, namespace: namespace.name },
      ...network,
    });
  }
}
