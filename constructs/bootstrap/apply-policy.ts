/**
 * What an apply may do: everything, to what bears the name of one of its environments; and in one region, to what AWS gives ids instead of
 * names. It makes roles, and could make one that may more than itself unless every role has to bear a permissions boundary: without one, no policy
 * in here changes that, and who may take the role is decided by reviewers (docs/bootstrap.md).
 */
import { STATE_KEY_ALIAS, type BootstrapConfig } from '../../config';
import { DELETION_WINDOW_DAYS } from '../aws/encryption-key';
import { USE_KEY } from '../aws/key-policy';
import type { Statement } from '../aws/policy';
import { secretArns } from './plan-policy';

type Account = Pick<BootstrapConfig, 'accountId' | 'region' | 'environments'>;

/** Services whose resources have names. */
export function named(account: Account): readonly Statement[] {
  const { accountId, region, environments } = account;
  const arns = (service: string, ...patterns: readonly string[]) =>
    environments.flatMap((name) => patterns.map((pattern) => `arn:aws:${service}:${region}:${accountId}:${pattern.replace('$', name)}`));
  // What every account has, and a new cluster refers to: parameter and option groups of the service.
  const defaults = (service: string) => `arn:aws:${service}:${region}:${accountId}:*:default*`;
  return [
    { Sid: 'Databases', Effect: 'Allow', Action: ['rds:*'], Resource: [...arns('rds', '*:$-*'), defaults('rds')] },
    { Sid: 'Caches', Effect: 'Allow', Action: ['elasticache:*'], Resource: [...arns('elasticache', '*:$-*'), defaults('elasticache')] },
    { Sid: 'Clusters', Effect: 'Allow', Action: ['eks:*'], Resource: arns('eks', '*/$', '*/$/*', '*/$-*') },
    {
      Sid: 'LoadBalancers',
      Effect: 'Allow',
      Action: ['elasticloadbalancing:*'],
      Resource: arns('elasticloadbalancing', '*/$-*', '*/app/$-*'),
    },
    {
      Sid: 'LogGroups',
      Effect: 'Allow',
      Action: ['logs:*'],
      Resource: arns('logs', 'log-group:$-*', 'log-group:/aws/*/$-*', 'log-group:/aws/*/$/*'),
    },
    { Sid: 'Secrets', Effect: 'Allow', Action: ['secretsmanager:*'], Resource: secretArns(account) },
    {
      Sid: 'Buckets',
      Effect: 'Allow',
      Action: ['s3:*'],
      Resource: environments.flatMap((name) => [`arn:aws:s3:::${name}-*`, `arn:aws:s3:::${name}-*/*`]),
    },
    {
      Sid: 'Budgets',
      Effect: 'Allow',
      Action: ['budgets:*'],
      Resource: environments.map((name) => `arn:aws:budgets::${accountId}:budget/${name}-*`),
    },
  ];
}

/** ElastiCache sets up its logs with the rights of whoever makes it. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

/** Services whose resources AWS gives ids, in the region; and what has to be made before it has a name. */
export const unnamed = ({ region }: Pick<Account, 'region'>): readonly Statement[] => [
  {
    Sid: 'Region',
    Effect: 'Allow',
    Action: ['acm:*', 'ec2:*', 'eks:CreateCluster', 'kms:*', ...LOG_DELIVERY],
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestedRegion': region } },
  },
  // EC2 gives an endpoint its private name with the rights of whoever makes it, in a zone that AWS owns and of a service that has no region.
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  {
    Sid: 'PrivateNamesOfEndpoints',
    Effect: 'Allow',
    Action: ['route53:AssociateVPCWithHostedZone'],
    Resource: 'arn:aws:route53:::hostedzone/*',
  },
];

/** All that is done to policies and roles, except to hand a role on and to say what it may do. */
const MANAGE_IDENTITIES = [
  'iam:CreatePolicy',
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:DeleteRole',
  'iam:ListInstanceProfilesForRole',
  'iam:ListPolicyVersions',
  'iam:SetDefaultPolicyVersion',
  'iam:TagPolicy',
  'iam:TagRole',
  'iam:UntagPolicy',
  'iam:UntagRole',
  'iam:UpdateRole',
  'iam:UpdateRoleDescription',
];

/** What a role may do, and for whom. Where there is a boundary, IAM looks for it on the role. */
const GIVE_RIGHTS = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
];

/** Services that a role of an environment may be handed to. */
const ROLE_USERS = [
  'ec2.amazonaws.com',
  'eks.amazonaws.com',
  'monitoring.rds.amazonaws.com',
  'pods.eks.amazonaws.com',
  'rds.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
];

/** Services whose own role is made with the first resource of the account. */
const SERVICE_ROLES = ['eks', 'elasticache', 'elasticloadbalancing', 'rds', 'spot'];

/** Roles and policies of the environments; no users, no keys, no identity providers. */
export function identities({
  accountId,
  environments,
  permissionsBoundaryArn,
}: Pick<BootstrapConfig, 'accountId' | 'environments' | 'permissionsBoundaryArn'>): readonly Statement[] {
  const arns = (...kinds: readonly string[]) =>
    environments.flatMap((name) => kinds.map((kind) => `arn:aws:iam::${accountId}:${kind}/${name}-*`));
  return [
    {
      Sid: 'RolesAndPolicies',
      Effect: 'Allow',
      Action: MANAGE_IDENTITIES,
      Resource: arns('role', 'policy'),
    },
    {
      Sid: 'RightsOfRoles',
      Effect: 'Allow',
      Action: permissionsBoundaryArn === null ? GIVE_RIGHTS : [...GIVE_RIGHTS, 'iam:PutRolePermissionsBoundary'],
      Resource: arns('role'),
      ...(permissionsBoundaryArn === null ? {} : { Condition: { StringEquals: { 'iam:PermissionsBoundary': permissionsBoundaryArn } } }),
    },
    {
      Sid: 'HandRolesOn',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: arns('role'),
      Condition: { StringEquals: { 'iam:PassedToService': ROLE_USERS } },
    },
    {
      Sid: 'RolesOfServices',
      Effect: 'Allow',
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: `arn:aws:iam::${accountId}:role/aws-service-role/*`,
      Condition: { StringLike: { 'iam:AWSServiceName': SERVICE_ROLES.map((service) => `${service}*.amazonaws.com`) } },
    },
  ];
}

/**
 * What was made here and has no name to keep it apart: only those who may apply the bootstrap change the key of the states, or what its alias
 * stands for. Everything but its use is denied, so that an action which AWS adds is too.
 */
export const keepStateKey = (arn: string, { accountId, region }: Account): readonly Statement[] => [
  {
    Sid: 'KeepStateKey',
    Effect: 'Deny',
    NotAction: USE_KEY,
    Resource: [arn, `arn:aws:kms:${region}:${accountId}:alias/${STATE_KEY_ALIAS}`],
  },
];

/**
 * The role can create backups, but can neither lift nor shorten their lock, nor delete a version, locked or not: only the lifecycle of the
 * bucket or an administrator does. The deletion of a key can be cancelled for as long as KMS offers, so its data is not lost at once.
 */
export const keepBackups = ({ environments }: Account): readonly Statement[] => [
  {
    Sid: 'KeepBackups',
    Effect: 'Deny',
    Action: ['s3:BypassGovernanceRetention', 's3:DeleteObjectVersion', 's3:PutObjectLegalHold', 's3:PutObjectRetention'],
    Resource: environments.map((name) => `arn:aws:s3:::${name}-backups-*/*`),
  },
  {
    Sid: 'KeepKeysForAMonth',
    Effect: 'Deny',
    Action: ['kms:ScheduleKeyDeletion'],
    Resource: '*',
    Condition: { NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': String(DELETION_WINDOW_DAYS) } },
  },
];
