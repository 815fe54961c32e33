/** The fields of the engine `elasticache`, and what follows from them. */
import type { Facts } from '../../../config/derived/facts';
import { elasticacheNodeType, redisEngines, redisMaxmemoryPolicy, redisOn } from '../../../config/redis';
import { elasticache } from '../../../config/redis/elasticache';
import { elasticacheConfig } from '../../constructs/aws-stores.fixture';

test('needs nothing but its name, and is then safe', () => {
  expect(elasticacheConfig()).toMatchObject({
    software: 'redis',
    shards: 3,
    replicasPerShard: 1,
    port: 6379,
    use: 'coordination',
    snapshotRetentionDays: 7,
    logRetentionDays: 365,
  });
});

test.each([
  [{ software: 'redis-6' }, 'Invalid option'],
  [{ shards: 0 }, 'Too small'],
  [{ shards: 91 }, 'must be 90 or less'],
  [{ replicasPerShard: 0 }, 'must be 1 or more'],
  [{ replicasPerShard: 6 }, 'must be 5 or less'],
  [{ nodeType: 'm7g.large' }, 'must be a node type'],
  [{ port: 0 }, 'must be a port'],
  [{ snapshotRetentionDays: 2 }, 'must be 3 or more'],
  [{ snapshotRetentionDays: 36 }, 'must be 35 or less'],
  [{ snapshotWindow: '05:30-06:30' }, 'must not overlap snapshotWindow'],
  [{ maxmemoryPolicy: 'allkeys-lru' }, 'must be \\"noeviction\\" for coordination'],
  [{ tls: { enabled: false, reason: 'why not for once' } }, 'Unrecognized key'],
])('%j is refused', (field, message) => {
  expect(() => elasticacheConfig(field)).toThrow(message);
});

test('is no engine of a cluster of one’s own, and redis-cluster none of AWS', () => {
  expect(redisOn.kubernetes.safeParse({ engine: 'elasticache' }).success).toBe(false);
  expect(redisOn.aws.safeParse({ engine: 'redis-cluster' }).success).toBe(false);
});

test('evicts as every engine does', () => {
  expect(redisMaxmemoryPolicy(elasticacheConfig())).toBe('noeviction');
  expect(redisMaxmemoryPolicy(elasticacheConfig({ use: 'cache' }))).toBe('allkeys-lru');
});

test.each([
  ['laptop', 'cache.t4g.micro'],
  ['minimum', 'cache.t4g.medium'],
  ['recommended', 'cache.m7g.large'],
] as const)('%s: nodes of %s, unless another type is said', (sizing, nodeType) => {
  expect(elasticacheNodeType(elasticacheConfig(), sizing)).toBe(nodeType);
  expect(elasticacheNodeType(elasticacheConfig({ nodeType: 'cache.r7g.large' }), sizing)).toBe('cache.r7g.large');
});

test('is to its neighbours the data subnets, with a security group and no pods', () => {
  const cidrs = { public: ['10.0.0.0/24'], private: ['10.0.16.0/20'], data: ['10.0.1.0/24', '10.0.2.0/24'] };
  expect(elasticache.presence(elasticacheConfig({ port: 7000 }), { sizing: 'minimum', cidrs })).toEqual({
    component: { ports: { redis: [{ port: 7000, protocol: 'TCP' }] }, runsAs: { cidrs: cidrs.data, securityGroup: 'redis' } },
    flows: [],
    pods: [],
  });
});

describe('what it asks of the environment', () => {
  const problems = (name: string) => elasticache.rules.flatMap(({ check }) => check(elasticacheConfig(), { name } as unknown as Facts));

  test.each(['production', 'a', 'eu-1-blue'])('the name %s is one that ElastiCache takes', (name) => {
    expect(problems(name)).toEqual([]);
  });

  test.each(['1st', 'blue--green'])('the name %s is none', (name) => {
    expect(problems(name).map(({ path }) => path)).toEqual(['name']);
  });

  test('it runs on AWS alone; what is brought along asks nothing', () => {
    expect(elasticache.targets).toEqual(['aws']);
    expect(redisEngines.external.rules).toEqual([]);
  });
});
