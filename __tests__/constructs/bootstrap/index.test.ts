/** What an account is given once, as Terraform is told of it. */
import { stateBucketName } from '../../../config/bootstrap';
import { bootstrap, bootstrapConfig, deniedBy, refused, repository } from './bootstrap.fixture';
import { isAllowed } from '../../support/iam/evaluate';
import { statements } from '../network/network.fixture';

const usual = bootstrap();
const arn = 'arn:aws:s3:::massrouter-state-111122223333-eu-central-1';

describe('the configuration', () => {
  test('takes an account for one that holds secrets of production unless it says otherwise', () => {
    expect(bootstrapConfig()).toMatchObject({ productionSecrets: true, github: { provider: 'create' }, accessLogRetentionDays: 365 });
  });

  test.each([
    ['no environment', { environments: [] }, 'environments: must name at least one'],
    ['an environment twice', { environments: ['staging', 'staging'] }, 'environments: must name each once'],
    [
      'more environments than a policy has room for',
      { environments: ['a', 'b', 'c', 'd', 'e', 'f'] },
      'environments: must be five at most',
    ],
    [
      'an environment that another one’s name begins with',
      { environments: ['prod', 'prod-eu'] },
      'environments: must be names of which none',
    ],
    ['an environment that is called as what is made here', { environments: ['massrouter'] }, 'environments.0: must not be "massrouter"'],
    [
      'a whole account for an administrator',
      { administrators: ['arn:aws:iam::111122223333:root'] },
      'administrators.0: must be the ARN of',
    ],
    ['anybody for an administrator', { administrators: ['*'] }, 'administrators.0: must be the ARN of'],
    ['an account by another number', { accountId: '1234' }, 'accountId: must be the 12 digits of an account'],
    [
      'a repository with its owner',
      { github: { ...repository, repository: 'openrouter/infrastructure' } },
      'github.repository: must be the name',
    ],
    ['an owner without a number', { github: { ...repository, ownerId: undefined } }, 'github.ownerId'],
    ['a wildcard for an owner', { github: { ...repository, owner: '*' } }, 'github.owner: must be the name'],
    ['a wildcard for a repository', { github: { ...repository, repository: '*' } }, 'github.repository: must be the name'],
  ])('refuses %s', (_, fields, message) => {
    expect(refused(fields)).toContain(message);
  });
});

describe('the bucket of states', () => {
  const bucket = (type: string, name: string) => usual.resource(`aws_s3_bucket${type}`, `Bootstrap_States_Bucket${name}`);
  const guards = Object.values(statements(bucket('_policy', '_Policy')['policy']));

  test('has the name that environments know it by, and is never destroyed', () => {
    expect(bucket('', '')).toMatchObject({
      bucket: stateBucketName(bootstrapConfig()),
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(usual.built.stateBucket).toBe('massrouter-state-111122223333-eu-central-1');
  });

  test('is private and versioned', () => {
    expect(bucket('_public_access_block', '_PublicAccess')).toMatchObject({ block_public_policy: true, restrict_public_buckets: true });
    expect(bucket('_versioning', '_Versioning')).toMatchObject({ versioning_configuration: { status: 'Enabled' } });
  });

  test('has a key of its own', () => {
    expect(bucket('_server_side_encryption_configuration', '_Encryption')['rule']).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: '${aws_kms_key.Bootstrap_States_Key.arn}' },
        bucket_key_enabled: true,
        blocked_encryption_types: ['SSE-C'],
      },
    ]);
    expect(usual.resource('aws_kms_key', 'Bootstrap_States_Key')).toMatchObject({
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(usual.resource('aws_kms_alias', 'Bootstrap_States_Key_Alias')['name']).toBe('alias/massrouter-state');
  });

  test('has a key that is used through S3 only', () => {
    const { UseThroughService, GrantThroughService } = statements(usual.resource('aws_kms_key', 'Bootstrap_States_Key')['policy']);
    for (const statement of [UseThroughService, GrantThroughService]) {
      expect(statement).toMatchObject({ Condition: { StringEquals: { 'kms:ViaService': ['s3.eu-central-1.amazonaws.com'] } } });
    }
  });

  test('lets nobody delete a state, and anybody a lock', () => {
    expect(deniedBy(guards, 's3:DeleteObject', `${arn}/production/production-data.tfstate`)).toContain('KeepStates');
    expect(deniedBy(guards, 's3:DeleteObject', `${arn}/production/production-data.tfstate.tflock`)).not.toContain('KeepStates');
    expect(deniedBy(guards, 's3:DeleteObject', `${arn}/production/production-data.tflock.tfstate`)).toContain('KeepStates');
  });

  test('lets nobody delete an earlier version of anything', () => {
    expect(deniedBy(guards, 's3:DeleteObjectVersion', `${arn}/production/production-data.tfstate`)).toContain('KeepVersions');
    expect(deniedBy(guards, 's3:DeleteObjectVersion', `${arn}/production/production-data.tfstate.tflock`)).toContain('KeepVersions');
  });

  test('refuses what asks for another encryption, and takes what asks for none', () => {
    expect(guards.find(({ Sid }) => Sid === 'OwnKeyOnly')).toMatchObject({
      Effect: 'Deny',
      Action: ['s3:PutObject'],
      Condition: {
        StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
        Null: { 's3:x-amz-server-side-encryption': 'false' },
      },
    });
  });

  test('takes a state under its own key or under none, and refuses every other', () => {
    const deniedWith = (headers: Readonly<Record<string, string>>) =>
      !isAllowed([{ Sid: 'Anything', Effect: 'Allow', Action: 's3:*', Resource: '*' }, ...guards], {
        action: 's3:PutObject',
        resource: `${arn}/production/production-data.tfstate`,
        context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', ...headers },
      });
    const kms = { 's3:x-amz-server-side-encryption': 'aws:kms' };
    const key = 's3:x-amz-server-side-encryption-aws-kms-key-id';
    expect(deniedWith({})).toBe(false);
    expect(deniedWith(kms)).toBe(false);
    expect(deniedWith({ ...kms, [key]: '${aws_kms_key.Bootstrap_States_Key.arn}' })).toBe(false);
    expect(deniedWith({ ...kms, [key]: 'arn:aws:kms:eu-central-1:444455556666:key/theirs' })).toBe(true);
    expect(deniedWith({ 's3:x-amz-server-side-encryption': 'AES256' })).toBe(true);
  });

  test('refuses everyone who comes without TLS', () => {
    expect(guards.find(({ Sid }) => Sid === 'TlsOnly')).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('lets nobody in by itself: IAM does', () => {
    expect(guards.filter(({ Effect }) => Effect !== 'Deny')).toEqual([]);
  });

  test('keeps the newest versions of a state for ever', () => {
    expect(usual.resource('aws_s3_bucket_lifecycle_configuration', 'Bootstrap_States_Lifecycle')['rule']).toEqual([
      {
        id: 'versions',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 50 }],
        expiration: [{ expired_object_delete_marker: true }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ]);
  });

  test('logs who read or wrote one, to a bucket that takes it from there', () => {
    expect(usual.resource('aws_s3_bucket_logging', 'Bootstrap_States_Logging')).toMatchObject({
      target_bucket: 'massrouter-logs-111122223333-eu-central-1',
      target_prefix: 'state/',
      depends_on: ['aws_s3_bucket_policy.Bootstrap_States_Logs_Bucket_Policy'],
    });
    const { LogsOfBuckets, LogsOfLoadBalancers } = statements(
      usual.resource('aws_s3_bucket_policy', 'Bootstrap_States_Logs_Bucket_Policy')['policy'],
    );
    expect(LogsOfBuckets).toMatchObject({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::massrouter-*' } } });
    expect(LogsOfLoadBalancers).toBeUndefined();
  });
});
