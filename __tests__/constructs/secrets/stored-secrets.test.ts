/** Secrets in the store of a cloud, and their copies in the cluster. */
import { SecretsmanagerSecretVersion, type SecretsmanagerSecretVersionConfig } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { CopiedSecrets, EphemeralStoredSecret, StoredSecret } from '../../../constructs/secrets';
import type { SecretReference } from '../../../constructs/contracts';
import { at } from '../../support/synthesized';
import { awsStack, blocks, built, placement } from '../aws-stores.fixture';

const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:production/redis-app-a-g1-AbCdEf';

const stored = (revision = 2, changes: { generation?: number; deletionProtection?: boolean } = {}) => {
  const { generation = 1, deletionProtection = true } = changes;
  return built(
    (scope) =>
      new StoredSecret(scope, 'It', {
        name: 'it',
        placement: { ...placement, generation },
        username: (slot) => `user_${slot}`,
        revision,
        deletionProtection,
      }),
  );
};
type Stored = ReturnType<typeof stored>;
const version = ({ resources }: Stored, slot: 'A' | 'B') => resources.all('aws_secretsmanager_secret_version')[`It_${slot}_Version`];
const secret = ({ resources }: Stored, slot: 'A' | 'B') => resources.all('aws_secretsmanager_secret')[`It_${slot}_Secret`];

describe('a stored secret', () => {
  test('is two, encrypted with the key of secrets, and named by environment and generation', () => {
    const names = Object.values(stored(2, { generation: 3 }).resources.all('aws_secretsmanager_secret')).map(({ name }) => name);
    expect(names).toEqual(['production/it-a-g3', 'production/it-b-g3']);
    expect(secret(stored(), 'A')).toMatchObject({ kms_key_id: placement.kmsKeyArns.secrets });
  });

  test('can be restored for thirty days where it is protected, and is gone at once where it is not', () => {
    expect(secret(stored(), 'A')).toMatchObject({ recovery_window_in_days: 30, lifecycle: { prevent_destroy: true } });
    expect(secret(stored(2, { deletionProtection: false }), 'A')).toMatchObject({
      recovery_window_in_days: 0,
      lifecycle: { prevent_destroy: false },
    });
  });

  test('is written only, from a password that exists while Terraform runs', () => {
    const { json } = stored().resources;
    const [password] = Object.keys(at(json, 'ephemeral.random_password') as object);
    expect(version(stored(), 'A')?.secret_string_wo).toBe(
      `\${jsonencode({ username = "user_a", password = ephemeral.random_password.${password}.result })}`,
    );
    expect(version(stored(), 'A')).not.toHaveProperty('secret_string');
  });

  test('has a password of its own in each slot', () => {
    const values = ['A', 'B'].map((slot) => version(stored(), slot as 'A')?.secret_string_wo);
    expect(new Set(values).size).toBe(2);
    expect(Object.keys(blocks(stored().resources.json, 'ephemeral.random_password'))).toEqual(['It_A_Password', 'It_B_Password']);
  });

  test('may be replaced by another number: nothing stands in the way of a rotation', () => {
    expect(version(stored(), 'A')).not.toHaveProperty('lifecycle');
  });

  test.each([2, 3, 4, 5])('from revision %i to the next, only the new current slot is written again', (revision) => {
    const numbers = (of: Stored) => (['A', 'B'] as const).map((slot) => Number(version(of, slot)?.secret_string_wo_version));
    const [before, after] = [stored(revision), stored(revision + 1)];
    const changed = numbers(after).map((number, index) => number - (numbers(before)[index] ?? 0));
    expect(changed.sort()).toEqual([0, 1]);
    const slot = after.box.current.name === 'it-a' ? 'A' : 'B';
    expect(version(after, slot)?.secret_string_wo_version).toBe(Number(version(before, slot)?.secret_string_wo_version) + 1);
    expect(after.box.previous.name).toBe(before.box.current.name);
  });

  test('is referred to by attributes of its version: whoever reads it waits until there is a value', () => {
    const reference: SecretReference[] = [];
    const { json } = awsStack((stack) => {
      const it = new StoredSecret(stack, 'It', {
        name: 'it',
        placement,
        username: (slot) => slot,
        revision: 2,
        deletionProtection: true,
      });
      reference.push(...it.all);
      stack.addOverride('output.it.value', { ...it.all[0]?.source });
    });
    const address = Object.keys(at(json, 'resource.aws_secretsmanager_secret_version') as object).find((id) => id.startsWith('It_A'));
    expect(at(json, 'output.it.value')).toEqual({
      secretId: `\${aws_secretsmanager_secret_version.${address}.secret_arn}`,
      revision: `\${aws_secretsmanager_secret_version.${address}.secret_string_wo_version}`,
    });
    expect(reference.map(({ name }) => name)).toEqual(['it-a', 'it-b']);
  });

  test('has arguments that the bindings know', () => {
    const known: (keyof SecretsmanagerSecretVersionConfig)[] = ['secretId', 'secretStringWo', 'secretStringWoVersion'];
    const written = Object.keys(version(stored(), 'A') ?? {}).filter((key) => key !== '//');
    const camel = written.map((key) => key.replace(/_./g, (two) => (two[1] ?? '').toUpperCase()));
    expect(camel.sort()).toEqual([...known].sort());
    for (const key of known) expect(Object.getOwnPropertyNames(SecretsmanagerSecretVersion.prototype)).toContain(key);
  });
});

const source = { secretId: secretArn, revision: 4 };
const copied = (references: readonly SecretReference[]) =>
  awsStack((stack) => void new CopiedSecrets(stack, 'Copies', { namespace: 'openrouter', references }));

describe('a copied secret', () => {
  const one = copied([{ name: 'redis-app-a', source }]);

  test('reads what the store has while Terraform runs', () => {
    expect(blocks(one.json, 'ephemeral.aws_secretsmanager_secret_version')).toEqual({
      Copies_RedisAppAStored: { secret_id: secretArn },
    });
  });

  test('is written only, under the number of the value', () => {
    const [id] = Object.keys(at(one.json, 'ephemeral.aws_secretsmanager_secret_version') as object);
    const value = (key: string) => `\${jsondecode(ephemeral.aws_secretsmanager_secret_version.${id}.secret_string)["${key}"]}`;
    expect(one.find('kubernetes_secret_v1', 'redis-app-a')).toMatchObject({
      metadata: { name: 'redis-app-a', namespace: 'openrouter' },
      data_wo: { username: value('username'), password: value('password') },
      data_wo_revision: 4,
    });
    expect(one.find('kubernetes_secret_v1', 'redis-app-a')).not.toHaveProperty('data');
  });

  test('keeps its address under another number', () => {
    const later = copied([{ name: 'redis-app-a', source: { ...source, revision: 5 } }]);
    expect(later.address('kubernetes_secret_v1', 'redis-app-a')).toBe(one.address('kubernetes_secret_v1', 'redis-app-a'));
  });

  test('is not made where the cluster is the store', () => {
    const { json } = copied([{ name: 'redis-app-a', source: null }]);
    expect(json).not.toHaveProperty('resource');
    expect(json).not.toHaveProperty('ephemeral');
  });
});

test('of a stored value, only the key that is asked for is handed on', () => {
  const { box } = built((scope) => new EphemeralStoredSecret(scope, 'Stored', { source }).key('password'));
  expect(box).toMatch(/^\$\{jsondecode\(ephemeral\.aws_secretsmanager_secret_version\.\w+\.secret_string\)\["password"\]\}$/);
});
