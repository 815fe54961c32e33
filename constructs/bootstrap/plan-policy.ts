/** What a plan may do: look at how things are set up, and open the secrets that the program made. No data, no change. */
import type { BootstrapConfig } from '../../config';
import type { Statement } from '../aws/policy';

type Account = Pick<BootstrapConfig, 'accountId' | 'region' | 'environments'>;

/**
 * How things are set up, never what they hold: no objects, log lines, messages, parameters or consoles of machines, which the managed policy
 * ReadOnlyAccess would give.
 */
const CONFIGURATION = [
  'acm:DescribeCertificate',
  'acm:ListTagsForCertificate',
  'budgets:ListTagsForResource',
  'budgets:ViewBudget',
  'ec2:Describe*',
  'eks:Describe*',
  'eks:List*',
  'elasticache:Describe*',
  'elasticache:ListTagsForResource',
  'elasticloadbalancing:Describe*',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListRolePolicies',
  'iam:ListRoleTags',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListResourceTags',
  'logs:DescribeLogGroups',
  'logs:ListTagsForResource',
  'rds:Describe*',
  'rds:ListTagsForResource',
  's3:GetAccelerateConfiguration',
  's3:GetBucket*',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:GetMetricsConfiguration',
  's3:GetReplicationConfiguration',
  's3:ListBucket',
  's3:ListTagsForResource',
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetResourcePolicy',
  'secretsmanager:ListSecretVersionIds',
] as const;

/** Both roles: what is refreshed before anything is changed. */
export const readConfiguration: readonly Statement[] = [
  { Sid: 'ReadConfiguration', Effect: 'Allow', Action: CONFIGURATION, Resource: '*' },
];

/**
 * Objects that Terraform manages itself, and so reads at every refresh: the certificates by which the load balancer knows the CDN. They are
 * public.
 */
export const readOwnObjects = ({ environments }: Pick<Account, 'environments'>): readonly Statement[] => [
  {
    Sid: 'ReadOwnObjects',
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:GetObjectTagging'],
    Resource: environments.map((environment) => `arn:aws:s3:::${environment}-origin-pull-*/*`),
  },
];

/** ARNs of the secrets of the environments. */
export const secretArns = ({ accountId, region, environments }: Account): readonly string[] =>
  environments.map((environment) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${environment}/*`);

/**
 * Terraform opens ephemeral secrets at every plan, to hand them on to Secrets of Kubernetes. The key is named by its alias, because it belongs
 * to a state that comes later.
 */
export const openSecrets = (account: Account): readonly Statement[] => [
  { Sid: 'OpenSecrets', Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: secretArns(account) },
  {
    Sid: 'DecryptSecrets',
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: `arn:aws:kms:${account.region}:${account.accountId}:key/*`,
    Condition: {
      StringEquals: { 'kms:ViaService': `secretsmanager.${account.region}.amazonaws.com` },
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': account.environments.map((environment) => `alias/${environment}-secrets`) },
    },
  },
];
