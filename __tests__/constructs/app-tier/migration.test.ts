import { migrationJobName } from '../../../config';
import { componentLabels } from '../../../constructs/kubernetes';
import { at } from '../../support/synthesized';
import { appTier, migration } from './app-tier.fixture';

const jobOf = (tier: ReturnType<typeof appTier>) => tier.find('kubernetes_job_v1', String(tier.names('kubernetes_job_v1')[0]));
const tier = appTier();
const job = jobOf(tier);
const container = at(job, 'spec.template.spec.container.0');

test('there is one Job, whose name carries image and command', () => {
  expect(tier.names('kubernetes_job_v1')).toEqual([migrationJobName(migration.image, migration.command)]);
});

test.each([{ image: 'registry.example/openrouter-backend:1.2.4' }, { command: ['make', 'migrate-all'] }])(
  'another release is another Job: %j',
  (change) => {
    expect(appTier({ migration: { ...migration, ...change } }).names('kubernetes_job_v1')).not.toEqual(tier.names('kubernetes_job_v1'));
  },
);

test('it runs the command once per attempt and never restarts in place', () => {
  expect(container).toMatchObject({ image: migration.image, command: ['make', 'migrate-up'] });
  expect(job).toMatchObject({ spec: { backoff_limit: 2, template: { spec: { restart_policy: 'Never' } } } });
});

test('one attempt is bounded, and so are all together', () => {
  expect(job).toHaveProperty('spec.template.spec.active_deadline_seconds', 900);
  // 3 attempts × (120 s scheduling + 900 s + 30 s grace) + back-off of 10 s and 20 s
  expect(job).toHaveProperty('spec.active_deadline_seconds', 3180);
});

test('Terraform waits for the end, longer than the Job may take', () => {
  expect(job.wait_for_completion).toBe(true);
  expect(job.timeouts).toEqual({ create: '3300s', update: '3300s', delete: '150s' });
});

test('its command is text, whatever Terraform would make of it', () => {
  const of = appTier({ migration: { ...migration, command: ['sh', '-c', 'echo ${A} %{b}'] } });
  expect(at(jobOf(of), 'spec.template.spec.container.0.command')).toEqual(['sh', '-c', 'echo $${A} %%{b}']);
});

test('it is never cleaned up: the next apply would run it again', () => {
  expect(job.spec).not.toHaveProperty('ttl_seconds_after_finished');
});

test('a pod taken away by a drained node is no failed attempt', () => {
  expect(at(job, 'spec.pod_failure_policy')).toEqual({
    rule: [{ action: 'Ignore', on_pod_condition: [{ type: 'DisruptionTarget', status: 'True' }] }],
  });
});

test('it is a component of its own, with an account without a token', () => {
  expect(at(job, 'spec.template.metadata.labels')).toEqual(componentLabels('migration'));
  expect(job).toHaveProperty('spec.template.spec.service_account_name', 'migration');
  expect(job.depends_on).toEqual([tier.address('kubernetes_service_account_v1', 'migration')]);
});

test('it gets the migration role of the database and nothing of the services', () => {
  expect(at(container, 'env')).toEqual([
    { name: 'DATABASE_USERNAME', value_from: { secret_key_ref: { name: 'postgres-migrate', key: 'username' } } },
    { name: 'DATABASE_PASSWORD', value_from: { secret_key_ref: { name: 'postgres-migrate', key: 'password' } } },
    {
      name: 'DATABASE_URL',
      value:
        'postgres://$(DATABASE_USERNAME):$(DATABASE_PASSWORD)@primary.db.example:5433/openrouter?sslmode=verify-full&sslrootcert=/etc/connections/postgres-ca.crt',
    },
    { name: 'PGCONNECT_TIMEOUT', value: '10' },
  ]);
  expect(container).not.toHaveProperty('env_from.0');
});

test('a rotation of secrets does not run it again', () => {
  expect(jobOf(appTier({}, { secretsRevision: 3 }))).toEqual(job);
});
