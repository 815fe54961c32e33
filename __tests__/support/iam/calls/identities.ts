import type { Rows } from '../row';

/**
 * Roles and policies. A role whose permissions are changed is looked at for its boundary too.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html (November 2026)
 */
const NAMED_ROLE = 'arn:aws:iam::{account}:role/{name}';
const NAMED_POLICY = 'arn:aws:iam::{account}:policy/{name}';
const ITS_ROLE = 'arn:aws:iam::{account}:role/{role}';

export const identities: Rows = {
  aws_iam_policy: {
    source: 'iam/policy.go',
    arn: NAMED_POLICY,
    id: NAMED_POLICY,
    read: { [NAMED_POLICY]: ['iam:GetPolicy', 'iam:GetPolicyVersion'] },
    create: { [NAMED_POLICY]: ['iam:CreatePolicy', 'iam:TagPolicy'] },
    // Only five versions are kept: the oldest goes for a new one.
    update: {
      [NAMED_POLICY]: [
        'iam:CreatePolicyVersion',
        'iam:DeletePolicyVersion',
        'iam:ListPolicyVersions',
        'iam:SetDefaultPolicyVersion',
        'iam:TagPolicy',
        'iam:UntagPolicy',
      ],
    },
    delete: { [NAMED_POLICY]: ['iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:ListPolicyVersions'] },
  },
  aws_iam_role: {
    source: 'iam/role.go',
    arn: NAMED_ROLE,
    id: '{name}',
    read: { [NAMED_ROLE]: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'] },
    create: { [NAMED_ROLE]: ['iam:CreateRole', 'iam:TagRole'] },
    update: {
      [`${NAMED_ROLE}{?permissions_boundary}`]: ['iam:PutRolePermissionsBoundary'],
      [NAMED_ROLE]: ['iam:TagRole', 'iam:UntagRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole', 'iam:UpdateRoleDescription'],
    },
    delete: { [NAMED_ROLE]: ['iam:DeleteRole', 'iam:ListInstanceProfilesForRole'] },
  },
  aws_iam_role_policy: {
    source: 'iam/role_policy.go',
    read: { [ITS_ROLE]: ['iam:GetRolePolicy'] },
    create: { [ITS_ROLE]: ['iam:PutRolePolicy'] },
    update: { [ITS_ROLE]: ['iam:PutRolePolicy'] },
    delete: { [ITS_ROLE]: ['iam:DeleteRolePolicy'] },
  },
  aws_iam_role_policy_attachment: {
    source: 'iam/role_policy_attachment.go',
    read: { [ITS_ROLE]: ['iam:ListAttachedRolePolicies'] },
    create: { [ITS_ROLE]: ['iam:AttachRolePolicy'] },
    delete: { [ITS_ROLE]: ['iam:DetachRolePolicy'] },
  },
};
