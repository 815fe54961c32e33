/** Who may use a KMS key: nobody by the key itself, only through the service whose data it encrypts. */
import type { KmsKeyPurpose } from '../contracts';
import type { Statement } from './policy';

export interface Account {
  readonly accountId: string;
  readonly region: string;
}

/** To use a key for data, and nothing that changes it. */
export const USE_KEY = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

/** Everything that changes a key and nothing that uses it. */
const ADMINISTER = [
  'kms:CancelKeyDeletion',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/**
 * Services that call KMS for their caller, by purpose. ElastiCache goes by two names.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
const throughServices: Record<Exclude<KmsKeyPurpose, 'logs'>, readonly string[]> = {
  postgres: ['rds'],
  redis: ['elasticache', 'dax'],
  assets: ['s3'],
  backups: ['s3'],
  secrets: ['secretsmanager'],
  // Volumes of Auto Mode's nodes and pods. https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
  cluster: ['ec2'],
};

const byAccount = ({ accountId }: Account) => ({ AWS: `arn:aws:iam::${accountId}:root` });

/** The account stands for all whom its IAM policies allow it: a principal needs both, its own policy and this one. */
const administration = (account: Account): Statement => ({
  Sid: 'Administration',
  Effect: 'Allow',
  Principal: byAccount(account),
  Action: ADMINISTER,
  Resource: '*',
});

/** Whoever may use the services may have their data encrypted by them; a grant only for a service's own later use. */
export function throughServicesOnly(account: Account, services: readonly string[]): readonly Statement[] {
  const viaService = { 'kms:ViaService': services.map((service) => `${service}.${account.region}.amazonaws.com`) };
  const statement = { Effect: 'Allow', Principal: byAccount(account), Resource: '*' } as const;
  return [
    administration(account),
    { Sid: 'UseThroughService', ...statement, Action: USE_KEY, Condition: { StringEquals: viaService } },
    {
      Sid: 'GrantThroughService',
      ...statement,
      Action: ['kms:CreateGrant'],
      Condition: { StringEquals: viaService, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

/**
 * EKS encrypts Secrets by a grant that whoever creates the cluster makes, with no condition that could name the service.
 * https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 */
const secretsOfKubernetes = (account: Account): Statement => ({
  Sid: 'EncryptSecretsOfKubernetes',
  Effect: 'Allow',
  Principal: byAccount(account),
  Action: ['kms:CreateGrant', 'kms:Encrypt', 'kms:Decrypt'],
  Resource: '*',
});

/** CloudWatch Logs calls by itself, for the log group it names. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const logGroups = ({ accountId, region }: Account): Statement => ({
  Sid: 'EncryptLogGroups',
  Effect: 'Allow',
  Principal: { Service: `logs.${region}.amazonaws.com` },
  Action: USE_KEY,
  Resource: '*',
  Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${accountId}:log-group:*` } },
});

/** The policy of a key. */
export function keyPolicy(purpose: KmsKeyPurpose, account: Account): readonly Statement[] {
  if (purpose === 'logs') return [administration(account), logGroups(account)];
  const statements = throughServicesOnly(account, throughServices[purpose]);
  return purpose === 'cluster' ? [...statements, secretsOfKubernetes(account)] : statements;
}
