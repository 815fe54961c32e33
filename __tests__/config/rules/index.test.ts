/** Each rule is fed what breaks it, and only that is reported. */
import { readEnvironment } from '../../../config/load/read-environment';
import { local } from '../../support/environments';

const box = (name: string, changes: object) => ({ [name]: { ...(local()[name] as object), ...changes } });

const violations: readonly (readonly [rule: string, change: object, path: string, message: RegExp])[] = [
  [
    'connections fit, twice in a rollout',
    box('postgres', { maxConnections: 81 }),
    'postgres.maxConnections',
    /81 allows 64 planned connections \(80 %\), but a rollout needs 65 \(backend 2 × 3 pods × 10 \+ 5 others\)/,
  ],
  [
    'memory fits the quota',
    { namespace: { quotaMemoryMiB: 15103 } },
    'namespace.quotaMemoryMiB',
    /15103 MiB are less than a rollout needs, 15104/,
  ],
  ['pods fit the quota', { namespace: { quotaPods: 30 } }, 'namespace.quotaPods', /30 pods are less than a rollout needs, 31/],
  [
    'the streaming chain holds',
    { streaming: { heartbeatSeconds: 1200 } },
    'streaming',
    /heartbeat 1200 < balancer idle 1200 +broken: a silent stream/,
  ],
  ['drain has an end', { streaming: { drainSeconds: 1741 } }, 'streaming.drainSeconds', /^must be 1740 or less; got 1741$/],
  [
    'ranges do not overlap',
    box('cluster', { nodeCidrs: ['10.96.128.0/20'] }),
    'cluster.nodeCidrs',
    /overlaps serviceCidr 10\.96\.0\.0\/16/,
  ],
  ['PostgreSQL is 16 or newer', box('postgres', { version: 15 }), 'postgres.version', /must be 16 or newer; got 15/],
  ['Redis is 7 or newer', box('redis', { version: 6 }), 'redis.version', /must be 7 or newer; got 6/],
];

test.each(violations)('%s', (_, change, path, message) => {
  const read = readEnvironment(local(change));
  expect('problems' in read ? read.problems : []).toEqual([{ path, message: expect.stringMatching(message) as string }]);
});

test.each([
  ['connections', box('postgres', { maxConnections: 82 })],
  ['memory', { namespace: { quotaMemoryMiB: 15104 } }],
  ['pods', { namespace: { quotaPods: 31 } }],
  ['drain', { streaming: { drainSeconds: 1740 } }],
])('the limit itself is allowed: %s', (_, change) => {
  expect(readEnvironment(local(change))).toHaveProperty('environment');
});
