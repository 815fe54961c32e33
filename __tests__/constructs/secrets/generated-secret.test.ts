import { versions } from '../../../config';
import { EphemeralPassword, GeneratedSecret } from '../../../constructs/secrets';
import { at, synthesize } from '../../support/synthesized';

const keys = ['SESSION_SIGNING_KEY', 'DATA_ENCRYPTION_KEY'];

function generated(revision: number) {
  let secret: GeneratedSecret | undefined;
  const synthesized = synthesize((stack) => {
    secret = new GeneratedSecret(stack, 'BackendSecrets', {
      name: 'backend-secrets',
      namespace: 'openrouter',
      keys,
      revision,
      deletionProtection: true,
    });
  });
  if (secret === undefined) throw new Error('not built');
  const revisions = Object.fromEntries(
    synthesized.names('kubernetes_secret_v1').map((name) => [name, synthesized.find('kubernetes_secret_v1', name).data_wo_revision]),
  );
  return { secret, synthesized, revisions };
}

describe('an ephemeral password', () => {
  const { json, text } = synthesize((stack) => {
    const password = new EphemeralPassword(stack, 'Password');
    stack.addOverride('output.reference.value', password.result);
  });

  test('is an ephemeral block, not a resource', () => {
    expect(Object.values(at(json, 'ephemeral.random_password') as object)).toEqual([{ length: 43, special: false }]);
    expect(json).not.toHaveProperty('resource');
  });

  test('is referred to, never written', () => {
    const [id] = Object.keys(at(json, 'ephemeral.random_password') as object);
    expect(at(json, 'output.reference.value')).toBe(`\${ephemeral.random_password.${id}.result}`);
    expect(text).not.toMatch(/[A-Za-z0-9]{43}/);
  });

  test('brings its provider at the pinned version', () => {
    expect(at(json, 'terraform.required_providers.random')).toEqual({ source: 'hashicorp/random', version: versions.providers.random });
  });
});

describe('a generated secret', () => {
  test('is two Secrets, written once per revision', () => {
    const { synthesized } = generated(2);
    expect(synthesized.names('kubernetes_secret_v1')).toEqual(['backend-secrets-a', 'backend-secrets-b']);
    expect(synthesized.find('kubernetes_secret_v1', 'backend-secrets-a')).toMatchObject({
      metadata: { namespace: 'openrouter' },
      data_wo_revision: 1,
    });
  });

  test('has no readable data: only write-only references to ephemeral values', () => {
    const { synthesized } = generated(2);
    for (const name of synthesized.names('kubernetes_secret_v1')) {
      const secret = synthesized.find('kubernetes_secret_v1', name);
      expect(secret).not.toHaveProperty('data');
      expect(Object.keys(secret.data_wo as object).sort()).toEqual([...keys].sort());
      for (const value of Object.values(secret.data_wo as object)) expect(value).toMatch(/^\$\{ephemeral\.random_password\.\w+\.result\}$/);
    }
  });

  test('has a value of its own for every key and slot', () => {
    const { synthesized } = generated(2);
    const values = synthesized
      .names('kubernetes_secret_v1')
      .flatMap((name) => Object.values(synthesized.find('kubernetes_secret_v1', name).data_wo as object));
    expect(new Set(values).size).toBe(4);
  });

  test.each([
    [2, 'b', 'a'],
    [3, 'a', 'b'],
    [4, 'b', 'a'],
    [7, 'a', 'b'],
  ])('at revision %i slot %s is current and %s previous', (revision, current, previous) => {
    const { secret } = generated(revision);
    expect(secret.current).toEqual({ name: `backend-secrets-${current}`, source: null });
    expect(secret.previous).toEqual({ name: `backend-secrets-${previous}`, source: null });
  });

  test.each([2, 3, 4, 5])('from revision %i to the next, only the new current slot is rewritten', (revision) => {
    const before = generated(revision);
    const after = generated(revision + 1);
    const rewritten = Object.keys(after.revisions).filter((name) => after.revisions[name] !== before.revisions[name]);
    expect(rewritten).toEqual([after.secret.current.name]);
    expect(after.secret.previous).toEqual(before.secret.current);
  });

  test('keeps its addresses when the revision is raised', () => {
    expect(Object.keys(at(generated(3).synthesized.json, 'resource.kubernetes_secret_v1') as object)).toEqual(
      Object.keys(at(generated(2).synthesized.json, 'resource.kubernetes_secret_v1') as object),
    );
  });

  test('is protected: nobody else has its values', () => {
    expect(at(generated(2).synthesized.find('kubernetes_secret_v1', 'backend-secrets-a'), 'lifecycle.prevent_destroy')).toBe(true);
  });

  test('may say in the open who a password is for, by slot', () => {
    const { find } = synthesize((stack) => {
      const username = (slot: string) => `app_${slot}`;
      new GeneratedSecret(stack, 'It', {
        name: 'it',
        namespace: 'openrouter',
        keys: ['password'],
        username,
        revision: 2,
        deletionProtection: true,
      });
    });
    expect(find('kubernetes_secret_v1', 'it-a').data_wo).toEqual({
      username: 'app_a',
      password: expect.stringMatching(/^\$\{ephemeral\./) as string,
    });
    expect(find('kubernetes_secret_v1', 'it-b')).toHaveProperty('data_wo.username', 'app_b');
  });
});
