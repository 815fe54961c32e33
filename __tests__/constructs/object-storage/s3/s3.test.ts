/** Buckets of S3: their fields, and what Terraform is told of them. */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { objectStorageEngines, objectStorageOn } from '../../../../config/object-storage';
import { createObjectStorage, type ObjectStorage } from '../../../../constructs/object-storage';
import { bucketName } from '../../../../constructs/aws/bucket-names';
import { synthesize, type Synthesized } from '../../../support/synthesized';
import { awsPlacement, idsOf, only } from '../../load-balancer/alb/alb.fixture';
import { surroundings } from '../../../support/surroundings';

interface Built extends Synthesized {
  readonly storage: ObjectStorage;
}

function s3(fields: object = {}, deletionProtection = true): Built {
  let storage: ObjectStorage | undefined;
  const synthesized = synthesize((stack) => {
    new AwsProvider(stack, 'Aws', {});
    storage = createObjectStorage(stack, 'ObjectStorage', {
      config: objectStorageOn.aws.parse({ engine: 's3', ...fields }),
      placement: awsPlacement,
      surroundings: surroundings({ deletionProtection }),
    });
  });
  if (storage === undefined) throw new Error('nothing was built');
  return { ...synthesized, storage };
}

type Json = Record<string, unknown>;
interface Statement extends Json {
  readonly Action: string[];
}

const usual = s3();
const purposes = ['assets', 'backups'] as const;
const names = { assets: 'staging-assets-123456789012-eu-central-1', backups: 'staging-backups-123456789012-eu-central-1' };
const bucketId = (purpose: string, of = usual) => {
  const [id] = idsOf(of, 'aws_s3_bucket').filter((each) => each.toLowerCase().includes(purpose));
  return id ?? '';
};
/** What belongs to the bucket, of one type. */
const part = (type: string, purpose: string, of = usual) => only(of, type, 'bucket', `\${aws_s3_bucket.${bucketId(purpose, of)}.id}`);
const rule = (purpose: string, of = usual) => (part('aws_s3_bucket_lifecycle_configuration', purpose, of).rule as Json[])[0];
const policyOf = (purpose: string) =>
  JSON.parse(only(usual, 'aws_iam_policy', 'name', `staging-bucket-${purpose}`).policy as string) as { Statement: Statement[] };

describe('the configuration', () => {
  const problems = (fields: object) =>
    (objectStorageOn.aws.safeParse({ engine: 's3', ...fields }).error?.issues ?? []).map(({ path }) => path.join('.'));

  test('needs nothing but its engine', () => {
    expect(objectStorageOn.aws.parse({ engine: 's3' })).toEqual({
      engine: 's3',
      assets: { noncurrentDays: 30 },
      backups: { archiveAfterDays: null, noncurrentDays: 30, lock: { enabled: true, days: 30 } },
    });
  });

  test.each([
    [{ backups: { noncurrentDays: 0 } }, 'backups.noncurrentDays'],
    [{ backups: { lock: { enabled: false } } }, 'backups.lock.reason'],
    [{ assets: { noncurrentDays: 1.5 } }, 'assets.noncurrentDays'],
    [{ buckets: { assets: 'a-name-of-my-own' } }, ''],
  ])('%j is refused', (fields, place) => {
    expect(problems(fields)).toEqual([place]);
  });

  test('has no pods; it is everywhere but where nodes get their credentials', () => {
    expect(
      objectStorageEngines.s3.presence(objectStorageEngines.s3.schema.parse({ engine: 's3' }), { sizing: 'minimum', cidrs: null }),
    ).toEqual({
      component: { ports: { s3: [{ port: 443, protocol: 'TCP' }] }, runsAs: { cidrs: ['0.0.0.0/0'], except: ['169.254.169.254/32'] } },
      flows: [],
      pods: [],
    });
  });
});

describe('what it is to others', () => {
  test('an endpoint, its buckets, and for each a policy for those who use it', () => {
    const { endpoint, region, buckets, access } = usual.storage;
    const byIdentity = { by: 'pod-identity', policyArn: expect.stringMatching(/TfToken/) as string };
    expect({ endpoint, region, buckets, access }).toEqual({
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      buckets: names,
      access: { assets: byIdentity, backups: byIdentity },
    });
  });

  test.each(['assets', 'backups', 'origin-pull'])('the name of %s fits, whatever the environment is called', (purpose) => {
    const name = bucketName({ environment: 'a'.repeat(20), accountId: '123456789012', region: 'ap-northeast-1' }, purpose);
    expect(name.length).toBeLessThanOrEqual(63);
    expect(name).toMatch(/^[a-z0-9][a-z0-9-]+[a-z0-9]$/);
  });
});

describe.each(purposes)('the bucket of the %s', (purpose) => {
  test('has its name', () => {
    expect(only(usual, 'aws_s3_bucket', 'bucket', names[purpose])).toBeDefined();
  });

  test('is closed to everybody outside', () => {
    expect(part('aws_s3_bucket_public_access_block', purpose)).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(part('aws_s3_bucket_ownership_controls', purpose)).toMatchObject({ rule: { object_ownership: 'BucketOwnerEnforced' } });
  });

  test('is encrypted with its own key, and with none of a client', () => {
    expect(part('aws_s3_bucket_server_side_encryption_configuration', purpose).rule).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: awsPlacement.kmsKeyArns[purpose] },
        bucket_key_enabled: true,
        blocked_encryption_types: ['SSE-C'],
      },
    ]);
  });

  test('keeps versions', () => {
    expect(part('aws_s3_bucket_versioning', purpose)).toMatchObject({ versioning_configuration: { status: 'Enabled' } });
  });

  test('speaks TLS 1.2 and newer only, with everybody and about everything', () => {
    const { Statement: statements } = JSON.parse(part('aws_s3_bucket_policy', purpose).policy as string) as { Statement: Json[] };
    const denied = {
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Resource: [names[purpose], `${names[purpose]}/*`].map((name) => `arn:aws:s3:::${name}`),
    };
    expect(statements).toEqual([
      { Sid: 'TlsOnly', ...denied, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Sid: 'Tls12OrNewer', ...denied, Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
    ]);
  });

  test('has its requests counted as a whole, under the name that the alerts look for', () => {
    expect(part('aws_s3_bucket_metric', purpose)).toMatchObject({ name: 'EntireBucket' });
  });

  test('writes who read what into the log bucket', () => {
    expect(part('aws_s3_bucket_logging', purpose)).toMatchObject({
      target_bucket: awsPlacement.logBucket,
      target_prefix: 's3/',
      target_object_key_format: { partitioned_prefix: { partition_date_source: 'EventTime' } },
    });
  });

  test('has one lifecycle, for all of it: uploads that never ended, and what was deleted or overwritten, go in time', () => {
    expect(part('aws_s3_bucket_lifecycle_configuration', purpose).rule).toHaveLength(1);
    expect(rule(purpose)).toMatchObject({
      status: 'Enabled',
      filter: [{ prefix: '' }],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      noncurrent_version_expiration: [{ noncurrent_days: 30 }],
    });
  });

  test('cannot go, nor what is in it, where the environment is protected', () => {
    expect(only(usual, 'aws_s3_bucket', 'bucket', names[purpose])).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    const unprotected = only(s3({}, false), 'aws_s3_bucket', 'bucket', names[purpose]);
    expect(unprotected).toHaveProperty('force_destroy', true);
    expect(unprotected).toHaveProperty('lifecycle', { prevent_destroy: false });
  });
});

describe('the lifecycle', () => {
  test('keeps assets, and clears markers of deletion that stand alone', () => {
    expect(rule('assets')).toMatchObject({ expiration: [{ expired_object_delete_marker: true }] });
    expect(rule('assets')).not.toHaveProperty('transition');
  });

  test('ends no backup, but what the backups themselves have deleted', () => {
    expect(rule('backups')).toMatchObject({
      expiration: [{ expired_object_delete_marker: true }],
      noncurrent_version_expiration: [{ noncurrent_days: 30 }],
    });
    expect(rule('backups')).not.toHaveProperty('transition');
  });

  test('moves them to the archive before, where it pays', () => {
    expect(rule('backups', s3({ backups: { archiveAfterDays: 14, noncurrentDays: 7 } }))).toMatchObject({
      transition: [{ days: 14, storage_class: 'GLACIER_IR' }],
      noncurrent_version_expiration: [{ noncurrent_days: 7 }],
    });
  });
});

describe('the lock of backups', () => {
  test('holds every new one for the days of the configuration, once there are versions', () => {
    expect(part('aws_s3_bucket_object_lock_configuration', 'backups')).toMatchObject({
      rule: { default_retention: { mode: 'GOVERNANCE', days: 30 } },
      depends_on: [expect.stringMatching(/^aws_s3_bucket_versioning\..*Backups/)],
    });
  });

  test('can be switched on later: the bucket is made for it in any case, and that of the assets is not', () => {
    const unlocked = s3({ backups: { lock: { enabled: false, reason: 'a test that is about something else' } } });
    expect(idsOf(unlocked, 'aws_s3_bucket_object_lock_configuration')).toEqual([]);
    for (const of of [usual, unlocked]) {
      expect(only(of, 'aws_s3_bucket', 'bucket', names.backups)).toHaveProperty('object_lock_enabled', true);
      expect(only(of, 'aws_s3_bucket', 'bucket', names.assets)).toHaveProperty('object_lock_enabled', false);
    }
  });
});

describe('a policy', () => {
  const actions = (purpose: string) => policyOf(purpose).Statement.flatMap(({ Action }) => Action);

  test.each(purposes)('of the %s is about its bucket, and its key by way of S3', (purpose) => {
    expect(policyOf(purpose).Statement.map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
      [`arn:aws:s3:::${names[purpose]}/*`, undefined],
      [`arn:aws:s3:::${names[purpose]}`, undefined],
      [awsPlacement.kmsKeyArns[purpose], { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }],
    ]);
  });

  test('names every permission', () => {
    for (const purpose of purposes) expect(actions(purpose).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('lets services write, read and delete assets', () => {
    expect(actions('assets')).toEqual(expect.arrayContaining(['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:ListBucket']));
  });

  test('lets backups be written, looked at and hidden, and nobody delete a version of them, unlock them or change what happens to them', () => {
    expect(actions('backups')).toEqual([
      's3:PutObject',
      's3:AbortMultipartUpload',
      's3:ListMultipartUploadParts',
      's3:GetObject',
      's3:DeleteObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
      's3:GetBucketLocation',
      'kms:GenerateDataKey',
      'kms:Decrypt',
    ]);
  });
});
