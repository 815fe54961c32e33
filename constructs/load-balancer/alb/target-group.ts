import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Construct } from 'constructs';
import type { Route } from '../../../config';
import type { AwsPlacement } from '../../contracts';
import { loadBalancerName, targetGroupName } from './names';

export interface TargetGroupProps {
  readonly route: Route;
  readonly placement: AwsPlacement;
  /** Seconds in which a target that was taken out still gets the bytes of its open requests. */
  readonly deregistrationSeconds: number;
}

/**
 * What nothing can change in place. Every pod is registered with the port it listens on, so that of the group is never used: the port of
 * a service may change without another group.
 */
const fixed = { targetType: 'ip', protocol: 'HTTP', protocolVersion: 'HTTP1', port: 80 } as const;

/** All that decides about its name: a group can be behind one load balancer only, so another one needs groups of its own. */
export const fixedSettings = (environment: string) => ({ loadBalancer: loadBalancerName(environment), ...fixed });

/** Seconds between two looks at a pod, and for its answer. */
const CHECK_SECONDS = { interval: 10, timeout: 5 };

/** The pods of a service, as far as they say that requests may come. */
export class TargetGroup extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    const { route, placement } = props;
    this.arn = new LbTargetGroup(this, 'Resource', {
      name: targetGroupName(placement.environment, route.service, fixedSettings(placement.environment)),
      vpcId: placement.vpcId,
      ...fixed,
      deregistrationDelay: String(props.deregistrationSeconds),
      // A stream holds its pod for minutes: turns would pile them up. It excludes a slow start.
      loadBalancingAlgorithmType: 'least_outstanding_requests',
      healthCheck: {
        enabled: true,
        protocol: 'HTTP',
        port: 'traffic-port',
        path: route.readinessPath,
        matcher: '200-299',
        ...CHECK_SECONDS,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      // Auto Mode may register targets in the groups of its own cluster only, by this tag.
      // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSLoadBalancingPolicy.html
      tags: { 'eks:eks-cluster-name': placement.clusterName },
      lifecycle: { createBeforeDestroy: true },
    }).arn;
  }
}
