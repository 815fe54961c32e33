/** Keys and the bucket of logs: who may use them. */
import { kmsPurposes, network, networkConfig, statements } from './network.fixture';

const usual = network();
const id = (purpose: string) => `Network_Keys_${purpose[0]?.toUpperCase()}${purpose.slice(1)}`;
const key = (purpose: string) => usual.resource('aws_kms_key', id(purpose));
const keyStatements = (purpose: string) => statements(key(purpose)['policy']);
const root = { AWS: 'arn:aws:iam::111122223333:root' };

describe('the keys', () => {
  test('are one a class of data, each with its alias', () => {
    expect([...usual.ids('aws_kms_key')].sort()).toEqual(kmsPurposes.map(id).sort());
    expect(kmsPurposes.map((purpose) => usual.resource('aws_kms_alias', `${id(purpose)}_Alias`)['name'])).toEqual(
      kmsPurposes.map((purpose) => `alias/production-${purpose}`),
    );
  });

  test.each(kmsPurposes)('of %s is rotated, and hard to lose', (purpose) => {
    expect(key(purpose)).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  test('are handed on by their ARNs', () => {
    const arns = Object.values(usual.built.kmsKeyArns);
    expect(Object.keys(usual.built.kmsKeyArns).sort()).toEqual([...kmsPurposes].sort());
    expect(new Set(arns).size).toBe(kmsPurposes.length);
  });
});

describe('the policy of a key', () => {
  test.each(kmsPurposes)('of %s names no one outside the account, and no wildcard', (purpose) => {
    for (const { Principal } of Object.values(keyStatements(purpose))) {
      expect([root, { Service: 'logs.eu-central-1.amazonaws.com' }]).toContainEqual(Principal);
    }
  });

  test.each(kmsPurposes)('of %s lets the account administer it without using it', (purpose) => {
    const { Action, Principal, Effect } = keyStatements(purpose)['Administration'] ?? { Action: [] };
    expect([Effect, Principal]).toEqual(['Allow', root]);
    expect(Action).toEqual(
      expect.arrayContaining(['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:EnableKeyRotation', 'kms:TagResource']),
    );
    expect(Action.filter((action) => /\*|crypt|GenerateDataKey|CreateGrant/.test(action))).toEqual([]);
  });

  test.each([
    ['postgres', ['rds']],
    ['redis', ['elasticache', 'dax']],
    ['assets', ['s3']],
    ['backups', ['s3']],
    ['secrets', ['secretsmanager']],
    ['cluster', ['ec2']],
  ])('of %s lets the account use it through %j only', (purpose, services) => {
    const viaService = { 'kms:ViaService': services.map((service) => `${service}.eu-central-1.amazonaws.com`) };
    const all = keyStatements(purpose);
    expect(all['UseThroughService']).toEqual({
      Sid: 'UseThroughService',
      Effect: 'Allow',
      Principal: root,
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: { StringEquals: viaService },
    });
    expect(all['GrantThroughService']).toMatchObject({
      Action: ['kms:CreateGrant'],
      Condition: { StringEquals: viaService, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    });
  });

  test('of the cluster lets whoever makes the cluster hand it to EKS, which has no condition for it', () => {
    expect(keyStatements('cluster')['EncryptSecretsOfKubernetes']).toMatchObject({
      Principal: root,
      Action: ['kms:CreateGrant', 'kms:Encrypt', 'kms:Decrypt'],
    });
    const others = kmsPurposes.filter((purpose) => 'EncryptSecretsOfKubernetes' in keyStatements(purpose));
    expect(others).toEqual(['cluster']);
  });

  test('of logs is used by CloudWatch Logs for groups of this account, and by nobody else', () => {
    expect(Object.keys(keyStatements('logs'))).toEqual(['Administration', 'EncryptLogGroups']);
    expect(keyStatements('logs')['EncryptLogGroups']).toMatchObject({
      Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-central-1:111122223333:log-group:*' } },
    });
  });
});

describe('the bucket of logs', () => {
  const bucket = (type: string, name = '', of = usual) => of.resource(`aws_s3_bucket${type}`, `Network_Logs_Bucket${name}`);
  const arn = 'arn:aws:s3:::production-logs-111122223333-eu-central-1';
  const permitted = statements(bucket('_policy', '_Policy')['policy']);

  test('has a name of its own in the world, which others know before it is there', () => {
    expect(bucket('')['bucket']).toBe('production-logs-111122223333-eu-central-1');
    expect(usual.built.logBucket).toBe('production-logs-111122223333-eu-central-1');
  });

  test('is private, without ACLs', () => {
    expect(bucket('_public_access_block', '_PublicAccess')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(bucket('_ownership_controls', '_Ownership')).toMatchObject({ rule: { object_ownership: 'BucketOwnerEnforced' } });
  });

  test('keeps versions, and forgets both in time', () => {
    expect(bucket('_versioning', '_Versioning')).toMatchObject({ versioning_configuration: { status: 'Enabled' } });
    expect(usual.resource('aws_s3_bucket_lifecycle_configuration', 'Network_Logs_Lifecycle')).toMatchObject({
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: 365 }],
          noncurrent_version_expiration: [{ noncurrent_days: 30 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ],
      depends_on: ['aws_s3_bucket_versioning.Network_Logs_Bucket_Versioning'],
    });
  });

  test('is encrypted by S3: neither service can write to a bucket with a KMS key', () => {
    expect(bucket('_server_side_encryption_configuration', '_Encryption')['rule']).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' }, blocked_encryption_types: ['SSE-C'] },
    ]);
  });

  test('refuses everyone who comes without TLS, or with an old one', () => {
    expect(permitted['Tls12OrNewer']).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    });
    expect(permitted['TlsOnly']).toEqual({
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('takes logs of load balancers of this account only', () => {
    expect(permitted['LogsOfLoadBalancers']).toEqual({
      Sid: 'LogsOfLoadBalancers',
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: ['s3:PutObject'],
      Resource: [`${arn}/AWSLogs/111122223333/*`, `${arn}/*/AWSLogs/111122223333/*`],
    });
  });

  test('takes logs of the environment’s own buckets only', () => {
    expect(permitted['LogsOfBuckets']).toMatchObject({
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: ['s3:PutObject'],
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::production-*' } },
    });
  });

  test('lets nobody else in', () => {
    expect(Object.keys(permitted).sort()).toEqual(['LogsOfBuckets', 'LogsOfLoadBalancers', 'Tls12OrNewer', 'TlsOnly']);
  });

  test('is emptied with its environment only where nothing is protected', () => {
    const unprotected = network(networkConfig(), { deletionProtection: false });
    expect(bucket('')).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
    expect(bucket('', '', unprotected)).toMatchObject({ force_destroy: true, lifecycle: { prevent_destroy: false } });
  });
});
