/** Each rule is fed what breaks it, and only that is reported. */
import { readEnvironment } from '../../../config/load/read-environment';
import { local } from '../../support/environments';

const box = (name: string, changes: object) => ({ [name]: { ...(local()[name] as object), ...changes } });
const images = { services: { backend: { image: 'r.example/b:1' }, admin: { image: 'r.example/a:1' }, portal: { image: 'r.example/p:1' } } };

const violations: readonly (readonly [rule: string, change: object, path: string, message: RegExp])[] = [
  ['hosts are distinct', { services: { admin: { host: 'api.openrouter.ai' } } }, 'services.admin.host', /host of another service/],
  ['derived variables are not set', { services: { portal: { settings: { PORT: '1' } } } }, 'services.portal.settings.PORT', /derived/],
  [
    'generated secrets are not set, nor their previous values',
    { services: { backend: { settings: { PREVIOUS_SESSION_SIGNING_KEY: 'x' } } } },
    'services.backend.settings.PREVIOUS_SESSION_SIGNING_KEY',
    /derived/,
  ],
  [
    'a stand-in is for a laptop',
    { ...box('postgres', { maxConnections: 500 }), sizing: 'minimum', services: { ...images.services, admin: {} } },
    'services.admin.image',
    /only sizing "laptop"/,
  ],
  [
    'connections fit, twice in a rollout',
    box('postgres', { maxConnections: 77 }),
    'postgres.maxConnections',
    /77 allows 61 planned connections \(80 %\), but a rollout needs 62 \(backend 2 × 3 pods × 10 \+ 2 others\)/,
  ],
  [
    'a service with a database has connections',
    { services: { backend: { databasePool: 0 } } },
    'services.backend.databasePool',
    /1 or more/,
  ],
  ['a service without one has none', { services: { admin: { databasePool: 1 } } }, 'services.admin.databasePool', /must be 0/],
  [
    'memory fits the quota',
    { namespace: { quotaMemoryMiB: 12543 } },
    'namespace.quotaMemoryMiB',
    /12543 MiB are less than a rollout needs, 12544/,
  ],
  ['pods fit the quota', { namespace: { quotaPods: 26 } }, 'namespace.quotaPods', /26 pods are less than a rollout needs, 27/],
  [
    'the streaming chain holds',
    { streaming: { heartbeatSeconds: 1200 } },
    'streaming',
    /heartbeat 1200 < balancer idle 1200 +broken: a silent stream/,
  ],
  ['drain fits an eviction', { streaming: { drainSeconds: 841 } }, 'streaming', /grace 901 ≤ longest eviction 900 +broken/],
  [
    'ranges do not overlap',
    box('cluster', { nodeCidrs: ['10.96.128.0/20'] }),
    'cluster.nodeCidrs',
    /overlaps serviceCidr 10\.96\.0\.0\/16/,
  ],
  [
    'a pod may go without taking the service along',
    { services: { admin: { replicas: { min: 1 } } } },
    'services.admin.replicas.min',
    /2 or more.*got 1/,
  ],
  [
    'pods fit their tier',
    { services: { admin: { replicas: { max: 3 } } } },
    'services.admin.replicas.max',
    /3 pods are more than the 2 that/,
  ],
  [
    'there are not fewer at most than at least',
    { services: { backend: { replicas: { max: 2 } } } },
    'services.backend.replicas',
    /at least 3 but at most 2/,
  ],
  [
    'smaller limits make room, larger ones take it',
    { services: { admin: { resources: { memoryLimitMiB: 512 } } } },
    'services.admin.replicas',
    /at least 2 but at most 1/,
  ],
  [
    'a request is within its limit',
    { services: { admin: { resources: { memoryRequestMiB: 300 } } } },
    'services.admin.resources.memoryRequestMiB',
    /not be more/,
  ],
  [
    'so is that of the CPU',
    { services: { portal: { resources: { cpuRequestMillis: 251 } } } },
    'services.portal.resources.cpuRequestMillis',
    /not be more/,
  ],
  ['PostgreSQL is 16 or newer', box('postgres', { version: 15 }), 'postgres.version', /must be 16 or newer; got 15/],
  ['Redis is 7 or newer', box('redis', { version: 6 }), 'redis.version', /must be 7 or newer; got 6/],
];

test.each(violations)('%s', (_, change, path, message) => {
  const read = readEnvironment(local(change));
  expect('problems' in read ? read.problems : []).toEqual([{ path, message: expect.stringMatching(message) as string }]);
});

test.each([
  ['connections', box('postgres', { maxConnections: 78 })],
  ['memory', { namespace: { quotaMemoryMiB: 12544 } }],
  ['pods', { namespace: { quotaPods: 27 } }],
  ['drain', { streaming: { drainSeconds: 840 } }],
])('the limit itself is allowed: %s', (_, change) => {
  expect(readEnvironment(local(change))).toHaveProperty('environment');
});
