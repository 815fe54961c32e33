/** The evaluator of IAM policies, against what AWS documents. */
import { allowing, isAllowed, type PolicyStatement, type Request } from '../support/iam/evaluate';

const request = (fields: Partial<Request> = {}): Request => ({
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::assets/logo.svg',
  context: {},
  ...fields,
});
const allow = (fields: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Sid: 'Allow',
  Effect: 'Allow',
  Action: 's3:*',
  Resource: '*',
  ...fields,
});

test('nothing is allowed by nothing, and a denial wins', () => {
  expect(isAllowed([], request())).toBe(false);
  expect(allowing([allow()], request())).toEqual(['Allow']);
  expect(isAllowed([allow(), allow({ Effect: 'Deny', Action: 's3:GetObject' })], request())).toBe(false);
});

test.each([
  ['s3:GetObject', true],
  ['S3:getobject', true],
  ['s3:Get*', true],
  ['s3:Get?bject', true],
  ['*', true],
  ['s3:GetObjectTagging', false],
  ['s3:Put*', false],
  ['ec2:*', false],
])('action %s', (Action, expected) => {
  expect(isAllowed([allow({ Action })], request())).toBe(expected);
});

test.each([
  ['arn:aws:s3:::assets/*', 'arn:aws:s3:::assets/a/b', true],
  ['arn:aws:s3:::assets/*', 'arn:aws:s3:::assets', false],
  ['arn:aws:s3:::assets-*/*', 'arn:aws:s3:::assets-1/a', true],
  ['arn:aws:s3:::Assets/*', 'arn:aws:s3:::assets/a', false],
  ['arn:aws:rds:eu-central-1:1:*:production-*', 'arn:aws:rds:eu-central-1:1:cluster:production-postgres', true],
  ['arn:aws:rds:eu-central-1:1:*:production-*', 'arn:aws:rds:eu-central-1:1:cluster:staging-postgres', false],
  ['arn:aws:rds:eu-*-1:1:db:x', 'arn:aws:rds:eu-central-1:1:db:x', true],
  ['arn:aws:rds:e*1:1:db:x', 'arn:aws:rds:eu-central-1:2:1:1:db:x', false],
  ['arn:aws:logs:r:1:log-group:/aws/*/production/*', 'arn:aws:logs:r:1:log-group:/aws/rds/cluster/production/postgresql', true],
  ['arn:aws:ec2:r:1:vpc/v', '*', false],
])('resource %s against %s', (Resource, resource, expected) => {
  expect(isAllowed([allow({ Action: '*', Resource })], request({ resource }))).toBe(expected);
});

test('what is excepted is not meant', () => {
  const deny = { Sid: 'Deny', Effect: 'Deny', NotAction: ['kms:Decrypt'], Resource: 'arn:aws:kms:r:1:key/k' };
  const all = [allow({ Action: '*' }), deny];
  const of = (action: string, resource: string) => isAllowed(all, request({ action, resource }));
  expect(of('kms:Decrypt', 'arn:aws:kms:r:1:key/k')).toBe(true);
  expect(of('kms:PutKeyPolicy', 'arn:aws:kms:r:1:key/k')).toBe(false);
  expect(of('kms:PutKeyPolicy', 'arn:aws:kms:r:1:key/other')).toBe(true);
  const locks = { Effect: 'Deny', Action: 's3:DeleteObject', NotResource: 'arn:aws:s3:::state/*.tflock' };
  expect(isAllowed([allow(), locks], request({ action: 's3:DeleteObject', resource: 'arn:aws:s3:::state/a.tflock' }))).toBe(true);
  expect(isAllowed([allow(), locks], request({ action: 's3:DeleteObject', resource: 'arn:aws:s3:::state/a.tfstate' }))).toBe(false);
});

const key = 'aws:RequestedRegion';
const met = (Condition: unknown, context: Request['context']) => isAllowed([allow({ Condition })], request({ context }));

test.each([
  ['equal', { StringEquals: { [key]: ['a', 'b'] } }, { [key]: 'b' }, true],
  ['unequal', { StringEquals: { [key]: 'a' } }, { [key]: 'b' }, false],
  ['absent, and asked to be equal', { StringEquals: { [key]: 'a' } }, {}, false],
  ['absent, and asked to be equal if it is there', { StringEqualsIfExists: { [key]: 'a' } }, {}, true],
  ['absent, and asked to be another', { StringNotEquals: { [key]: 'a' } }, {}, true],
  ['one of those that it must not be', { StringNotEquals: { [key]: ['a', 'b'] } }, { [key]: 'b' }, false],
  ['like', { StringLike: { [key]: 'eks*.amazonaws.com' } }, { [key]: 'eks-fargate.amazonaws.com' }, true],
  ['like, without a wildcard in its operator', { StringEquals: { [key]: 'eks*' } }, { [key]: 'eks-fargate' }, false],
  ['absent, as asked', { Null: { [key]: 'true' } }, {}, true],
  ['there, and asked to be absent', { Null: { [key]: 'true' } }, { [key]: 'a' }, false],
  ['false', { Bool: { [key]: 'true' } }, { [key]: 'false' }, false],
  ['less', { NumericLessThan: { [key]: '30' } }, { [key]: '7' }, true],
  ['not less', { NumericLessThan: { [key]: '30' } }, { [key]: '30' }, false],
  ['absent, and asked to be less', { NumericLessThan: { [key]: '30' } }, {}, false],
  ['any of several', { 'ForAnyValue:StringEquals': { [key]: 'a' } }, { [key]: ['a', 'b'] }, true],
  ['not all of several', { 'ForAllValues:StringEquals': { [key]: 'a' } }, { [key]: ['a', 'b'] }, false],
  ['all of none', { 'ForAllValues:StringEquals': { [key]: 'a' } }, {}, true],
  ['one operator of two unmet', { StringEquals: { [key]: 'a' }, Null: { other: 'false' } }, { [key]: 'a' }, false],
])('a value that is %s', (_, condition, context, expected) => {
  expect(met(condition, context)).toBe(expected);
});

test('an operator that it does not know is an error, and so are several values where one is compared', () => {
  expect(() => met({ DateLessThan: { [key]: '2026-01-01' } }, { [key]: 'a' })).toThrow('DateLessThan is not known here');
  expect(() => met({ StringEquals: { [key]: 'a' } }, { [key]: ['a', 'b'] })).toThrow('has several values');
});
