/** What the roles of the workflows may do: asked of the written policies, with every condition met. */
import { allowedBy, bootstrap, bootstrapConfig, roleStatements } from './bootstrap.fixture';
import { isAllowed } from '../../support/iam/evaluate';
import { statements } from '../network/network.fixture';

const usual = bootstrap();
const account = 'eu-central-1:111122223333';
const state = 'arn:aws:s3:::massrouter-state-111122223333-eu-central-1';
const backups = 'arn:aws:s3:::production-backups-111122223333-eu-central-1';
const plan = roleStatements(usual, 'PlanRole');
const apply = roleStatements(usual, 'ApplyRole');

describe('every policy', () => {
  const five = bootstrap(
    bootstrapConfig({
      environments: ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(20)),
      permissionsBoundaryArn: `arn:aws:iam::111122223333:policy/${'x'.repeat(640)}`,
    }),
  );

  test.each(five.ids('aws_iam_policy'))('is short enough for AWS, which counts no spaces, with as much as config allows: %s', (id) => {
    expect(String(five.resource('aws_iam_policy', id)['policy']).replace(/\s/g, '').length).toBeLessThanOrEqual(6144);
  });

  test('is attached to its role', () => {
    const attachments = usual.ids('aws_iam_role_policy_attachment').map((id) => usual.resource('aws_iam_role_policy_attachment', id));
    expect(attachments.map(({ policy_arn }) => policy_arn).sort()).toEqual(
      usual
        .ids('aws_iam_policy')
        .map((id) => `\${aws_iam_policy.${id}.arn}`)
        .sort(),
    );
    expect(attachments.filter(({ role }) => role === '${aws_iam_role.Bootstrap_PlanRole.name}')).toHaveLength(3);
    expect(attachments.filter(({ role }) => role === '${aws_iam_role.Bootstrap_ApplyRole.name}')).toHaveLength(4);
  });
});

describe('a plan', () => {
  test.each([
    ['s3:GetObject', `${state}/production/production-data.tfstate`, 'ReadStates'],
    ['s3:ListBucket', state, 'ListStates'],
    ['s3:PutObject', `${state}/production/production-data.tfstate.tflock`, 'LockStates'],
    ['s3:DeleteObject', `${state}/production/production-data.tfstate.tflock`, 'LockStates'],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${account}:secret:production/postgres-app-a-g1-AbCdEf`, 'OpenSecrets'],
    ['kms:Decrypt', `arn:aws:kms:${account}:key/any`, 'DecryptSecrets'],
    ['ec2:DescribeVpcs', '*', 'ReadConfiguration'],
    ['rds:DescribeDBClusters', `arn:aws:rds:${account}:cluster:production-postgres`, 'ReadConfiguration'],
    ['s3:GetObject', 'arn:aws:s3:::production-origin-pull-111122223333-eu-central-1/certificates.pem', 'ReadOwnObjects'],
    ['s3:GetBucketPolicy', 'arn:aws:s3:::production-assets-111122223333-eu-central-1', 'ReadConfiguration'],
  ])('may %s %s', (action, resource, by) => {
    expect(allowedBy(plan, action, resource)).toContain(by);
  });

  test.each([
    ['write a state', 's3:PutObject', `${state}/production/production-data.tfstate`],
    ['delete a state', 's3:DeleteObject', `${state}/production/production-data.tfstate`],
    ['read the state of another environment', 's3:GetObject', `${state}/staging/staging-data.tfstate`],
    ['read what a bucket holds', 's3:GetObject', 'arn:aws:s3:::production-backups-111122223333-eu-central-1/dump'],
    [
      'open a secret of another environment',
      'secretsmanager:GetSecretValue',
      `arn:aws:secretsmanager:${account}:secret:staging/postgres-AbCdEf`,
    ],
    ['change a secret', 'secretsmanager:PutSecretValue', `arn:aws:secretsmanager:${account}:secret:production/postgres-AbCdEf`],
    ['read log lines', 'logs:GetLogEvents', `arn:aws:logs:${account}:log-group:production-flow-logs:log-stream:x`],
    ['query log lines', 'logs:StartQuery', `arn:aws:logs:${account}:log-group:production-flow-logs`],
    ['read a parameter', 'ssm:GetParameter', `arn:aws:ssm:${account}:parameter/x`],
    ['read the password of a machine', 'ec2:GetPasswordData', `arn:aws:ec2:${account}:instance/i-1`],
    ['read the console of a machine', 'ec2:GetConsoleOutput', `arn:aws:ec2:${account}:instance/i-1`],
    ['download a log of the database', 'rds:DownloadDBLogFilePortion', `arn:aws:rds:${account}:db:production-postgres-a`],
    ['connect to the database', 'rds-db:connect', `arn:aws:rds-db:${account}:dbuser:cluster/admin`],
    ['take another role', 'sts:AssumeRole', 'arn:aws:iam::111122223333:role/massrouter-apply'],
    ['make a key', 'iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/someone'],
    ['make a role', 'iam:CreateRole', 'arn:aws:iam::111122223333:role/production-x'],
    ['hand a role on', 'iam:PassRole', 'arn:aws:iam::111122223333:role/production-x'],
    ['open a port', 'ec2:AuthorizeSecurityGroupIngress', `arn:aws:ec2:${account}:security-group/sg-1`],
    ['hand a key on', 'kms:CreateGrant', `arn:aws:kms:${account}:key/any`],
  ])('may not %s', (_, action, resource) => {
    expect(allowedBy(plan, action, resource)).toEqual([]);
  });

  test('decrypts what Secrets Manager keeps for its environments, and nothing else', () => {
    expect(plan.find(({ Sid }) => Sid === 'DecryptSecrets')?.Condition).toEqual({
      StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' },
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/production-secrets'] },
    });
  });

  test('changes nothing but locks, whatever it asks for', () => {
    const writing = /^[\w-]+:(?!Describe|Get|List|View|Decrypt|GenerateDataKey)/;
    const changes = plan.filter(({ Action }) => Action.some((action) => writing.test(action)));
    expect(changes.map(({ Sid, Action }) => [Sid, Action])).toEqual([['LockStates', ['s3:PutObject', 's3:DeleteObject']]]);
  });
});

describe('an apply', () => {
  test.each([
    ['s3:PutObject', `${state}/production/production-data.tfstate`],
    ['s3:DeleteObject', `${state}/production/production-data.tfstate.tflock`],
    ['s3:CreateBucket', 'arn:aws:s3:::production-assets-111122223333-eu-central-1'],
    ['rds:CreateDBCluster', `arn:aws:rds:${account}:cluster:production-postgres`],
    ['rds:CreateDBCluster', `arn:aws:rds:${account}:og:default:aurora-postgresql-16`],
    ['elasticache:CreateReplicationGroup', `arn:aws:elasticache:${account}:replicationgroup:production-redis`],
    ['elasticache:CreateUser', `arn:aws:elasticache:${account}:user:production-redis-app-a`],
    ['elasticloadbalancing:CreateListener', `arn:aws:elasticloadbalancing:${account}:loadbalancer/app/production-alb/0123456789abcdef`],
    ['elasticloadbalancing:CreateTargetGroup', `arn:aws:elasticloadbalancing:${account}:targetgroup/production-backend/0123456789abcdef`],
    ['elasticloadbalancing:ModifyRule', `arn:aws:elasticloadbalancing:${account}:listener-rule/app/production-alb/a/b/c`],
    ['eks:CreateCluster', '*'],
    ['eks:CreateAccessEntry', `arn:aws:eks:${account}:cluster/production-cluster`],
    ['eks:DeletePodIdentityAssociation', `arn:aws:eks:${account}:podidentityassociation/production-cluster/a-1`],
    ['logs:CreateLogGroup', `arn:aws:logs:${account}:log-group:/aws/eks/production-cluster/cluster`],
    ['logs:PutRetentionPolicy', `arn:aws:logs:${account}:log-group:/aws/rds/cluster/production-postgres/postgresql`],
    ['logs:CreateLogGroup', `arn:aws:logs:${account}:log-group:/aws/vendedlogs/elasticache/production-redis/slow-log`],
    ['logs:CreateLogGroup', `arn:aws:logs:${account}:log-group:production-flow-logs`],
    ['secretsmanager:CreateSecret', `arn:aws:secretsmanager:${account}:secret:production/postgres-app-a-g1-AbCdEf`],
    ['kms:CreateKey', '*'],
    ['ec2:CreateVpc', `arn:aws:ec2:${account}:vpc/*`],
    ['acm:RequestCertificate', '*'],
    ['route53:AssociateVPCWithHostedZone', 'arn:aws:route53:::hostedzone/Z0123456789ABC'],
    ['kms:Decrypt', '${aws_kms_key.Bootstrap_States_Key.arn}'],
    ['kms:GenerateDataKey', '${aws_kms_key.Bootstrap_States_Key.arn}'],
    ['s3:PutObject', `${backups}/dump`],
    ['s3:PutBucketObjectLockConfiguration', backups],
    ['s3:DeleteObjectVersion', 'arn:aws:s3:::production-assets-111122223333-eu-central-1/logo.svg'],
    ['budgets:ModifyBudget', 'arn:aws:budgets::111122223333:budget/production-monthly'],
    ['iam:CreateRole', 'arn:aws:iam::111122223333:role/production-cluster-node'],
    ['iam:PassRole', 'arn:aws:iam::111122223333:role/production-flow-logs'],
    ['iam:CreatePolicy', 'arn:aws:iam::111122223333:policy/production-bucket-assets'],
  ])('may %s %s', (action, resource) => {
    expect(allowedBy(apply, action, resource)).not.toEqual([]);
  });

  test.each([
    ['delete a state', 's3:DeleteObject', `${state}/production/production-data.tfstate`],
    ['write the state of another environment', 's3:PutObject', `${state}/staging/staging-data.tfstate`],
    ['write the state of the bootstrap', 's3:PutObject', `${state}/bootstrap/bootstrap-production.tfstate`],
    ['change what guards the states', 's3:PutBucketPolicy', state],
    ['delete the bucket of states', 's3:DeleteBucket', state],
    ['delete its logs', 's3:DeleteObject', 'arn:aws:s3:::massrouter-logs-111122223333-eu-central-1/state/x'],
    ['delete the key of states', 'kms:ScheduleKeyDeletion', '${aws_kms_key.Bootstrap_States_Key.arn}'],
    ['change the policy of that key', 'kms:PutKeyPolicy', '${aws_kms_key.Bootstrap_States_Key.arn}'],
    ['do what AWS will add to that key', 'kms:SomethingNew', '${aws_kms_key.Bootstrap_States_Key.arn}'],
    ['take away its alias', 'kms:DeleteAlias', `arn:aws:kms:${account}:alias/massrouter-state`],
    ['have its alias stand for another key', 'kms:UpdateAlias', `arn:aws:kms:${account}:alias/massrouter-state`],
    ['lift the lock of a backup', 's3:BypassGovernanceRetention', `${backups}/dump`],
    ['shorten the lock of a backup', 's3:PutObjectRetention', `${backups}/dump`],
    ['take a backup out of a hold', 's3:PutObjectLegalHold', `${backups}/dump`],
    ['delete a version of a backup', 's3:DeleteObjectVersion', `${backups}/dump`],
    ['change who may take its own role', 'iam:UpdateAssumeRolePolicy', 'arn:aws:iam::111122223333:role/massrouter-apply'],
    ['change what its own role may do', 'iam:AttachRolePolicy', 'arn:aws:iam::111122223333:role/massrouter-apply'],
    ['change its own policy', 'iam:CreatePolicyVersion', 'arn:aws:iam::111122223333:policy/massrouter-apply-region'],
    ['trust another identity provider', 'iam:CreateOpenIDConnectProvider', 'arn:aws:iam::111122223333:oidc-provider/example.com'],
    ['make a user', 'iam:CreateUser', 'arn:aws:iam::111122223333:user/production-x'],
    ['make a key of a user', 'iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/production-x'],
    ['take a role', 'sts:AssumeRole', 'arn:aws:iam::111122223333:role/production-x'],
    ['touch a database of somebody else', 'rds:DeleteDBCluster', `arn:aws:rds:${account}:cluster:ledger`],
    ['touch a database of another region', 'rds:DeleteDBCluster', 'arn:aws:rds:us-east-1:111122223333:cluster:production-postgres'],
    ['touch a bucket of somebody else', 's3:DeleteBucket', 'arn:aws:s3:::ledger'],
    [
      'touch a secret of another environment',
      'secretsmanager:DeleteSecret',
      `arn:aws:secretsmanager:${account}:secret:staging/postgres-AbCdEf`,
    ],
    ['leave the organization', 'organizations:LeaveOrganization', '*'],
  ])('may not %s', (_, action, resource) => {
    expect(allowedBy(apply, action, resource)).toEqual([]);
  });

  test('does what has no name in its region only', () => {
    expect(apply.find(({ Sid }) => Sid === 'Region')?.Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } });
    const everywhere = apply.filter(({ Effect, Resource, Condition }) => Effect === 'Allow' && Resource === '*' && Condition === undefined);
    expect(everywhere.map(({ Sid }) => Sid)).toEqual(['ReadConfiguration']);
  });

  test('leaves a month in which a key can be had back', () => {
    const schedule = (days: string) =>
      isAllowed(apply, {
        action: 'kms:ScheduleKeyDeletion',
        resource: `arn:aws:kms:${account}:key/any`,
        context: { 'aws:RequestedRegion': 'eu-central-1', 'kms:ScheduleKeyDeletionPendingWindowInDays': days },
      });
    expect([schedule('7'), schedule('29'), schedule('30')]).toEqual([false, false, true]);
  });

  test('hands roles on to services that have to have them, never to people', () => {
    const passing = apply.filter(({ Action }) => Action.some((action) => /PassRole|^iam:(\*|P\*|.*\*Role)$/.test(action)));
    expect(passing.map(({ Sid }) => Sid)).toEqual(['HandRolesOn']);
    const { StringEquals } = passing[0]?.Condition as { StringEquals: Record<string, string[]> };
    for (const service of StringEquals['iam:PassedToService'] ?? [])
      expect(service).toMatch(/^(ec2|eks|pods\.eks|rds|monitoring\.rds|vpc-flow-logs)\.amazonaws\.com$/);
  });

  test('keeps what the policies of a role have apart by their names', () => {
    for (const id of usual.ids('aws_iam_policy')) {
      const { Statement: all } = JSON.parse(String(usual.resource('aws_iam_policy', id)['policy'])) as { Statement: unknown[] };
      expect(Object.keys(statements(usual.resource('aws_iam_policy', id)['policy']))).toHaveLength(all.length);
    }
  });
});
