import { Construct } from 'constructs';
import type { ExternalLoadBalancerConfig } from '../../../config';
import type { LoadBalancer } from '../../contracts';

export interface ExternalLoadBalancerProps {
  readonly config: ExternalLoadBalancerConfig;
}

/** A load balancer that is brought along: nothing is created, it is only said what points to it. */
export class ExternalLoadBalancer extends Construct implements LoadBalancer {
  readonly origin: LoadBalancer['origin'];

  constructor(scope: Construct, id: string, { config }: ExternalLoadBalancerProps) {
    super(scope, id);
    this.origin = config.origin;
  }
}
