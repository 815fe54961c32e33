import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { ServiceName } from '../../../config';
import { componentLabels } from '../../kubernetes';
import type { AwsPlacement } from '../../contracts';
import { bindingName } from './names';
import { fixedSettings } from './target-group';

export interface BindingProps {
  readonly service: ServiceName;
  readonly placement: AwsPlacement;
  readonly targetGroupArn: string;
  /** The Service and the rule that leads to the group: a target that no rule leads to is never healthy. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Port of the Service. */
const SERVICE_PORT = 80;

/**
 * Registers the pods of a Service in a target group. Its kind is there in every cluster of Auto Mode. Its target group can never be
 * another one, so its name goes with the group's (aws-load-balancer-controller#2764).
 *
 * It says nothing of `networking`: with it the controller would write rules into a security group whose rules come from the flows.
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html#_targetgroupbinding
 */
export function binding(scope: Construct, id: string, { service, placement, targetGroupArn, dependsOn }: BindingProps): Manifest {
  const { environment, namespace } = placement;
  return new Manifest(scope, id, {
    manifest: {
      apiVersion: 'eks.amazonaws.com/v1',
      kind: 'TargetGroupBinding',
      metadata: { name: bindingName(service, fixedSettings(environment)), namespace, labels: componentLabels('load-balancer') },
      spec: { targetGroupARN: targetGroupArn, targetType: 'ip', serviceRef: { name: service, port: SERVICE_PORT } },
    },
    lifecycle: { createBeforeDestroy: true },
    dependsOn: [...dependsOn],
  });
}
