/** What an account is given once, as Terraform is told of it. */
import { automationRoleArn, bootstrapField, stateBucketName } from '../../../config/bootstrap';
import { bootstrap, bootstrapConfig, deniedBy, repository } from './bootstrap.fixture';
import { isAllowed } from '../../support/iam/evaluate';
import { statements } from '../network/network.fixture';

const usual = bootstrap();
const arn = 'arn:aws:s3:::massrouter-state-111122223333-eu-central-1';
const refused = (fields: object) => {
  const result = bootstrapField.safeParse({ ...bootstrapConfig(), ...fields });
  return result.success ? '' : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
};

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

describe('GitHub', () => {
  const trust = (role: string, of = usual) =>
    statements(of.resource('aws_iam_role', `Bootstrap_${role}`)['assume_role_policy'])['Workflows'];
  const subjects = (role: string, of = usual) =>
    (trust(role, of)?.Condition as { StringEquals: Record<string, unknown> }).StringEquals['token.actions.githubusercontent.com:sub'];
  const both = (...contexts: readonly string[]) =>
    contexts.flatMap((context) => [`repo:openrouter/infrastructure:${context}`, `repo:openrouter@123/infrastructure@456:${context}`]);
  const shared = bootstrap(bootstrapConfig({ productionSecrets: false, environments: ['staging', 'preview'] }));

  test('is an identity provider for tokens that are meant for AWS', () => {
    expect(usual.resource('aws_iam_openid_connect_provider', 'Bootstrap_Github')).toEqual({
      url: 'https://token.actions.githubusercontent.com',
      client_id_list: ['sts.amazonaws.com'],
    });
  });

  test('that the account has already is used as it is', () => {
    const existing = bootstrap(bootstrapConfig({ github: { ...repository, provider: 'existing' } }));
    expect(existing.ids('aws_iam_openid_connect_provider')).toEqual([]);
    expect(trust('PlanRole', existing)?.Principal).toEqual({
      Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
    });
  });

  test.each(['PlanRole', 'ApplyRole'])('takes the %s with tokens of this provider for AWS alone, compared as a whole', (role) => {
    expect(trust(role)).toMatchObject({
      Effect: 'Allow',
      Principal: { Federated: '${aws_iam_openid_connect_provider.Bootstrap_Github.arn}' },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
    });
    expect(Object.keys(trust(role)?.Condition ?? {})).toEqual(['StringEquals']);
    expect(JSON.stringify(subjects(role))).not.toMatch(/[*?]/);
  });

  test('plans production from environments only, in both formats of a subject', () => {
    expect(subjects('PlanRole')).toEqual(both('environment:production-plan', 'environment:production-main'));
  });

  test('plans every pull request only where there are no secrets of production', () => {
    expect(subjects('PlanRole', shared)).toEqual(
      both('environment:staging-plan', 'environment:staging-main', 'environment:preview-plan', 'environment:preview-main', 'pull_request'),
    );
    expect(usual.text).not.toContain('pull_request');
  });

  test('applies from the environments that reviewers open, never from a pull request', () => {
    expect(subjects('ApplyRole')).toEqual(both('environment:production'));
    expect(subjects('ApplyRole', shared)).toEqual(both('environment:staging', 'environment:preview'));
  });

  test('has an hour for a plan, and three for an apply that makes a cluster', () => {
    const seconds = (role: string) => usual.resource('aws_iam_role', `Bootstrap_${role}`)['max_session_duration'];
    expect([seconds('PlanRole'), seconds('ApplyRole')]).toEqual([3600, 10_800]);
  });

  test('is trusted in no more characters than AWS takes, by the longest names that config takes', () => {
    const longest = (letters: string, length: number) => ({
      environments: [...letters].map((letter) => letter.repeat(20)),
      github: { owner: 'o'.repeat(39), ownerId: 999_999_999, repository: 'r'.repeat(length), repositoryId: 9_999_999_999 },
    });
    expect(refused(longest('abcde', 40))).toContain('environments: are too many for names as long as these');
    const fits = ['abcde', 'abcd', 'abc', 'ab', 'a'].flatMap((letters) =>
      [100, 80, 60, 40, 20, 5].filter((length) => refused(longest(letters, length)) === '').map((length) => longest(letters, length)),
    );
    expect(fits.length).toBeGreaterThan(5);
    for (const fields of fits) {
      const of = bootstrap(bootstrapConfig(fields));
      for (const role of ['PlanRole', 'ApplyRole']) {
        const policy = String(of.resource('aws_iam_role', `Bootstrap_${role}`)['assume_role_policy']);
        expect(policy.replace('${aws_iam_openid_connect_provider.Bootstrap_Github.arn}', 'x'.repeat(80)).length).toBeLessThanOrEqual(2048);
      }
    }
  });

  test('finds the roles by the names that environments know', () => {
    expect(usual.built.roleArns).toEqual({
      plan: automationRoleArn('111122223333', 'plan'),
      apply: 'arn:aws:iam::111122223333:role/massrouter-apply',
    });
    expect(usual.resource('aws_iam_role', 'Bootstrap_PlanRole')['name']).toBe('massrouter-plan');
  });
});
