/** Redis in pods, as Terraform is told of it. */
import { versions } from '../../../../config';
import { at } from '../../../support/synthesized';
import { redisCluster, withTls } from '../redis.fixture';

const usual = redisCluster();
const set = (name = 'redis-a', of = usual) => of.find('kubernetes_stateful_set_v1', name);
const pod = (path: string, of = usual) => at(set('redis-a', of), `spec.template.${path}`);
const labels = { 'app.kubernetes.io/name': 'redis', 'app.kubernetes.io/part-of': 'massrouter' };

describe('what it is to others', () => {
  test('clients ask at the Service, without TLS where config says so', () => {
    const { discovery, tls, ca, credentials } = usual.redis;
    expect({ discovery, tls, ca, credentials }).toEqual({
      discovery: { host: 'redis.openrouter.svc', port: 6379 },
      tls: false,
      ca: null,
      credentials: { app: { name: 'redis-app-b', source: null }, monitor: { name: 'redis-monitor-b', source: null } },
    });
  });

  test('with TLS they are told of the authority', () => {
    const { redis } = redisCluster({ tls: withTls });
    expect([redis.tls, redis.ca]).toEqual([true, { configMap: 'redis-ca', key: 'ca.crt' }]);
  });

  test('the credentials are those of the slot that was written last', () => {
    expect(redisCluster({}, { secretsRevision: 3 }).redis.credentials.app.name).toBe('redis-app-a');
  });
});

describe('the members', () => {
  test('are a StatefulSet per shard, with two in each', () => {
    expect(usual.names('kubernetes_stateful_set_v1')).toEqual(['redis-a', 'redis-b', 'redis-c']);
    expect(['redis-a', 'redis-b', 'redis-c'].map((name) => at(set(name), 'spec.replicas'))).toEqual(['2', '2', '2']);
  });

  test('are one of each shard on a laptop', () => {
    expect(at(set('redis-c', redisCluster({}, { sizing: 'laptop' })), 'spec.replicas')).toBe('1');
  });

  test('start all at once', () => {
    expect(at(set(), 'spec.pod_management_policy')).toBe('Parallel');
  });

  test('of a shard are told from the others by a label, and all are the component', () => {
    const shard = { ...labels, 'app.kubernetes.io/instance': 'redis-a' };
    expect(at(set(), 'spec.selector')).toEqual({ match_labels: shard });
    expect(pod('metadata.labels')).toEqual(shard);
  });

  test('have names before they are ready, below a Service of their own that comes first', () => {
    const service = usual.find('kubernetes_service_v1', 'redis-members');
    expect(service).toMatchObject({ spec: { cluster_ip: 'None', publish_not_ready_addresses: true, selector: labels } });
    expect(at(set(), 'spec.service_name')).toBe('redis-members');
    expect(at(set(), 'depends_on')).toContain(usual.address('kubernetes_service_v1', 'redis-members'));
  });

  test('answer clients at a Service that leads to ready ones only', () => {
    expect(at(usual.find('kubernetes_service_v1', 'redis'), 'spec')).toEqual({
      selector: labels,
      port: [{ name: 'redis', port: 6379, target_port: 'redis' }],
    });
  });

  test('go one at a time', () => {
    expect(usual.find('kubernetes_pod_disruption_budget_v1', 'redis')).toMatchObject({
      spec: { selector: { match_labels: labels }, max_unavailable: '1' },
    });
  });

  test('have all that they need before they are made', () => {
    const needed = [
      usual.address('kubernetes_config_map_v1', 'redis'),
      usual.address('kubernetes_service_account_v1', 'redis'),
      ...['redis-app-a', 'redis-app-b', 'redis-member-a', 'redis-member-b', 'redis-monitor-a', 'redis-monitor-b'].map((name) =>
        usual.address('kubernetes_secret_v1', name),
      ),
      ...['data-redis-b-0', 'data-redis-b-1'].map((name) => usual.address('kubernetes_persistent_volume_claim_v1', name)),
    ];
    expect(at(set('redis-b'), 'depends_on')).toEqual(expect.arrayContaining(needed));
  });

  test('of one shard stand in different zones, and the first ones of all shards if they can', () => {
    expect(pod('spec.topology_spread_constraint')).toEqual([
      expect.objectContaining({
        topology_key: 'topology.kubernetes.io/zone',
        when_unsatisfiable: 'DoNotSchedule',
        match_label_keys: ['app.kubernetes.io/instance'],
      }),
      expect.objectContaining({ topology_key: 'kubernetes.io/hostname', match_label_keys: ['app.kubernetes.io/instance'] }),
      expect.objectContaining({
        topology_key: 'topology.kubernetes.io/zone',
        when_unsatisfiable: 'ScheduleAnyway',
        match_label_keys: ['apps.kubernetes.io/pod-index'],
      }),
    ]);
  });

  test('may share a node on a laptop', () => {
    const spread = pod('spec.topology_spread_constraint', redisCluster({}, { zones: 1 })) as { when_unsatisfiable: string }[];
    expect(new Set(spread.map(({ when_unsatisfiable }) => when_unsatisfiable))).toEqual(new Set(['ScheduleAnyway']));
  });
});

describe('a pod', () => {
  test('runs the image of config/versions.ts as its user, on a read-only root', () => {
    expect(pod('spec.security_context')).toMatchObject({
      run_as_user: '999',
      run_as_group: '999',
      fs_group: '999',
      fs_group_change_policy: 'OnRootMismatch',
      run_as_non_root: true,
    });
    for (const container of ['spec.container.0', 'spec.container.1']) {
      expect(pod(container)).toMatchObject({ image: versions.images.redis, security_context: { read_only_root_filesystem: true } });
    }
  });

  test('keeps itself in the cluster by the script that runs beside it', () => {
    const probe = { exec: { command: ['/bin/sh', '/etc/redis-cluster/probe.sh', 'rounds'] } };
    expect(pod('spec.container.1')).toMatchObject({
      name: 'join',
      command: ['/bin/sh', '/etc/redis-cluster/join.sh'],
      liveness_probe: probe,
      readiness_probe: probe,
    });
  });

  test('knows its name, its address and the others in both containers', () => {
    const env = pod('spec.container.0.env');
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'POD_NAME', value_from: { field_ref: { field_path: 'metadata.name' } } },
        { name: 'POD_IP', value_from: { field_ref: { field_path: 'status.podIP' } } },
        { name: 'REDIS_DOMAIN', value: 'redis-members.openrouter.svc' },
      ]),
    );
    expect(pod('spec.container.1.env')).toEqual(env);
  });

  test('is asked by the rendered probe, and hands over before it is stopped', () => {
    const probe = (word: string) => ({ exec: { command: ['/bin/sh', '/etc/redis-cluster/probe.sh', word] } });
    expect(pod('spec.container.0')).toMatchObject({
      startup_probe: probe('live'),
      liveness_probe: probe('live'),
      readiness_probe: probe('ready'),
      lifecycle: { pre_stop: [{ exec: { command: ['/bin/sh', '/etc/redis-cluster/handover.sh'] } }] },
    });
  });

  test('is given time for the handover and for its end', () => {
    expect(pod('spec.termination_grace_period_seconds')).toBe(3 * 20 + 10 + 30);
  });

  test('has the passwords of both slots as files, and no variable with one', () => {
    const files = pod('spec.volume') as { name: string; projected?: { sources: { secret?: { name: string }[] }[] }[] }[];
    const secrets = files.flatMap(
      ({ projected }) => projected?.flatMap(({ sources }) => sources.flatMap(({ secret }) => secret ?? [])) ?? [],
    );
    expect(secrets.map(({ name }) => name).sort()).toEqual([
      'redis-app-a',
      'redis-app-b',
      'redis-member-a',
      'redis-member-b',
      'redis-monitor-a',
      'redis-monitor-b',
    ]);
    expect(pod('spec.container.0.env_from')).toEqual([]);
  });

  test('writes its password to memory', () => {
    expect(pod('spec.volume')).toContainEqual(
      expect.objectContaining({ name: 'writable-run-redis', empty_dir: { medium: 'Memory', size_limit: '1Mi' } }),
    );
  });

  test('has the certificate where there is one', () => {
    const mounts = (of: typeof usual) =>
      (pod('spec.container.0.volume_mount', of) as { mount_path: string }[]).map(({ mount_path }) => mount_path);
    expect(mounts(redisCluster({ tls: withTls }))).toContain('/etc/redis-tls');
    expect(mounts(usual)).not.toContain('/etc/redis-tls');
  });

  test('rolls when its configuration or the passwords change, and not otherwise', () => {
    const checksum = (of: typeof usual) => pod('metadata.annotations', of);
    expect(checksum(redisCluster())).toEqual(checksum(usual));
    expect(checksum(redisCluster({ maxmemoryPercent: 50 }))).not.toEqual(checksum(usual));
    expect(checksum(redisCluster({}, { secretsRevision: 3 }))).not.toEqual(checksum(usual));
  });
});

describe('what it keeps', () => {
  test('is on volumes of their own, protected, named as the sets adopt them', () => {
    const names = ['a', 'b', 'c'].flatMap((shard) => [0, 1].map((ordinal) => `data-redis-${shard}-${ordinal}`));
    expect(usual.names('kubernetes_persistent_volume_claim_v1')).toEqual(names);
    expect(usual.find('kubernetes_persistent_volume_claim_v1', 'data-redis-a-0')).toMatchObject({
      lifecycle: { prevent_destroy: true },
      wait_until_bound: false,
      spec: { storage_class_name: 'encrypted', resources: { requests: { storage: '10Gi' } } },
    });
    expect(at(set(), 'lifecycle.ignore_changes')).toEqual(['spec[0].volume_claim_template']);
  });

  test('has passwords that Terraform refuses to destroy with them', () => {
    expect(usual.find('kubernetes_secret_v1', 'redis-app-a')).toMatchObject({ lifecycle: { prevent_destroy: true } });
  });

  test('is nothing without persistence: there are no volumes', () => {
    const of = redisCluster({ persistence: { enabled: false, reason: 'a cache that fills again by itself' } });
    expect(of.names('kubernetes_persistent_volume_claim_v1')).toEqual([]);
    expect(at(set('redis-a', of), 'spec.volume_claim_template')).toBeUndefined();
    expect(at(of.find('kubernetes_config_map_v1', 'redis'), 'data')).toMatchObject({
      'redis.conf': expect.stringContaining('appendonly no') as string,
    });
  });

  test('is as much as the sizing and the policy of config allow', () => {
    const conf = (fields: object) =>
      String((at(redisCluster(fields).find('kubernetes_config_map_v1', 'redis'), 'data') as Record<string, string>)['redis.conf']);
    expect(conf({})).toMatch(/^maxmemory 1228mb\nmaxmemory-policy noeviction$/m);
    expect(conf({ use: 'cache' })).toMatch(/^maxmemory-policy allkeys-lru$/m);
  });

  test('has names for Terraform that do not change', () => {
    const addresses = ['a', 'b', 'c'].map((shard) => usual.address('kubernetes_stateful_set_v1', `redis-${shard}`));
    expect(addresses).toEqual(
      ['A', 'B', 'C'].map((shard) => expect.stringMatching(`^kubernetes_stateful_set_v1\\.Redis_?${shard}Members`) as string),
    );
  });
});
