/** The fields of the engine `redis-cluster`, and what follows from them. */
import { redisMaxmemoryPolicy, redisMembers } from '../../../config';
import { redisOn } from '../../../config/redis';
import { redisCluster } from '../../../config/redis/redis-cluster';
import { redisConfig, withoutTls } from '../../constructs/redis/redis.fixture';

const at = { sizing: 'minimum', cidrs: null } as const;
const problems = (fields: object) => {
  const read = redisOn.kubernetes.safeParse({ engine: 'redis-cluster', tls: withoutTls, ...fields });
  return read.success ? [] : read.error.issues.map(({ path, message }) => [path.join('.'), message]);
};

describe('the configuration of a Redis Cluster', () => {
  test('needs no more than a word about TLS', () => {
    expect(redisConfig()).toMatchObject({
      shards: 3,
      replicasPerShard: null,
      port: 6379,
      use: 'coordination',
      persistence: { enabled: true },
    });
    expect(problems({ tls: undefined })).toEqual([['tls', expect.any(String)]]);
  });

  test.each(['allkeys-lru', 'volatile-ttl'])('a coordination store that evicts by %s is refused, and told why', (maxmemoryPolicy) => {
    expect(problems({ maxmemoryPolicy })).toEqual([['maxmemoryPolicy', expect.stringContaining('must be "noeviction" for coordination')]]);
    expect(problems({ use: 'cache', maxmemoryPolicy })).toEqual([]);
  });

  test.each([
    [{}, 'noeviction'],
    [{ maxmemoryPolicy: 'noeviction' }, 'noeviction'],
    [{ use: 'cache' }, 'allkeys-lru'],
    [{ use: 'cache', maxmemoryPolicy: 'volatile-lfu' }, 'volatile-lfu'],
  ])('%j evicts by %s', (fields, policy) => {
    expect(redisMaxmemoryPolicy(redisConfig(fields))).toBe(policy);
  });

  test.each([
    [{ shards: 2 }, 'shards'],
    [{ replicasPerShard: 2 }, 'replicasPerShard'],
    [{ port: 60_000 }, 'port'],
    [{ maxmemoryPercent: 90 }, 'maxmemoryPercent'],
    [{ image: 'redis:latest' }, 'image'],
    [{ persistence: { enabled: false } }, 'persistence.reason'],
    [{ tls: { enabled: false } }, 'tls.reason'],
    [{ tls: { enabled: true } }, 'tls.secret'],
  ])('%j is refused', (fields, path) => {
    expect(problems(fields).map(([at]) => at)).toContain(path);
  });
});

describe('the members of a Redis Cluster', () => {
  test.each([
    ['laptop', 1, 512, 307, 128],
    ['minimum', 2, 2048, 1228, 2048],
    ['recommended', 2, 4096, 2457, 4096],
  ] as const)('%s: %d of each shard, with %d MiB of which keys take %d, and %d are kept for it', (...row) => {
    const [sizing, perShard, memoryLimitMiB, maxmemoryMiB, memoryRequestMiB] = row;
    expect(redisMembers(redisConfig(), sizing)).toMatchObject({
      perShard,
      maxmemoryMiB,
      resources: { memoryRequestMiB, memoryLimitMiB },
    });
  });

  test('a laptop may have replicas too', () => {
    expect(redisMembers(redisConfig({ replicasPerShard: 1 }), 'laptop').perShard).toBe(2);
  });

  test('stand in the budget of the namespace with what runs beside them', () => {
    expect(redisCluster.presence(redisConfig(), at).pods).toEqual([{ name: 'redis', pods: 6, memoryLimitMiB: 2048 + 64 }]);
  });

  test('talk to each other on both ports, and ask for names', () => {
    const { component, flows } = redisCluster.presence(redisConfig({ port: 7000 }), at);
    expect(component).toEqual({
      ports: { redis: [{ port: 7000, protocol: 'TCP' }], 'redis-bus': [{ port: 17_000, protocol: 'TCP' }] },
      runsAs: { pods: true },
    });
    expect(flows.map(({ from, to, port }) => [from, to, port])).toEqual([
      ['redis', 'redis', 'redis'],
      ['redis', 'redis', 'redis-bus'],
      ['redis', 'dns', 'dns'],
    ]);
  });
});
