import type { Construct } from 'constructs';
import { services, type ClusterEnvironment } from '../config';
import { createCdn } from '../constructs/cdn';
import type { LoadBalancer } from '../constructs/contracts';
import { routes } from '../constructs/load-balancer';
import { BaseStack } from './base-stack';
import { useCloudflare } from './cloudflare';
import type { Outputs } from './outputs';

export interface CdnStackInputs {
  /** What the names of the hosts lead to. */
  readonly loadBalancer: Outputs<LoadBalancer>;
}

/** Names, settings and rules at the edge. It comes last: once it is applied, users come. */
export class CdnStack extends BaseStack {
  constructor(scope: Construct, environment: ClusterEnvironment, inputs: CdnStackInputs) {
    super(scope, environment, 'cdn');
    useCloudflare(this);
    const { origin } = inputs.loadBalancer.in(this);
    createCdn(this, 'Cdn', { config: environment.cdn, origin, routes: routes(services(environment.services, environment.sizing)) });
  }
}
