/** Who may do what: keys, passwords, and the account of the members. */
import { at } from '../../support/synthesized';
import { certificate, patroni, type Changes } from './postgres.fixture';

const podOf = (changes?: Changes) => at(patroni(changes).find('kubernetes_stateful_set_v1', 'postgres'), 'spec.template.spec');
const variables = (changes?: Changes) =>
  Object.fromEntries((at(podOf(changes), 'container.0.env') as { name: string }[]).map((one) => [one.name, one]));
const usual = patroni();
const pod = podOf();

describe('TLS', () => {
  test('without a certificate, every pod makes a key that only it has', () => {
    expect(at(pod, 'init_container.0.command')).toEqual(['/bin/sh', '/etc/patroni/python.sh', '/etc/patroni/make-certificate.py']);
    expect(at(pod, 'container.0.volume_mount')).toContainEqual({ name: 'writable-run-postgres-tls', mount_path: '/run/postgres-tls' });
  });

  test('a certificate comes from its Secret, with a key that only the group can read', () => {
    const withCertificate = podOf({ config: { certificate } });
    expect(at(withCertificate, 'init_container')).toEqual([]);
    expect(at(withCertificate, 'volume')).toContainEqual({
      name: 'files-etc-postgres-tls',
      projected: [
        {
          default_mode: '0440',
          sources: ['tls.crt', 'tls.key', 'ca.crt'].map((key) => ({ secret: [{ name: 'postgres-tls', items: [{ key, path: key }] }] })),
        },
      ],
    });
  });
});

describe('secrets', () => {
  test('are a user and a password for each purpose and slot, and nothing readable', () => {
    const names = usual.names('kubernetes_secret_v1').filter((name) => name !== 'postgres-archive'); // no login
    expect(names).toHaveLength(14);
    for (const name of names) {
      const secret = usual.find('kubernetes_secret_v1', name);
      expect(secret).not.toHaveProperty('data');
      expect(secret.data_wo).toEqual({
        username: name.replace('postgres-', '').replace('-', '_'),
        password: expect.stringMatching(/^\$\{ephemeral\.random_password\.\w+\.result\}$/) as unknown,
      });
    }
  });

  test.each([
    [2, 'a'],
    [3, 'b'],
    [4, 'a'],
  ])('at revision %i, members talk to each other with slot %s, which was left alone', (secretsRevision, slot) => {
    expect(variables({ around: { secretsRevision } })).toMatchObject({
      PATRONI_REPLICATION_USERNAME: { value: `replication_${slot}` },
      PATRONI_REPLICATION_PASSWORD: { value_from: { secret_key_ref: { name: `postgres-replication-${slot}`, key: 'password' } } },
      PATRONI_REWIND_PASSWORD: { value_from: { secret_key_ref: { name: `postgres-rewind-${slot}`, key: 'password' } } },
    });
  });

  test('a member is told the passwords it makes, and none of MassRouter’s', () => {
    const secretNames = JSON.stringify(at(pod, 'container.0.env')).match(/postgres-\w+-[ab]/g);
    expect([...new Set(secretNames)].sort()).toEqual(
      ['admin', 'replication', 'rewind'].flatMap((purpose) => [`postgres-${purpose}-a`, `postgres-${purpose}-b`]),
    );
  });
});

test('the account may do what Patroni does, to its own objects', () => {
  const role = usual.find('kubernetes_role_v1', 'postgres');
  expect(role.rule).toContainEqual({
    api_groups: [''],
    resources: ['pods'],
    resource_names: ['postgres-0', 'postgres-1', 'postgres-2'],
    verbs: ['patch'],
  });
  expect(usual.find('kubernetes_role_binding_v1', 'postgres')).toMatchObject({
    role_ref: { kind: 'Role', name: 'postgres' },
    subject: [{ kind: 'ServiceAccount', name: 'postgres', namespace: 'openrouter' }],
  });
});
