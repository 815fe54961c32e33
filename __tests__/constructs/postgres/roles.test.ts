import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1';
import { componentLabels } from '../../../constructs/kubernetes';
import { loginSecret, loginSlots, rolePurposes } from '../../../constructs/postgres/logins';
import { PostgresRoles, type PostgresRolesProps } from '../../../constructs/postgres/roles';
import { at, synthesize } from '../../support/synthesized';
import { stores } from '../app-tier/app-tier.fixture';
import { surroundings } from '../../support/surroundings';

const usual: PostgresRolesProps = {
  postgres: stores.postgres,
  logins: rolePurposes.flatMap((purpose) => loginSlots.map((slot) => ({ purpose, secret: loginSecret(purpose, slot) }))),
  extensions: [],
  namespace: 'openrouter',
  image: 'registry.example/postgres:16.14',
  user: 26,
  programPath: '/usr/pgsql-16/bin:/usr/bin:/bin',
  surroundings: surroundings(),
  dependsOn: [],
};

const roles = (changes: Partial<PostgresRolesProps> = {}) =>
  synthesize((stack) => {
    new PostgresRoles(stack, 'Roles', { ...usual, ...changes });
  });
const jobOf = (changes?: Partial<PostgresRolesProps>) => {
  const synthesized = roles(changes);
  return synthesized.find('kubernetes_job_v1', String(synthesized.names('kubernetes_job_v1')[0]));
};
const nameOf = (changes?: Partial<PostgresRolesProps>) => at(jobOf(changes), 'metadata.name');
const job = jobOf();
const container = at(job, 'spec.template.spec.container.0');
const variables = Object.fromEntries((at(container, 'env') as { name: string }[]).map((one) => [one.name, one]));

test('logs in as the admin, to the one that takes writes, and checks it as every client does', () => {
  expect(variables).toMatchObject({
    PGHOST: { value: 'primary.db.example' },
    PGPORT: { value: '5433' },
    PGSSLMODE: { value: 'verify-full' },
    PGSSLROOTCERT: { value: '/etc/postgres-roles/ca.crt' },
    PGUSER: { value_from: { secret_key_ref: { name: 'postgres-admin', key: 'username' } } },
    PGPASSWORD: { value_from: { secret_key_ref: { name: 'postgres-admin', key: 'password' } } },
  });
  expect(JSON.stringify(at(job, 'spec.template.spec.volume'))).toContain('postgres-ca');
});

test('names no authority where there is none', () => {
  const none = jobOf({ postgres: { ...stores.postgres, ca: null, sslMode: 'require' } });
  expect(JSON.stringify(none)).not.toContain('PGSSLROOTCERT');
});

test('is told both slots of every purpose', () => {
  for (const { secret } of usual.logins) {
    const prefix = secret.toUpperCase().replaceAll('-', '_');
    expect(variables).toMatchObject({
      [`${prefix}_USERNAME`]: { value_from: { secret_key_ref: { name: secret, key: 'username' } } },
      [`${prefix}_PASSWORD`]: { value_from: { secret_key_ref: { name: secret, key: 'password' } } },
    });
  }
});

test('works with one login of each purpose, as somebody’s own server has', () => {
  const logins = rolePurposes.map((purpose) => ({ purpose, secret: `mine-${purpose}` }));
  expect(at(jobOf({ logins }), 'spec.template.spec.container.0.env')).toContainEqual({
    name: 'ROLES_LOGINS',
    value: 'app:MINE_APP migrate:MINE_MIGRATE monitor:MINE_MONITOR backup:MINE_BACKUP',
  });
});

test('a purpose without a login is an error', () => {
  expect(() => roles({ logins: usual.logins.filter(({ purpose }) => purpose !== 'monitor') })).toThrow('test/Roles: no login for monitor');
});

test.each<Partial<PostgresRolesProps>>([
  { surroundings: surroundings({ secretsRevision: 3 }) },
  { extensions: ['pg_trgm'] },
  { image: 'registry.example/postgres:16.15' },
  { postgres: { ...stores.postgres, database: 'other' } },
  { logins: rolePurposes.map((purpose) => ({ purpose, secret: `mine-${purpose}` })) },
])('runs again after a change: %#', (changes) => {
  expect(nameOf(changes)).not.toBe(nameOf());
});

test('does not run again without one', () => {
  expect(nameOf()).toBe(nameOf({}));
  expect(nameOf()).toMatch(/^postgres-roles-[0-9a-f]{14}$/);
  expect(job.spec).not.toHaveProperty('ttl_seconds_after_finished');
});

test('is bounded, and Terraform waits longer than it may take', () => {
  expect(at(job, 'spec.template.spec.active_deadline_seconds')).toBe(300);
  // 4 attempts × (120 s scheduling + 300 s + 30 s grace) + back-off of 10, 20 and 40 s
  expect(at(job, 'spec.active_deadline_seconds')).toBe(1870);
  expect(job).toMatchObject({ wait_for_completion: true, timeouts: { create: '1990s' }, spec: { backoff_limit: 3 } });
});

test('may go where a migration may go, and talks to no API server', () => {
  expect(at(job, 'spec.template.metadata.labels')).toEqual(componentLabels('migration'));
  expect(at(job, 'spec.template.spec.service_account_name')).toBe('postgres-roles');
  expect(at(job, 'spec.template.spec.automount_service_account_token')).toBe(false);
});

test('waits for what it is told of, and is done again when that changes', () => {
  const { json } = synthesize((stack) => {
    const secret = new SecretV1(stack, 'Copy', { metadata: { name: 'copy', namespace: 'openrouter' } });
    new PostgresRoles(stack, 'Roles', { ...usual, dependsOn: [secret] });
  });
  const [made] = Object.values(at(json, 'resource.kubernetes_job_v1') as Record<string, object>);
  const address = `kubernetes_secret_v1.${Object.keys(at(json, 'resource.kubernetes_secret_v1') as object)[0]}`;
  expect(made).toMatchObject({ lifecycle: { replace_triggered_by: [address] } });
  expect(at(made, 'depends_on')).toContain(address);
  expect(job).not.toHaveProperty('lifecycle');
});
