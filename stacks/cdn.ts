import type { Construct } from 'constructs';
import type { Environment } from '../config';
import { createCdn } from '../constructs/cdn';
import type { LoadBalancer } from '../constructs/contracts';
import { BaseStack } from './base-stack';
import { useCloudflare } from './cloudflare';
import type { Outputs } from './outputs';

export interface CdnStackInputs {
  /** What the names of the hosts lead to. */
  readonly loadBalancer: Outputs<LoadBalancer>;
}

/** Names, settings and rules at the edge. It comes last: once it is applied, users come. */
export class CdnStack extends BaseStack {
  constructor(scope: Construct, environment: Environment, inputs: CdnStackInputs) {
    super(scope, environment, 'cdn');
    useCloudflare(this);
    const { origin } = inputs.loadBalancer.in(this);
    const { cdn: config, routes } = environment;
    createCdn(this, 'Cdn', { config, origin, routes });
  }
}
