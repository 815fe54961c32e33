/** What the members of a Redis Cluster are told. What they do with it, the live tests show. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clusterShards, type ClusterLayout } from '../../../constructs/redis/redis-cluster/layout';
import { handoverSeconds, memberEnvironment } from '../../../constructs/redis/redis-cluster/member-environment';
import { memberPaths } from '../../../constructs/redis/redis-cluster/member-pod';
import { redisConf } from '../../../constructs/redis/redis-cluster/redis-conf';

const golden = path.join(__dirname, 'golden');

/** Compares a rendered text with its file; with UPDATE_GOLDEN=1 it writes the file, for a review of the difference. */
function expectGolden(name: string, text: string): void {
  const file = path.join(golden, name);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(golden, { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file) ? readFileSync(file, 'utf8') : `${name} is not there; UPDATE_GOLDEN=1 writes it`).toBe(text);
}

const layout: ClusterLayout = {
  shards: clusterShards('redis', 3, 2),
  domain: 'redis-members.openrouter.svc',
  port: 6379,
  busPort: 16_379,
  tls: false,
  persistent: true,
  paths: memberPaths,
};
const options = { layout, bind: ['*'], maxmemoryMiB: 1228, maxmemoryPolicy: 'noeviction', fsync: 'everysec' } as const;
const bare: ClusterLayout = { ...layout, shards: clusterShards('redis', 3, 1), tls: true, persistent: false };
const bareOptions = { ...options, layout: bare, maxmemoryPolicy: 'allkeys-lru' } as const;

describe('redis.conf', () => {
  test.each([
    ['redis.conf', options],
    ['tls-redis.conf', bareOptions],
  ])('%s is as it was reviewed', (name, each) => {
    expectGolden(name, redisConf(each));
  });

  test('a member listens where it is told', () => {
    expect(redisConf({ ...options, bind: ['192.0.2.1', '::1'] })).toMatch(/^bind 192\.0\.2\.1 ::1$/m);
  });

  test('with TLS there is no port without it', () => {
    expect(redisConf(bareOptions)).toMatch(/^port 0$/m);
    expect(redisConf(options)).not.toMatch(/tls/);
  });
});

describe('the variables of the scripts', () => {
  test('name every member with its shard and the slots of that', () => {
    expect(memberEnvironment(layout).REDIS_MEMBERS?.split('\n')).toEqual([
      'redis-a-0 a 0 5460',
      'redis-a-1 a 0 5460',
      'redis-b-0 b 5461 10922',
      'redis-b-1 b 5461 10922',
      'redis-c-0 c 10923 16383',
      'redis-c-1 c 10923 16383',
    ]);
  });

  test('say whether there is TLS, and whether the data survive a restart', () => {
    expect(memberEnvironment(layout)).toMatchObject({ REDIS_TLS: 'no', REDIS_PERSISTENT: 'yes' });
    expect(memberEnvironment(bare)).toMatchObject({ REDIS_TLS: 'yes', REDIS_PERSISTENT: 'no' });
  });
});

describe('the shards', () => {
  test.each([3, 4, 7, 16])('%d of them have all slots once, in shares that differ by one at most', (count) => {
    const shards = clusterShards('redis', count, 1);
    const slots = shards.flatMap(({ firstSlot, lastSlot }) => Array.from({ length: lastSlot - firstSlot + 1 }, (_, n) => firstSlot + n));
    expect(slots).toEqual(Array.from({ length: 16_384 }, (_, slot) => slot));
    const sizes = shards.map(({ firstSlot, lastSlot }) => lastSlot - firstSlot);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test('are called by letters, their members by numbers', () => {
    expect(layout.shards.map(({ members }) => members)).toEqual([
      ['redis-a-0', 'redis-a-1'],
      ['redis-b-0', 'redis-b-1'],
      ['redis-c-0', 'redis-c-1'],
    ]);
  });

  test.each([
    [3, 2, 70],
    [3, 1, 60],
  ])('%d of %d members each hand over within %d s', (count, members, seconds) => {
    expect(handoverSeconds({ shards: clusterShards('redis', count, members) })).toBe(seconds);
  });
});
