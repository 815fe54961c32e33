import { Lazy } from 'cdktf';
import { connections } from '../../../constructs/app-tier';
import { at, synthesize } from '../../support/synthesized';
import { stores } from './app-tier.fixture';

const { postgres, redis, objectStorage } = stores;
const { values, secrets, files } = connections(stores);

test('the writer and the readers of the database, checked against its authority', () => {
  const url = (host: string) =>
    `postgres://$(DATABASE_USERNAME):$(DATABASE_PASSWORD)@${host}/openrouter?sslmode=verify-full&sslrootcert=/etc/connections/postgres-ca.crt`;
  expect(values.DATABASE_URL).toBe(url('primary.db.example:5433'));
  expect(values.DATABASE_READ_URL).toBe(url('replicas.db.example:5434'));
});

test('the mode of the database’s TLS without an authority', () => {
  const plain = connections({ postgres: { ...postgres, sslMode: 'require', ca: null } });
  expect(plain.values.DATABASE_URL).toMatch(/\/openrouter\?sslmode=require$/);
  expect(plain.files).toEqual({});
});

test.each([
  [true, 'rediss'],
  [false, 'redis'],
])('Redis with TLS %s is %s://', (tls, scheme) => {
  expect(connections({ redis: { ...redis, tls } }).values.REDIS_URL).toBe(
    `${scheme}://$(REDIS_USERNAME):$(REDIS_PASSWORD)@redis.example:6380`,
  );
});

test('the authority of Redis only where there is one', () => {
  expect(values.REDIS_CA_FILE).toBe('/etc/connections/redis-ca.crt');
  expect(connections({ redis: { ...redis, ca: null } }).values).not.toHaveProperty('REDIS_CA_FILE');
});

test('object storage by its keys', () => {
  expect(values).toMatchObject({ S3_ENDPOINT: 'https://s3.example', S3_REGION: 'auto', S3_BUCKET_ASSETS: 'openrouter-assets' });
  expect(secrets).toMatchObject({
    AWS_ACCESS_KEY_ID: { name: 'object-storage-assets', key: 'username' },
    AWS_SECRET_ACCESS_KEY: { name: 'object-storage-assets', key: 'password' },
  });
});

test('object storage by the identity of the pod needs no keys', () => {
  const assets = { by: 'pod-identity', policyArn: 'arn:aws:iam::123456789012:policy/assets' } as const;
  expect(connections({ objectStorage: { ...objectStorage, access: { ...objectStorage.access, assets } } }).secrets).toEqual({});
});

test('the role of the application, never another one', () => {
  const names = Object.values(secrets).map(({ name }) => name);
  expect([...new Set(names)]).toEqual(['postgres-app', 'redis-app', 'object-storage-assets']);
});

test('the authorities as files', () => {
  expect(files).toEqual({
    '/etc/connections/postgres-ca.crt': { configMap: 'postgres-ca', key: 'ca.crt' },
    '/etc/connections/redis-ca.crt': { configMap: 'redis-ca', key: 'ca.pem' },
  });
});

test('a port that only Terraform knows stands in the URL as its reference', () => {
  const port = Lazy.numberValue({ produce: () => '${var.port}' as unknown as number });
  const { json } = synthesize((stack) => {
    const { values: later } = connections({ redis: { ...redis, discovery: { host: 'redis.example', port } } });
    stack.addOverride('output.url.value', later.REDIS_URL);
  });
  expect(at(json, 'output.url.value')).toBe('rediss://$(REDIS_USERNAME):$(REDIS_PASSWORD)@redis.example:${var.port}');
});

test('nothing of a store that is not given', () => {
  expect(connections({})).toEqual({ values: {}, secrets: {}, files: {} });
});
