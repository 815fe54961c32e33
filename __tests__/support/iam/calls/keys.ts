import type { Rows } from '../row';

/**
 * Keys, secrets, certificates, log groups and budgets.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html (November 2026)
 */
const KEY = 'arn:aws:kms:{region}:{account}:key/{@}';
const ALIAS = 'arn:aws:kms:{region}:{account}:{name}';
const ITS_KEY = 'arn:aws:kms:{region}:{account}:key/{target_key_id}';
/** Secrets Manager adds six characters. */
const SECRET = 'arn:aws:secretsmanager:{region}:{account}:secret:{name}-AbCdEf';
const CERTIFICATE = 'arn:aws:acm:{region}:{account}:certificate/{@}';
const GROUP = 'arn:aws:logs:{region}:{account}:log-group:{name}';
const BUDGET = 'arn:aws:budgets::{account}:budget/{name}';

const KEY_OF_SECRET = ['kms:Decrypt via secretsmanager', 'kms:GenerateDataKey via secretsmanager'];

export const keys: Rows = {
  aws_kms_key: {
    source: 'kms/key.go',
    arn: KEY,
    read: { [KEY]: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'] },
    create: { '*': ['kms:CreateKey'], [KEY]: ['kms:EnableKeyRotation', 'kms:PutKeyPolicy', 'kms:TagResource'] },
    update: {
      [KEY]: [
        'kms:DisableKey',
        'kms:DisableKeyRotation',
        'kms:EnableKey',
        'kms:EnableKeyRotation',
        'kms:PutKeyPolicy',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateKeyDescription',
      ],
    },
    delete: { [KEY]: ['kms:ScheduleKeyDeletion'] },
  },
  aws_kms_alias: {
    source: 'kms/alias.go',
    arn: ALIAS,
    read: { '*': ['kms:ListAliases'] },
    create: { [ALIAS]: ['kms:CreateAlias'], [ITS_KEY]: ['kms:CreateAlias'] },
    update: { [ALIAS]: ['kms:UpdateAlias'], [ITS_KEY]: ['kms:UpdateAlias'] },
    delete: { [ALIAS]: ['kms:DeleteAlias'], [ITS_KEY]: ['kms:DeleteAlias'] },
  },
  aws_secretsmanager_secret: {
    source: 'secretsmanager/secret.go',
    arn: SECRET,
    id: SECRET,
    read: { [SECRET]: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'] },
    create: { [SECRET]: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'] },
    update: {
      [SECRET]: ['secretsmanager:TagResource', 'secretsmanager:UntagResource', 'secretsmanager:UpdateSecret'],
      '{kms_key_id}': KEY_OF_SECRET,
    },
    delete: { [SECRET]: ['secretsmanager:DeleteSecret'] },
  },
  aws_secretsmanager_secret_version: {
    source: 'secretsmanager/secret_version.go',
    arn: '{secret_id}',
    // What is written only is looked for among all versions, since 6.26; its value is not read.
    read: { '{secret_id}': ['secretsmanager:ListSecretVersionIds'] },
    create: { '{secret_id}': ['secretsmanager:PutSecretValue'], '{secret_id>kms_key_id}': KEY_OF_SECRET },
    update: { '{secret_id}': ['secretsmanager:UpdateSecretVersionStage'] },
    delete: { '{secret_id}': ['secretsmanager:ListSecretVersionIds', 'secretsmanager:UpdateSecretVersionStage'] },
  },
  'ephemeral.aws_secretsmanager_secret_version': {
    source: 'secretsmanager/secret_version_ephemeral.go',
    read: {
      '{secret_id}': ['secretsmanager:GetSecretValue'],
      '{secret_id>secret_id>kms_key_id}': ['kms:Decrypt via secretsmanager'],
    },
  },
  aws_acm_certificate: {
    source: 'acm/certificate.go',
    arn: CERTIFICATE,
    id: CERTIFICATE,
    read: { [CERTIFICATE]: ['acm:DescribeCertificate', 'acm:ListTagsForCertificate'] },
    create: { '*': ['acm:RequestCertificate'], [CERTIFICATE]: ['acm:AddTagsToCertificate'] },
    update: { [CERTIFICATE]: ['acm:AddTagsToCertificate', 'acm:RemoveTagsFromCertificate', 'acm:UpdateCertificateOptions'] },
    delete: { [CERTIFICATE]: ['acm:DeleteCertificate'] },
  },
  aws_acm_certificate_validation: {
    source: 'acm/certificate_validation.go',
    arn: '{certificate_arn}',
    read: { '{certificate_arn}': ['acm:DescribeCertificate'] },
  },
  aws_cloudwatch_log_group: {
    source: 'logs/group.go',
    arn: GROUP,
    id: '{name}',
    read: { '*': ['logs:DescribeLogGroups'], [GROUP]: ['logs:ListTagsForResource'] },
    create: { [GROUP]: ['logs:AssociateKmsKey', 'logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:TagResource'] },
    update: {
      [GROUP]: [
        'logs:AssociateKmsKey',
        'logs:DeleteRetentionPolicy',
        'logs:DisassociateKmsKey',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
    },
    delete: { [GROUP]: ['logs:DeleteLogGroup'] },
  },
  aws_budgets_budget: {
    source: 'budgets/budget.go',
    arn: BUDGET,
    read: { [BUDGET]: ['budgets:ListTagsForResource', 'budgets:ViewBudget'] },
    create: { [BUDGET]: ['budgets:ModifyBudget', 'budgets:TagResource'] },
    update: { [BUDGET]: ['budgets:ModifyBudget', 'budgets:TagResource', 'budgets:UntagResource'] },
    delete: { [BUDGET]: ['budgets:ModifyBudget'] },
  },
};
