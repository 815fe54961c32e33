/** The state of the bootstrap, which no environment has. */
import { versions } from '../../config';
import { BootstrapStack } from '../../stacks/bootstrap';
import { synthesizeApp } from '../support/environments';
import { at } from '../support/invariants/blocks';
import { bootstrapConfig } from '../constructs/bootstrap/bootstrap.fixture';

const [stack] = synthesizeApp((app) => new BootstrapStack(app, bootstrapConfig()));
const json = stack?.json;

test('it is called after the account', () => {
  expect(stack?.name).toBe('bootstrap-production');
});

test('its state is in the bucket that it makes, locked, and encrypted as the bucket wants it', () => {
  expect(at(json, 'terraform.backend')).toEqual({
    s3: {
      bucket: 'massrouter-state-111122223333-eu-central-1',
      key: 'bootstrap/bootstrap-production.tfstate',
      region: 'eu-central-1',
      use_lockfile: true,
    },
  });
});

test('it can be applied to its own account only, with the versions of config', () => {
  expect(at(json, 'provider.aws')).toMatchObject([{ region: 'eu-central-1', allowed_account_ids: ['111122223333'] }]);
  expect(at(json, 'terraform.required_version')).toBe(versions.terraform);
  expect(at(json, 'terraform.required_providers.aws.version')).toBe(versions.providers.aws);
});

test('it says what the account’s environments have to know', () => {
  const output = (name: string) => at(json, `output.${name}.value`);
  expect([output('stateBucket'), output('planRole'), output('applyRole')]).toEqual([
    'massrouter-state-111122223333-eu-central-1',
    'arn:aws:iam::111122223333:role/massrouter-plan',
    'arn:aws:iam::111122223333:role/massrouter-apply',
  ]);
});

test('it has addresses that people can read', () => {
  expect(Object.keys((at(json, 'resource.aws_s3_bucket') ?? {}) as object).sort()).toEqual([
    'Bootstrap_States_Bucket',
    'Bootstrap_States_Logs_Bucket',
  ]);
});

test('it reads no other state', () => {
  expect(at(json, 'data')).toBeUndefined();
});
