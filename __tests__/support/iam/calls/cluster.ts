import type { Rows } from '../row';

/**
 * EKS. Only its cluster has a name before it is there; the rest is below the cluster's.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
 * https://docs.aws.amazon.com/eks/latest/userguide/security-iam-id-based-policies.html (November 2026)
 */
const arn = (resource: string) => `arn:aws:eks:{region}:{account}:${resource}`;

const entry = arn('access-entry/{cluster_name}/role/{account}/{principal_arn/1}/{@}');
const addon = arn('addon/{cluster_name}/{addon_name}/{@}');
const association = arn('podidentityassociation/{cluster_name}/{@}');

const TAGS = ['eks:TagResource', 'eks:UntagResource'];

export const cluster: Rows = {
  'data.aws_eks_cluster': { source: 'eks/cluster_data_source.go', read: { [arn('cluster/{name}')]: ['eks:DescribeCluster'] } },
  aws_eks_cluster: {
    source: 'eks/cluster.go',
    arn: arn('cluster/{name}'),
    id: '{name}',
    read: { [arn('cluster/{name}')]: ['eks:DescribeCluster'] },
    create: {
      '*': ['eks:CreateCluster', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      [arn('cluster/{name}')]: ['eks:TagResource'],
      '{role_arn}': ['iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:PassRole to eks.amazonaws.com'],
      '{compute_config.node_role_arn}': ['iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:PassRole to eks.amazonaws.com'],
      // Without a service between: EKS makes its grant with the caller's own rights.
      '{encryption_config.provider.key_arn}': ['kms:CreateGrant', 'kms:DescribeKey'],
      'arn:aws:iam::{account}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS': [
        'iam:CreateServiceLinkedRole for eks.amazonaws.com',
      ],
    },
    update: {
      [arn('cluster/{name}')]: [
        'eks:UpdateClusterConfig',
        'eks:UpdateClusterVersion',
        'eks:DescribeUpdate',
        'eks:AssociateEncryptionConfig',
        ...TAGS,
      ],
      '{compute_config.node_role_arn}': ['iam:PassRole to eks.amazonaws.com'],
    },
    delete: { [arn('cluster/{name}')]: ['eks:DeleteCluster', 'eks:DescribeCluster'] },
  },
  aws_eks_addon: {
    source: 'eks/addon.go',
    arn: addon,
    read: { [addon]: ['eks:DescribeAddon'] },
    create: { [arn('cluster/{cluster_name}')]: ['eks:CreateAddon'], [addon]: ['eks:TagResource'] },
    update: { [addon]: ['eks:UpdateAddon', 'eks:DescribeUpdate', ...TAGS] },
    delete: { [addon]: ['eks:DeleteAddon'] },
  },
  aws_eks_access_entry: {
    source: 'eks/access_entry.go',
    arn: entry,
    read: { [entry]: ['eks:DescribeAccessEntry'] },
    create: { [arn('cluster/{cluster_name}')]: ['eks:CreateAccessEntry'], [entry]: ['eks:TagResource'] },
    update: { [entry]: ['eks:UpdateAccessEntry', ...TAGS] },
    delete: { [entry]: ['eks:DeleteAccessEntry'] },
  },
  aws_eks_access_policy_association: {
    source: 'eks/access_policy_association.go',
    read: { [entry]: ['eks:ListAssociatedAccessPolicies'] },
    create: { [entry]: ['eks:AssociateAccessPolicy'] },
    delete: { [entry]: ['eks:DisassociateAccessPolicy'] },
  },
  aws_eks_pod_identity_association: {
    source: 'eks/pod_identity_association.go',
    arn: association,
    read: { [association]: ['eks:DescribePodIdentityAssociation'] },
    create: {
      [arn('cluster/{cluster_name}')]: ['eks:CreatePodIdentityAssociation'],
      [association]: ['eks:TagResource'],
      '{role_arn}': ['iam:GetRole', 'iam:PassRole to pods.eks.amazonaws.com'],
    },
    update: {
      [association]: ['eks:UpdatePodIdentityAssociation', ...TAGS],
      '{role_arn}': ['iam:GetRole', 'iam:PassRole to pods.eks.amazonaws.com'],
    },
    delete: { [association]: ['eks:DeletePodIdentityAssociation'] },
  },
};
