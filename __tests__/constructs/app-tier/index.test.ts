import { createHash } from 'node:crypto';
import { reservedVariables } from '../../../config/derived/services';
import { standInConfig } from '../../../constructs/app-tier/stand-in-config';
import { at, type Synthesized } from '../../support/synthesized';
import { admin, appTier, backend, migration, portal, standIn } from './app-tier.fixture';

const tier = appTier();
const deployment = (name: string, of = tier) => of.find('kubernetes_deployment_v1', name);
const container = (name: string, of = tier) => at(deployment(name, of), 'spec.template.spec.container.0');
const config = (name: string, of = tier) => at(of.find('kubernetes_config_map_v1', `${name}-config`), 'data');
const checksum = (name: string, of: Synthesized) => at(deployment(name, of), 'spec.template.metadata.annotations.checksum/config');
const job = (of: Synthesized) => of.address('kubernetes_job_v1', String(of.names('kubernetes_job_v1')[0]));

describe('the order of a release', () => {
  const names = ['backend', 'admin', 'portal'];

  test.each(names)('%s starts after everything its pods need', (name) => {
    expect(deployment(name).depends_on).toEqual(
      expect.arrayContaining([
        job(tier),
        tier.address('kubernetes_config_map_v1', `${name}-config`),
        tier.address('kubernetes_service_account_v1', name),
        tier.address('kubernetes_service_v1', name),
      ]),
    );
  });

  test('the backend also starts after both slots of its secrets', () => {
    expect(deployment('backend').depends_on).toEqual(
      expect.arrayContaining(['a', 'b'].map((slot) => tier.address('kubernetes_secret_v1', `backend-secrets-${slot}`))),
    );
  });

  test.each([
    ['kubernetes_config_map_v1', 'backend-config'],
    ['kubernetes_secret_v1', 'backend-secrets-a'],
    ['kubernetes_secret_v1', 'backend-secrets-b'],
  ])('%s %s changes only after the migration', (type, name) => {
    expect(tier.find(type, name).depends_on).toEqual([job(tier)]);
  });

  test('nothing waits for a Deployment', () => {
    expect(tier.text).not.toMatch(/"depends_on": \[[^\]]*kubernetes_deployment_v1/);
  });

  test('a pod started before its stand-in’s configuration could never become ready', () => {
    const of = appTier({ services: [standIn(backend), admin, portal] });
    expect(deployment('backend', of).depends_on).toContain(of.address('kubernetes_config_map_v1', 'stand-in'));
  });
});

describe('what a service is told', () => {
  test('the backend: its limits, with their units, the public hosts and its own settings', () => {
    expect(config('backend')).toEqual({
      PORT: '8080',
      HEARTBEAT_SECONDS: '15',
      KEEP_ALIVE_SECONDS: '1260',
      DRAIN_SECONDS: '600',
      MAX_BODY_MIB: '100',
      DATABASE_POOL_SIZE: '10',
      BACKEND_PUBLIC_HOST: 'api.openrouter.ai',
      ADMIN_PUBLIC_HOST: 'admin.openrouter.ai',
      PORTAL_PUBLIC_HOST: 'openrouter.ai',
      LOG_LEVEL: 'info',
    });
  });

  test.each(['admin', 'portal'])('%s: where the backend is', (name) => {
    expect(config(name)).toMatchObject({ BACKEND_URL: 'http://backend' });
  });

  test('what is derived cannot be set', () => {
    const of = appTier({ services: [{ ...backend, settings: { PORT: '1', DRAIN_SECONDS: '1' } }] });
    expect(config('backend', of)).toMatchObject({ PORT: '8080', DRAIN_SECONDS: '600' });
  });

  test.each(['backend', 'admin', 'portal'])('%s: everything that is derived is reserved, so that it cannot be set by hand', (name) => {
    const variables = (at(container(name), 'env') as { name: string }[]).map((variable) => variable.name);
    const derived = [...Object.keys(config(name) as object), ...variables].filter((variable) => variable !== 'LOG_LEVEL');
    expect(derived.filter((variable) => !reservedVariables([backend, admin, portal]).includes(variable))).toEqual([]);
  });

  test('a setting is a text, whatever Terraform would make of it', () => {
    const of = appTier({ services: [{ ...backend, settings: { TEMPLATE: 'a ${b} %{c} $d %e' } }] });
    expect(config('backend', of)).toMatchObject({ TEMPLATE: 'a $${b} %%{c} $d %e' });
  });

  test('its config, the Secrets brought along, then the generated ones, the older of which with a prefix', () => {
    expect(at(container('backend'), 'env_from')).toEqual([
      { config_map_ref: { name: 'backend-config' } },
      { secret_ref: { name: 'provider-keys' } },
      { secret_ref: { name: 'backend-secrets-b' } },
      { prefix: 'PREVIOUS_', secret_ref: { name: 'backend-secrets-a' } },
    ]);
  });

  test('a rotation makes the rewritten slot the current one', () => {
    expect(at(container('backend', appTier({}, { secretsRevision: 3 })), 'env_from')).toMatchObject([
      {},
      {},
      { secret_ref: { name: 'backend-secrets-a' } },
      { prefix: 'PREVIOUS_', secret_ref: { name: 'backend-secrets-b' } },
    ]);
  });

  test.each(['admin', 'portal'])('%s: no store, no secret', (name) => {
    expect(container(name)).not.toHaveProperty('env.0');
    expect(at(container(name), 'env_from')).toEqual([{ config_map_ref: { name: `${name}-config` } }]);
  });

  test('only the stores it uses', () => {
    const of = appTier({ services: [{ ...backend, stores: ['redis'] }] });
    const names = (at(container('backend', of), 'env') as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_URL', 'REDIS_CA_FILE']);
  });
});

describe('pods roll', () => {
  test('when a setting changes, and only those of its service', () => {
    const changed = appTier({ services: [{ ...backend, settings: { LOG_LEVEL: 'debug' } }, admin, portal] });
    expect(checksum('backend', changed)).not.toBe(checksum('backend', tier));
    expect(checksum('admin', changed)).toBe(checksum('admin', tier));
  });

  test.each(['backend', 'admin', 'portal'])('when the secrets are rotated: %s', (name) => {
    expect(checksum(name, appTier({}, { secretsRevision: 3 }))).not.toBe(checksum(name, tier));
  });

  test('not because settings are written in another order', () => {
    const [one, two] = [
      { A: '1', B: '2' },
      { B: '2', A: '1' },
    ].map((settings) => checksum('backend', appTier({ services: [{ ...backend, settings }] })));
    expect(one).toBe(two);
  });
});

describe('the stand-in', () => {
  const of = appTier({
    services: [standIn(backend), standIn(admin), portal],
    migration: { ...migration, image: 'nginx:1.28.0-alpine', standIn: true, command: ['true'] },
  });

  test('is not there when every service has an image', () => {
    expect(tier.names('kubernetes_config_map_v1')).not.toContain('stand-in');
  });

  test('has a configuration for each service it stands for', () => {
    expect(at(of.find('kubernetes_config_map_v1', 'stand-in'), 'data')).toEqual({
      'backend.conf': standInConfig(8080),
      'admin.conf': standInConfig(3000),
    });
  });

  test('runs nginx with that configuration, as the image’s own user', () => {
    expect(container('backend', of)).toMatchObject({
      image: 'nginx:1.28.0-alpine',
      command: ['nginx', '-g', 'daemon off;', '-c', '/etc/stand-in/backend.conf'],
    });
    expect(container('backend', of)).toHaveProperty(
      'volume_mount',
      expect.arrayContaining([expect.objectContaining({ mount_path: '/etc/stand-in' })]),
    );
    expect(at(deployment('backend', of), 'spec.template.spec.security_context')).toMatchObject({ run_as_user: '101' });
  });

  test('leaves a service with an image as it is', () => {
    expect(container('portal', of)).not.toHaveProperty('command');
    expect(at(deployment('portal', of), 'spec.template.spec.security_context')).toMatchObject({ run_as_user: '65532' });
  });

  test('migrates nothing', () => {
    const migrate = of.find('kubernetes_job_v1', String(of.names('kubernetes_job_v1')[0]));
    expect(migrate).toMatchObject({
      spec: { template: { spec: { security_context: { run_as_user: '101' }, container: [{ command: ['true'] }] } } },
    });
  });
});

describe('the stand-in’s nginx.conf', () => {
  const text = standInConfig(8080);

  test.each(['/health', '/ready', '/metrics', '/'])('answers %s', (path) => {
    expect(text).toMatch(new RegExp(`location (= )?${path} \\{[^}]*return 200 "[^"]+";`));
  });

  test('listens on the port of the service', () => {
    expect(text).toContain('listen 8080;');
  });

  test('writes only below /tmp and to the standard streams', () => {
    const paths = [...text.matchAll(/(?:pid|error_log|access_log|\w+_path) (\S+?)(?: warn)?;/g)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThanOrEqual(8);
    for (const path of paths) expect(path).toMatch(/^(\/tmp\/\w+(\.pid)?|stderr|\/dev\/stdout|off)$/);
  });

  test('does not say what the command line says: nginx refuses a directive said twice', () => {
    expect(text).not.toContain('daemon');
  });

  test('holds nothing that Terraform would take for a template', () => {
    expect(text).not.toMatch(/[$%]\{/);
  });
});

describe('nothing secret is written', () => {
  test('Secrets have write-only references and no data', () => {
    for (const name of tier.names('kubernetes_secret_v1')) {
      const { data, data_wo: written } = tier.find('kubernetes_secret_v1', name);
      expect(data).toBeUndefined();
      for (const value of Object.values(written as object)) expect(value).toMatch(/^\$\{ephemeral\./);
    }
  });

  test('every password variable is a reference to a Secret', () => {
    const variables = at(container('backend'), 'env') as { name: string; value?: string }[];
    const secret = variables.filter(({ name }) => /PASSWORD|SECRET|USERNAME|KEY_ID/.test(name));
    expect(secret.length).toBe(6);
    for (const variable of secret) expect(variable).not.toHaveProperty('value');
  });

  test('URLs name their password instead of holding it', () => {
    for (const [, password] of tier.text.matchAll(/:\/\/[^"/@]*:([^"@]*)@/g)) expect(password).toMatch(/^\$\((DATABASE|REDIS)_PASSWORD\)$/);
    expect(tier.text).toContain('$(DATABASE_PASSWORD)');
  });
});

test('the same input gives the same bytes', () => {
  const [one, two] = [appTier().text, appTier().text].map((text) => createHash('sha256').update(text).digest('hex'));
  expect(one).toBe(two);
});
