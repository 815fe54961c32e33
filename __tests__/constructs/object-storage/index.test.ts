/** The S3 server in a pod: its fields, its script, and what Terraform is told of it. */
import { versions } from '../../../config';
import { objectStorageEngines, objectStorageOn } from '../../../config/object-storage';
import { gatewayPaths } from '../../../constructs/object-storage/versitygw/gateway-pod';
import { startEnvironment } from '../../../constructs/object-storage/versitygw/start-program';
import { at } from '../../support/synthesized';
import { versitygw, versitygwConfig } from './object-storage.fixture';

const usual = versitygw();
const withTls = versitygw({ tls: { enabled: true, secret: 'object-storage-tls' } });
const pod = (place: string, of = usual) => at(of.find('kubernetes_stateful_set_v1', 'object-storage'), `spec.template.${place}`);

describe('the configuration', () => {
  const problems = (fields: object) => {
    const read = objectStorageOn.kubernetes.safeParse({
      engine: 'versitygw',
      tls: { enabled: false, reason: 'only in a test' },
      ...fields,
    });
    return read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'));
  };

  test('needs no more than a word about TLS', () => {
    expect(versitygwConfig()).toMatchObject({ port: 7070, region: 'us-east-1', image: null });
    expect(problems({ tls: undefined })).toEqual(['tls']);
  });

  test.each([
    [{ buckets: { assets: 'same', backups: 'same' } }, 'buckets.backups'],
    [{ buckets: { assets: 'UPPER' } }, 'buckets.assets'],
    [{ region: 'us east' }, 'region'],
    [{ tls: { enabled: false } }, 'tls.reason'],
    [{ storageGiB: 0 }, 'storageGiB'],
  ])('%j is refused', (fields, place) => {
    expect(problems(fields)).toContain(place);
  });

  test('one pod stands in the budget of the namespace, and talks to nobody', () => {
    expect(objectStorageEngines.versitygw.presence(versitygwConfig({ port: 9000 }), { sizing: 'minimum', cidrs: null })).toEqual({
      component: { ports: { s3: [{ port: 9000, protocol: 'TCP' }] }, runsAs: { pods: true } },
      flows: [],
      pods: [{ name: 'object-storage', pods: 1, memoryLimitMiB: 512 }],
    });
  });
});

describe('the start script', () => {
  const options = {
    listen: ':7070',
    region: 'us-east-1',
    buckets: { assets: 'openrouter-assets', backups: 'openrouter-backups' },
    paths: gatewayPaths,
  };

  test('is told the identities, and each bucket with the policy that lets in its own', () => {
    const { OBJECT_STORAGE_BUCKETS = '', ...rest } = startEnvironment({ ...options, tls: false });
    expect(rest).toMatchObject({ OBJECT_STORAGE_IDENTITIES: 'assets-a assets-b backups-a backups-b', OBJECT_STORAGE_TLS: 'no' });
    const lines = OBJECT_STORAGE_BUCKETS.split('\n').map((line) => /^(\S+) (.+)$/.exec(line)?.slice(1) ?? []);
    const statement = (keys: readonly string[]) => expect.objectContaining({ Effect: 'Allow', Principal: { AWS: keys } }) as unknown;
    expect(lines.map(([name, policy = '']) => [name, (JSON.parse(policy) as { Statement: object[] }).Statement])).toEqual([
      ['openrouter-assets', [statement(['assets-a', 'assets-b']), statement(['assets-a', 'assets-b'])]],
      ['openrouter-backups', [statement(['backups-a', 'backups-b']), statement(['backups-a', 'backups-b'])]],
    ]);
  });

  test('backups are deleted by their own identity, and no version of one', () => {
    const { OBJECT_STORAGE_BUCKETS = '' } = startEnvironment({ ...options, tls: false });
    const policy = JSON.parse(/^openrouter-backups (.+)$/m.exec(OBJECT_STORAGE_BUCKETS)?.[1] ?? '') as {
      Statement: { Action: string[]; Resource: string }[];
    };
    const deleting = policy.Statement.flatMap(({ Action, Resource }) =>
      Action.filter((action) => action.includes('Delete')).map((action) => [action, Resource]),
    );
    expect(deleting).toEqual([['s3:DeleteObject', 'arn:aws:s3:::openrouter-backups/*']]);
  });

  test('is told whether there is TLS', () => {
    expect(startEnvironment({ ...options, tls: true })).toMatchObject({ OBJECT_STORAGE_TLS: 'yes' });
  });
});

describe('what it is to others', () => {
  test('an endpoint, its buckets, and an identity for each', () => {
    const { endpoint, region, buckets, access } = usual.storage;
    expect({ endpoint, region, buckets, access }).toEqual({
      endpoint: 'http://object-storage.openrouter.svc:7070',
      region: 'us-east-1',
      buckets: { assets: 'openrouter-assets', backups: 'openrouter-backups' },
      access: {
        assets: { by: 'keys', secret: { name: 'object-storage-assets-b', source: null } },
        backups: { by: 'keys', secret: { name: 'object-storage-backups-b', source: null } },
      },
    });
  });

  test('with TLS the endpoint says so', () => {
    expect(withTls.storage.endpoint).toBe('https://object-storage.openrouter.svc:7070');
  });

  test('every Secret has its access key as username, and a value that Terraform does not keep', () => {
    const secrets = ['assets-a', 'assets-b', 'backups-a', 'backups-b'];
    expect(usual.names('kubernetes_secret_v1').sort()).toEqual(secrets.map((name) => `object-storage-${name}`));
    for (const key of secrets) {
      expect(usual.find('kubernetes_secret_v1', `object-storage-${key}`)).toMatchObject({
        data_wo: { username: key, password: expect.stringMatching(/^\$\{ephemeral\.random_password\./) as string },
        data_wo_revision: 1,
      });
    }
  });
});

describe('the pod', () => {
  test('is never there twice, and keeps its volume', () => {
    expect(usual.find('kubernetes_stateful_set_v1', 'object-storage')).toMatchObject({
      spec: { replicas: '1' },
      lifecycle: { ignore_changes: ['spec[0].volume_claim_template'] },
    });
    expect(usual.find('kubernetes_persistent_volume_claim_v1', 'data-object-storage-0')).toMatchObject({
      lifecycle: { prevent_destroy: true },
      spec: { resources: { requests: { storage: '20Gi' } } },
    });
  });

  test('runs the rendered script in the image of config/versions.ts', () => {
    expect(pod('spec.container.0')).toMatchObject({
      image: versions.images.versitygw,
      command: ['/bin/sh', '/etc/object-storage/start.sh'],
    });
  });

  test('is asked for its health, with TLS where there is one', () => {
    const probe = (scheme: string) => ({ http_get: { path: '/health', port: 's3', scheme } });
    expect(pod('spec.container.0')).toMatchObject({ liveness_probe: probe('HTTP'), readiness_probe: probe('HTTP') });
    expect(pod('spec.container.0', withTls)).toMatchObject({ liveness_probe: probe('HTTPS'), readiness_probe: probe('HTTPS') });
  });

  test('writes secret keys to memory', () => {
    expect(pod('spec.volume')).toContainEqual(
      expect.objectContaining({ name: 'writable-run-object-storage', empty_dir: { medium: 'Memory', size_limit: '1Mi' } }),
    );
  });

  test('has the keys of both slots as files, and no variable with one', () => {
    expect(JSON.stringify(pod('spec.container.0.env'))).not.toContain('secret_key_ref');
    expect(JSON.stringify(pod('spec.volume')).match(/"object-storage-(assets|backups)-[ab]"/g)).toHaveLength(4);
  });

  test('rolls when what its script is told or the keys change', () => {
    const template = (of: typeof usual) => at(of.find('kubernetes_stateful_set_v1', 'object-storage'), 'spec.template');
    expect(template(versitygw())).toEqual(template(usual));
    expect(template(versitygw({ region: 'eu-central-1' }))).not.toEqual(template(usual));
    expect(template(versitygw({}, { secretsRevision: 3 }))).not.toEqual(template(usual));
  });

  test('has all that it needs before it is made', () => {
    const needed = [
      usual.address('kubernetes_config_map_v1', 'object-storage'),
      usual.address('kubernetes_service_account_v1', 'object-storage'),
      usual.address('kubernetes_service_v1', 'object-storage'),
      usual.address('kubernetes_persistent_volume_claim_v1', 'data-object-storage-0'),
      ...usual.names('kubernetes_secret_v1').map((name) => usual.address('kubernetes_secret_v1', name)),
    ];
    expect(at(usual.find('kubernetes_stateful_set_v1', 'object-storage'), 'depends_on')).toEqual(expect.arrayContaining(needed));
  });
});
