import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { PodIdentity } from '../aws/pod-identity';
import type { AwsPlacement } from '../contracts';

/** What a pod in a cluster on AWS must know about it; all of it literals. */
export interface AwsSurroundings {
  readonly placement: Pick<AwsPlacement, 'environment' | 'clusterName' | 'accountId' | 'region' | 'namespace' | 'permissionsBoundaryArn'>;
}

export interface PodPermissionsProps {
  readonly aws: AwsSurroundings;
  /** Name of the ServiceAccount whose pods get the permissions. */
  readonly serviceAccount: string;
  readonly actions: readonly string[];
  /** ARNs of the resources they apply to. */
  readonly resources: readonly string[];
}

/** AWS permissions of one ServiceAccount's pods, without a key. */
export class PodPermissions extends Construct {
  /** A pod that starts before them gets no credentials until it is restarted. */
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { aws, serviceAccount, actions, resources }: PodPermissionsProps) {
    super(scope, id);
    const policy = new IamPolicy(this, 'Policy', {
      name: `${aws.placement.environment}-${serviceAccount}`,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: [...actions], Resource: [...resources] }],
      }),
    });
    this.resources = new PodIdentity(this, 'Identity', {
      placement: aws.placement,
      serviceAccount,
      policyArns: { Permissions: policy.arn },
    }).resources;
  }
}
