import type { Construct } from 'constructs';
import type { Environment } from '../config';
import { createCdn } from '../constructs/cdn';
import type { LoadBalancer } from '../constructs/contracts';
import { BaseStack } from './base-stack';
import { useCloudflare } from './cloudflare';
import type { Outputs } from './outputs';

export interface CdnStackInputs {
  /** Address behind the CDN, which the host names resolve to at the origin. */
  readonly loadBalancer: Outputs<LoadBalancer>;
}

/** Host names, settings and rules at the edge. It comes last: once it is applied, users arrive. */
export class CdnStack extends BaseStack {
  constructor(scope: Construct, environment: Environment, inputs: CdnStackInputs) {
    super(scope, environment, 'cdn');
    useCloudflare(this);
    const { origin } = inputs.loadBalancer.in(this);
    const { cdn: config, routes } = environment;
    createCdn(this, 'Cdn', { config, origin, routes });
  }
}
