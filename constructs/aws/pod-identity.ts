import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsPlacement } from '../contracts';

export interface PodIdentityProps {
  readonly placement: Pick<AwsPlacement, 'environment' | 'clusterName' | 'accountId' | 'region' | 'namespace' | 'permissionsBoundaryArn'>;
  /** Name of the ServiceAccount whose pods get the role, and part of the role's name. It need not be there yet. */
  readonly serviceAccount: string;
  /** ARNs of what the role may do, by a name in PascalCase that never changes. */
  readonly policyArns: Readonly<Record<string, string>>;
}

/** IAM's. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_NAME = 64;

/**
 * A role for the pods of one ServiceAccount: they find its credentials without a key being kept anywhere. The role trusts Pod Identity only
 * when it asks for this cluster, namespace and account, so that an association made elsewhere gets nothing.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
 */
export class PodIdentity extends Construct {
  /** Pods wait for these: one that starts before the association never gets the role. */
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PodIdentityProps) {
    super(scope, id);
    const { serviceAccount, policyArns } = props;
    const { environment, clusterName: cluster, accountId, region, namespace, permissionsBoundaryArn } = props.placement;
    const name = `${environment}-${serviceAccount}-pods`;
    if (name.length > LONGEST_NAME) throw new Error(`${this.node.path}: the role ${name} has more than ${LONGEST_NAME} characters`);
    const role = new IamRole(this, 'Role', {
      name,
      permissionsBoundary: permissionsBoundaryArn ?? undefined,
      description: `Pods of ${namespace}/${serviceAccount} in the EKS cluster ${cluster}`,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'pods.eks.amazonaws.com' },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/eks-cluster-arn': `arn:aws:eks:${region}:${accountId}:cluster/${cluster}`,
                'aws:RequestTag/kubernetes-namespace': namespace,
                'aws:RequestTag/kubernetes-service-account': serviceAccount,
              },
            },
          },
        ],
      }),
    });
    const attachments = Object.entries(policyArns).map(
      ([policy, policyArn]) => new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn }),
    );
    const association = new EksPodIdentityAssociation(this, 'Association', {
      clusterName: cluster,
      namespace,
      serviceAccount,
      roleArn: role.arn,
    });
    this.resources = [...attachments, association];
  }
}
