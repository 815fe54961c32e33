import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface ClusterRolesProps {
  /** Name of the cluster, the first part of the roles' names. */
  readonly cluster: string;
  readonly region: string;
  /** Key that encrypts the pods' volumes. */
  readonly kmsKeyArn: string;
  /** ARN of the policy that bounds them; null: none does. */
  readonly permissionsBoundaryArn: string | null;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
const controlPlanePolicies = {
  Cluster: 'AmazonEKSClusterPolicy',
  Compute: 'AmazonEKSComputePolicy',
  BlockStorage: 'AmazonEKSBlockStoragePolicy',
  LoadBalancing: 'AmazonEKSLoadBalancingPolicy',
  Networking: 'AmazonEKSNetworkingPolicy',
};

/** https://docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html */
const nodePolicies = { NodeMinimum: 'AmazonEKSWorkerNodeMinimalPolicy', ImagePull: 'AmazonEC2ContainerRegistryPullOnly' };

/** Roles of the control plane, which acts in the account for Auto Mode, and of the nodes. */
export class ClusterRoles extends Construct {
  readonly controlPlaneArn: string;
  readonly nodeArn: string;
  /** Policies of the roles. The cluster must be created after them and destroyed before them, or it could not clean up after itself. */
  readonly permissions: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { cluster, region, kmsKeyArn, permissionsBoundaryArn }: ClusterRolesProps) {
    super(scope, id);
    const permissionsBoundary = permissionsBoundaryArn ?? undefined;
    const controlPlane = new IamRole(this, 'ControlPlane', {
      name: `${cluster}-control-plane`,
      permissionsBoundary,
      description: `Control plane of the EKS cluster ${cluster}`,
      // Without TagSession, Auto Mode cannot assume the role: https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
      assumeRolePolicy: trust('eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession']),
    });
    const node = new IamRole(this, 'Node', {
      name: `${cluster}-node`,
      permissionsBoundary,
      description: `Nodes of the EKS cluster ${cluster}`,
      assumeRolePolicy: trust('ec2.amazonaws.com', ['sts:AssumeRole']),
    });
    const attach = (role: IamRole, policies: Readonly<Record<string, string>>) =>
      Object.entries(policies).map(
        ([name, policy]) => new IamRolePolicyAttachment(this, name, { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` }),
      );
    // Auto Mode creates volumes as the control plane's role, whose managed policies cover no key:
    // https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
    const volumeKey = new IamRolePolicy(this, 'VolumeKey', {
      name: 'volume-key',
      role: controlPlane.name,
      policy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'EncryptVolumes',
            Effect: 'Allow',
            Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
            Resource: kmsKeyArn,
            Condition: { StringEquals: { 'kms:ViaService': `ec2.${region}.amazonaws.com` } },
          },
          {
            Sid: 'LetEc2UseTheKeyOfVolumes',
            Effect: 'Allow',
            Action: 'kms:CreateGrant',
            Resource: kmsKeyArn,
            Condition: {
              StringEquals: { 'kms:ViaService': `ec2.${region}.amazonaws.com` },
              Bool: { 'kms:GrantIsForAWSResource': 'true' },
            },
          },
        ],
      }),
    });
    this.controlPlaneArn = controlPlane.arn;
    this.nodeArn = node.arn;
    this.permissions = [...attach(controlPlane, controlPlanePolicies), ...attach(node, nodePolicies), volumeKey];
  }
}

const trust = (service: string, actions: readonly string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: actions }] });
