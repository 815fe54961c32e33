/** With a permissions boundary, every role bears it, everything can still be applied, and what applies cannot make a role that may more. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bootstrapField, loadEnvironments, type AwsEnvironment } from '../../config';
import { production } from '../../config/environments/production';
import { bootstraps } from '../../config/bootstrap/accounts';
import { BootstrapStack } from '../../stacks/bootstrap';
import { resourcesOf, stacksOf, synthesizeApp, synthesizeEnvironment } from '../support/environments';
import { rows } from '../support/iam/calls';
import { isAllowed, type PolicyStatement, type Request } from '../support/iam/evaluate';
import { needsOf, unmet } from '../support/iam/needs';
import { roleStatements, STATE_KEY } from '../support/iam/roles';
import { stateNeeds } from '../support/iam/state-needs';

const { accountId, region } = production.aws;
const arn = `arn:aws:iam::${accountId}:policy/boundary`;

const [environment] = loadEnvironments(['production'], {
  production: { ...production, aws: { ...production.aws, permissionsBoundaryArn: arn } },
}) as readonly AwsEnvironment[];
if (environment === undefined) throw new Error('not read');
const bounded = bootstrapField.parse({ ...bootstraps['bootstrap-production'], permissionsBoundaryArn: arn });
const stacks = synthesizeEnvironment(environment);
const needs = [...needsOf({ stacks, rows, accountId, region }), ...stateNeeds(stacks, STATE_KEY, region)];
const [plan, apply] = [roleStatements(bounded, 'PlanRole'), roleStatements(bounded, 'ApplyRole')];

/** The policy that the docs propose, for this account. */
const text = readFileSync(path.join(__dirname, '../../docs/bootstrap.md'), 'utf8');
const [, example = ''] = /```json\n(.*?)```/s.exec(text) ?? [];
const boundary = (JSON.parse(example.replaceAll('111122223333', accountId)) as { readonly Statement: readonly PolicyStatement[] })
  .Statement;

const rolesOf = (all: readonly Parameters<typeof resourcesOf>[0][]) =>
  all.flatMap(resourcesOf).filter(({ type }) => type === 'aws_iam_role');

test('every role bears it, in the environment and in the bootstrap', () => {
  const roles = rolesOf([...stacks, ...synthesizeApp((app) => void new BootstrapStack(app, bounded))]);
  expect(roles.filter(({ body }) => body['permissions_boundary'] !== arn).map(({ address }) => address)).toEqual([]);
  expect(roles.length).toBeGreaterThan(7);
});

test('no role bears one where none is configured', () => {
  expect(rolesOf(stacksOf('production')).filter(({ body }) => 'permissions_boundary' in body)).toEqual([]);
});

test('both roles can do their work with it', () => {
  expect(unmet(needs, apply)).toEqual([]);
  expect(unmet(needs, boundary)).toEqual([]);
  expect(
    unmet(
      needs.filter(({ phase }) => phase === 'read'),
      plan,
    ),
  ).toEqual([]);
  expect(needs.filter(({ action }) => action === 'iam:PutRolePermissionsBoundary').length).toBeGreaterThan(5);
});

test('an environment that does not name it cannot be applied', () => {
  const without = stacksOf('production');
  expect(unmet(needsOf({ stacks: without, rows, accountId, region }), apply)).toEqual(
    expect.arrayContaining([expect.stringMatching(/aws_iam_role\.\S+ create needs iam:CreateRole/)]),
  );
});

const role = `arn:aws:iam::${accountId}:role/production-new`;
const bears = (one: string) => ({ 'iam:PermissionsBoundary': one });

const escapes: readonly (readonly [string, string, string, Request['context']])[] = [
  ['makes a role without it', 'iam:CreateRole', role, {}],
  ['makes a role with another', 'iam:CreateRole', role, bears('arn:aws:iam::aws:policy/AdministratorAccess')],
  ['gives rights to a role without it', 'iam:AttachRolePolicy', role, {}],
  ['writes rights into a role without it', 'iam:PutRolePolicy', role, {}],
  ['says who may take a role without it', 'iam:UpdateAssumeRolePolicy', role, {}],
  ['takes it off', 'iam:DeleteRolePermissionsBoundary', role, bears(arn)],
  ['puts another in its place', 'iam:PutRolePermissionsBoundary', role, bears('arn:aws:iam::aws:policy/AdministratorAccess')],
  ['changes it', 'iam:CreatePolicyVersion', arn, {}],
  ['changes what its own role may do', 'iam:CreatePolicyVersion', `arn:aws:iam::${accountId}:policy/massrouter-apply-region`, {}],
  ['changes who may take its own role', 'iam:UpdateAssumeRolePolicy', `arn:aws:iam::${accountId}:role/massrouter-apply`, bears(arn)],
  ['makes a user', 'iam:CreateUser', `arn:aws:iam::${accountId}:user/production-new`, {}],
  ['makes a key', 'iam:CreateAccessKey', `arn:aws:iam::${accountId}:user/production-new`, {}],
  ['trusts another identity provider', 'iam:CreateOpenIDConnectProvider', `arn:aws:iam::${accountId}:oidc-provider/example.com`, {}],
  ['lifts the lock of a backup', 's3:BypassGovernanceRetention', `arn:aws:s3:::production-backups-${accountId}-${region}/dump`, {}],
  ['deletes a version of a backup', 's3:DeleteObjectVersion', `arn:aws:s3:::production-backups-${accountId}-${region}/dump`, {}],
  [
    'has a key gone within a week',
    'kms:ScheduleKeyDeletion',
    `arn:aws:kms:${region}:${accountId}:key/any`,
    { 'kms:ScheduleKeyDeletionPendingWindowInDays': '7' },
  ],
];

test.each(escapes)('neither the role that applies nor one that it makes %s', (_, action, resource, context) => {
  const request = { action, resource, context: { 'aws:RequestedRegion': region, ...context } };
  expect(isAllowed(apply, request)).toBe(false);
  expect(isAllowed(boundary, request)).toBe(false);
});

test('the role that applies makes roles with it', () => {
  for (const action of ['iam:CreateRole', 'iam:AttachRolePolicy', 'iam:PutRolePermissionsBoundary']) {
    expect(isAllowed(apply, { action, resource: role, context: bears(arn) })).toBe(true);
  }
});

test.each([
  ['is of another account', 'arn:aws:iam::999999999999:policy/boundary', 'permissionsBoundaryArn: must be a policy of this account'],
  ['is no policy', `arn:aws:iam::${accountId}:role/boundary`, 'permissionsBoundaryArn: must be the ARN of a policy'],
  ['what applies could change', `arn:aws:iam::${accountId}:policy/production-boundary`, 'permissionsBoundaryArn: must not be named after'],
])('the bootstrap refuses one that %s', (_, permissionsBoundaryArn, message) => {
  const result = bootstrapField.safeParse({ ...bootstraps['bootstrap-production'], permissionsBoundaryArn });
  expect(result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)).toEqual([expect.stringContaining(message)]);
});

test('an environment refuses one of another account', () => {
  const aws = { ...production.aws, permissionsBoundaryArn: 'arn:aws:iam::999999999999:policy/boundary' };
  expect(() => loadEnvironments(['production'], { production: { ...production, aws } })).toThrow(
    'production: aws.permissionsBoundaryArn: must be a policy of this account',
  );
});
