/** Redis on ElastiCache, as it is written for Terraform. */
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user';
import { createRedis } from '../../../../constructs/redis';
import { at } from '../../../support/synthesized';
import { awsStack, built, elasticache, elasticacheConfig, onlyId, placement, unknownArguments } from '../../aws-stores.fixture';
import { surroundings } from '../../../support/surroundings';

const usual = elasticache();
const cluster = usual.resources.one('aws_elasticache_replication_group');
const clusterOf = (...changes: Parameters<typeof elasticache>) =>
  elasticache(...changes).resources.one('aws_elasticache_replication_group');

describe('the cluster', () => {
  test('is three shards with a replica each, over several zones, and fails over by itself', () => {
    expect(cluster).toMatchObject({
      num_node_groups: 3,
      replicas_per_node_group: 1,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      node_type: 'cache.t4g.medium',
    });
    expect(cluster).not.toHaveProperty('num_cache_clusters');
  });

  test.each([
    ['redis', '7.1', 'redis7'],
    ['valkey', '8.1', 'valkey8'],
  ])('runs %s at an exact release, with parameters of its family', (software, version, family) => {
    const { resources } = elasticache({ software });
    expect(resources.one('aws_elasticache_replication_group')).toMatchObject({ engine: software, engine_version: version });
    const groups = Object.values(resources.all('aws_elasticache_parameter_group'));
    expect(groups.find((group) => group.family === family)).toMatchObject({
      name: `production-redis-${family}`,
      lifecycle: { create_before_destroy: true },
    });
    expect(cluster.auto_minor_version_upgrade).toBe('false');
  });

  test.each([
    [{}, 'noeviction'],
    [{ use: 'cache' }, 'allkeys-lru'],
    [{ use: 'cache', maxmemoryPolicy: 'volatile-lfu' }, 'volatile-lfu'],
  ])('%j is in cluster mode and evicts by %s', (fields, policy) => {
    const groups = Object.values(elasticache(fields).resources.all('aws_elasticache_parameter_group'));
    for (const { parameter } of groups) {
      expect(parameter).toEqual([
        { name: 'cluster-enabled', value: 'yes' },
        { name: 'maxmemory-policy', value: policy },
      ]);
    }
  });

  test('has both families’ parameters at all times: the one it leaves is in use until its maintenance window', () => {
    const groups = (software: string) => elasticache({ software }).resources.all('aws_elasticache_parameter_group');
    expect(groups('valkey')).toEqual(groups('redis'));
    expect(Object.keys(groups('redis'))).toEqual(['Redis_Parameters', 'Redis_ValkeyParameters']);
    expect(clusterOf({ software: 'valkey' }).parameter_group_name).toContain('ValkeyParameters');
  });

  test('has a name that nothing but the environment changes', () => {
    expect(cluster.replication_group_id).toBe('production-redis');
    expect(clusterOf({ software: 'valkey', shards: 5 }, { placement: { generation: 2 } }).replication_group_id).toBe('production-redis');
  });

  test('has names that fit with the longest name of an environment', () => {
    const { resources } = elasticache({}, { placement: { environment: 'e'.repeat(20), generation: 999 } });
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html: 40 characters at most
    expect(resources.one('aws_elasticache_replication_group').replication_group_id).toMatch(/^[a-z](?!.*--)[a-z0-9-]{0,38}[a-z0-9]$/);
    const users = Object.values(resources.all('aws_elasticache_user')).map(({ user_id }) => user_id);
    for (const id of [...users, resources.one('aws_elasticache_user_group').user_group_id]) expect(id).toMatch(/^[a-z][a-z0-9-]{0,39}$/);
  });

  test('stands in the data subnets and carries the group of its flows, and no other', () => {
    expect(usual.resources.one('aws_elasticache_subnet_group').subnet_ids).toEqual(placement.subnetIds.data);
    expect(cluster.security_group_ids).toEqual(['sg-redis']);
    expect(cluster.port).toBe(6379);
  });

  test('is encrypted at rest with its own key, and speaks nothing but TLS', () => {
    expect(cluster).toMatchObject({
      at_rest_encryption_enabled: 'true',
      kms_key_id: placement.kmsKeyArns.redis,
      transit_encryption_enabled: true,
      transit_encryption_mode: 'required',
    });
  });

  test('is protected, and changes in its window', () => {
    expect(cluster).toMatchObject({
      lifecycle: { prevent_destroy: true },
      apply_immediately: false,
      maintenance_window: 'sun:05:00-sun:06:00',
    });
    expect(clusterOf({}, { deletionProtection: false })).toMatchObject({
      lifecycle: { prevent_destroy: false },
      apply_immediately: true,
    });
  });

  test.each([true, false])('has snapshots, and leaves one behind under a name of its generation (protected: %s)', (deletionProtection) => {
    expect(clusterOf({}, { deletionProtection, placement: { generation: 7 } })).toMatchObject({
      snapshot_retention_limit: 7,
      snapshot_window: '03:00-04:00',
      final_snapshot_identifier: 'production-redis-final-g7',
    });
  });

  test('delivers slow commands and what the engine says, encrypted, kept for a year', () => {
    const groups = usual.resources.all('aws_cloudwatch_log_group');
    expect(Object.values(groups).map(({ name }) => name)).toEqual([
      '/aws/vendedlogs/elasticache/production-redis/engine-log',
      '/aws/vendedlogs/elasticache/production-redis/slow-log',
    ]);
    for (const group of Object.values(groups)) {
      expect(group).toMatchObject({ kms_key_id: placement.kmsKeyArns.logs, retention_in_days: 365 });
    }
    expect(cluster.log_delivery_configuration).toEqual([
      {
        destination: expect.stringContaining('Redis_SlowLog') as unknown,
        destination_type: 'cloudwatch-logs',
        log_format: 'json',
        log_type: 'slow-log',
      },
      {
        destination: expect.stringContaining('Redis_EngineLog') as unknown,
        destination_type: 'cloudwatch-logs',
        log_format: 'json',
        log_type: 'engine-log',
      },
    ]);
  });
});

describe('who may log in', () => {
  const users = usual.resources.all('aws_elasticache_user');

  test('is whom the group has, and the group is the cluster’s', () => {
    expect(usual.resources.one('aws_elasticache_user_group').user_ids).toHaveLength(5);
    const group = onlyId(usual.resources.json, 'resource.aws_elasticache_user_group');
    expect(cluster.user_group_ids).toEqual([`\${aws_elasticache_user_group.${group}.user_group_id}`]);
    expect(cluster).not.toHaveProperty('auth_token');
  });

  test.each(['A', 'B'])('slot %s: a user of the services with the password that the store has', (slot) => {
    const { json } = usual.resources;
    const find = (path: string, start: string) => Object.keys(at(json, path) as object).find((id) => id.startsWith(start));
    const stored = find('ephemeral.aws_secretsmanager_secret_version', `Redis_Users_App${slot}Password`);
    const version = find('resource.aws_secretsmanager_secret_version', `Redis_Users_AppSecret_${slot}_Version`);
    expect(users[`Redis_Users_App${slot}`]).toMatchObject({
      user_id: `production-redis-app-${slot.toLowerCase()}`,
      user_name: `app-${slot.toLowerCase()}`,
      passwords_wo: `\${jsondecode(ephemeral.aws_secretsmanager_secret_version.${stored}.secret_string)["password"]}`,
      passwords_wo_version: `\${aws_secretsmanager_secret_version.${version}.secret_string_wo_version}`,
    });
    expect(at(json, `ephemeral.aws_secretsmanager_secret_version.${stored}.secret_id`)).toBe(
      `\${aws_secretsmanager_secret_version.${version}.secret_arn}`,
    );
  });

  test('has all data and nothing of the administration', () => {
    for (const slot of ['A', 'B'])
      expect(users[`Redis_Users_App${slot}`]?.access_string).toBe('on ~* &* +@all -@admin -@dangerous +info +role');
  });

  test('is the exporter, which sees how the server is, and no data', () => {
    for (const slot of ['A', 'B']) {
      const user = users[`Redis_Users_Monitor${slot}`];
      expect(user).toMatchObject({ user_name: `monitor-${slot.toLowerCase()}` });
      expect(user?.access_string).toMatch(/^on -@all (\+[a-z|]+ ?)+$/);
      expect(user?.access_string).not.toMatch(/[~&]|\+@|slowlog\|get|\+(get|keys|config)/);
    }
  });

  test('is not the user without a name: it is off, may do nothing, and has a password that nobody knows', () => {
    const { json } = usual.resources;
    const password = Object.keys(at(json, 'ephemeral.random_password') as object).find((id) => id.includes('NobodyPassword'));
    expect(users.Redis_Users_Nobody).toMatchObject({
      user_id: 'production-redis-default',
      user_name: 'default',
      access_string: 'off ~* -@all',
      passwords_wo: `\${ephemeral.random_password.${password}.result}`,
      passwords_wo_version: 1,
    });
    for (const user of Object.values(users)) expect(user).not.toHaveProperty('no_password_required');
  });

  test('stays the same from Redis to Valkey', () => {
    expect(elasticache({ software: 'valkey' }).resources.all('aws_elasticache_user')).toEqual(users);
  });

  test('gets a new password in one slot alone when the revision is raised', () => {
    const numbers = (secretsRevision: number) =>
      Object.values(elasticache({}, { secretsRevision }).resources.all('aws_secretsmanager_secret_version')).map((version) =>
        Number(version.secret_string_wo_version),
      );
    expect([numbers(2), numbers(3), numbers(4)]).toEqual([
      [1, 1, 1, 1],
      [2, 1, 2, 1],
      [2, 2, 2, 2],
    ]);
  });

  test('has no password that a state would keep', () => {
    for (const user of Object.values(users)) {
      for (const kept of ['passwords', 'authentication_mode']) expect(user).not.toHaveProperty(kept);
    }
  });
});

describe('as the interface of Redis', () => {
  test('clients ask the configuration endpoint, by TLS, and trust Amazon’s public authority', () => {
    const { json } = awsStack((stack) => {
      const redis = createRedis(stack, 'Redis', {
        ...{ config: elasticacheConfig(), placement, surroundings: surroundings() },
      });
      stack.addOverride('output.it.value', { discovery: { ...redis.discovery }, tls: redis.tls, ca: redis.ca === null });
    });
    const id = onlyId(json, 'resource.aws_elasticache_replication_group');
    expect(at(json, 'output.it.value')).toEqual({
      discovery: { host: `\${aws_elasticache_replication_group.${id}.configuration_endpoint_address}`, port: 6379 },
      tls: true,
      ca: true,
    });
  });

  test('the login is the slot written last, and both are to be copied', () => {
    expect(usual.box.credentials).toMatchObject({ app: { name: 'redis-app-b' }, monitor: { name: 'redis-monitor-b' } });
    expect(elasticache({}, { secretsRevision: 3 }).box.credentials.app.name).toBe('redis-app-a');
    expect(usual.box.storedSecrets.map(({ name }) => name)).toEqual(['redis-app-a', 'redis-app-b', 'redis-monitor-a', 'redis-monitor-b']);
  });

  test('ElastiCache does not run in a namespace', () => {
    const placed = { kind: 'kubernetes', namespace: 'openrouter', storageClass: null } as const;
    const props = { config: elasticacheConfig(), placement: placed, surroundings: surroundings() };
    expect(() => built((scope) => createRedis(scope, 'Redis', props))).toThrow('test/Redis: elasticache does not run on kubernetes');
  });
});

test('every argument is one that the bindings know, but those that they lack', () => {
  expect(unknownArguments(cluster, ElasticacheReplicationGroup)).toEqual([]);
  // When the bindings have them, they are to be used instead of the overrides.
  for (const user of Object.values(usual.resources.all('aws_elasticache_user'))) {
    expect(unknownArguments(user, ElasticacheUser)).toEqual(['passwordsWo', 'passwordsWoVersion']);
  }
});
