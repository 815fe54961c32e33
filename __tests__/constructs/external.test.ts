/** Engines that are brought along: each gives its box's interface and creates nothing. */
import { createLoadBalancer } from '../../constructs/load-balancer';
import { resolveRoutes } from '../../config/derived/routes';
import { createObjectStorage } from '../../constructs/object-storage';
import { createPostgres } from '../../constructs/postgres';
import { createRedis } from '../../constructs/redis';
import { loadBalancerOn } from '../../config/load-balancer';
import { objectStorageOn } from '../../config/object-storage';
import { postgresOn } from '../../config/postgres';
import { redisOn } from '../../config/redis';
import { synthesize } from '../support/synthesized';
import { admin, backend } from './app-tier/app-tier.fixture';
import type { TerraformStack } from 'cdktf';
import { surroundings } from '../support/surroundings';

const location = { cidrs: ['10.1.0.0/16'] };
const placement = { kind: 'kubernetes', namespace: 'openrouter', storageClass: null } as const;
const stateful = { placement, backups: null, surroundings: surroundings({ sizing: 'laptop', zones: 1 }) };
const secret = (name: string) => ({ name, source: null });

function built<T>(build: (stack: TerraformStack) => T): T {
  const made: T[] = [];
  const { json } = synthesize((stack) => void made.push(build(stack)));
  expect(json).not.toHaveProperty('resource');
  const [box] = made;
  if (box === undefined) throw new Error('not built');
  return box;
}

describe('postgres', () => {
  const of = (changes: object) =>
    built((stack) => {
      const config = postgresOn.kubernetes.parse({
        engine: 'external',
        location,
        primary: { host: 'db.example' },
        maxConnections: 100,
        ...changes,
      });
      return createPostgres(stack, 'Postgres', { config, ...stateful });
    });

  test('without replicas and authority: the primary takes reads, TLS is required but not checked', () => {
    expect(of({})).toMatchObject({
      primary: { host: 'db.example', port: 5432 },
      replicas: { host: 'db.example', port: 5432 },
      database: 'openrouter',
      sslMode: 'require',
      ca: null,
    });
  });

  test('with both: reads go to the replicas, and certificate and host name are checked', () => {
    const certificateAuthority = { configMap: 'postgres-ca' };
    expect(of({ replicas: { host: 'ro.example', port: 5433 }, certificateAuthority })).toMatchObject({
      replicas: { host: 'ro.example', port: 5433 },
      sslMode: 'verify-full',
      ca: { configMap: 'postgres-ca', key: 'ca.crt' },
    });
  });

  test('each role has a Secret of its own', () => {
    expect(of({ secrets: { backup: 'dumps' } }).credentials).toEqual({
      admin: secret('postgres-admin'),
      app: secret('postgres-app'),
      migrate: secret('postgres-migrate'),
      monitor: secret('postgres-monitor'),
      backup: secret('dumps'),
    });
  });
});

describe('redis', () => {
  const of = (changes: object) =>
    built((stack) => {
      const config = redisOn.kubernetes.parse({ engine: 'external', location, discovery: { host: 'redis.example' }, ...changes });
      return createRedis(stack, 'Redis', { config, ...stateful });
    });

  test('TLS is on unless it is turned off with a reason', () => {
    expect(of({})).toMatchObject({
      discovery: { host: 'redis.example', port: 6379 },
      tls: true,
      ca: null,
      credentials: { app: secret('redis-app'), monitor: secret('redis-monitor') },
    });
    expect(of({ tls: { enabled: false, reason: 'one machine only' } })).toMatchObject({ tls: false, ca: null });
    expect(redisOn.kubernetes.safeParse({ engine: 'external', location, discovery: { host: 'r' }, tls: { enabled: false } }).success).toBe(
      false,
    );
  });

  test('an authority of its own is handed on', () => {
    const certificateAuthority = { configMap: 'redis-ca', key: 'ca.pem' };
    expect(of({ tls: { enabled: true, certificateAuthority } }).ca).toEqual(certificateAuthority);
  });
});

test('object storage: one identity a bucket, by keys', () => {
  const storage = built((stack) => {
    const config = objectStorageOn.kubernetes.parse({ engine: 'external', location, endpoint: 'https://s3.example' });
    return createObjectStorage(stack, 'ObjectStorage', { config, ...stateful });
  });
  expect(storage).toMatchObject({
    endpoint: 'https://s3.example',
    region: 'auto',
    buckets: { assets: 'openrouter-assets', backups: 'openrouter-backups' },
    access: {
      assets: { by: 'keys', secret: secret('object-storage-assets') },
      backups: { by: 'keys', secret: secret('object-storage-backups') },
    },
  });
});

test.each(['http://s3.example', 'https://s3.example/', 'https://user@s3.example', 's3.example'])(
  'object storage is not at %s',
  (endpoint) => {
    expect(objectStorageOn.kubernetes.safeParse({ engine: 'external', location, endpoint }).success).toBe(false);
  },
);

describe('load balancer', () => {
  const limits = {
    idleSeconds: 1200,
    deregistrationSeconds: 620,
    maxBodyMiB: 100,
    drain: { preStopSeconds: 20, drainSeconds: 600, graceSeconds: 660 },
  };
  const of = (origin: unknown) =>
    built((stack) => {
      const config = loadBalancerOn.kubernetes.parse({ engine: 'external', location, origin });
      const none = { routes: [], limits, facesClients: true, surroundings: surroundings({ zones: 1 }) };
      return createLoadBalancer(stack, 'LoadBalancer', { config, placement, ...none });
    });

  test.each([null, { recordType: 'A', value: '192.0.2.1' }, { recordType: 'CNAME', value: 'lb.example' }])(
    'its origin is what is said: %j',
    (origin) => {
      expect(of(origin).origin).toEqual(origin);
    },
  );

  test('an A record has an address', () => {
    expect(
      loadBalancerOn.kubernetes.safeParse({ engine: 'external', location, origin: { recordType: 'A', value: 'lb.example' } }).success,
    ).toBe(false);
  });

  test('each service is a route: its host, its Service, and which paths stream', () => {
    expect(resolveRoutes([backend, admin])).toMatchObject([
      { hosts: ['api.openrouter.ai'], path: '/', service: 'backend', port: 8080, readinessPath: '/ready', streamingPaths: ['/v1'] },
      {
        hosts: ['admin.openrouter.ai'],
        path: '/',
        service: 'admin',
        port: 3000,
        readinessPath: '/ready',
        streamingPaths: [],
        fenced: true,
      },
    ]);
  });
});
