/** Monitoring, as Terraform is told of it. */
import { Lazy } from 'cdktf';
import { versions } from '../../../config';
import { at, type Synthesized } from '../../support/synthesized';
import { aws, component, monitoring, off } from './monitoring.fixture';

const usual = monitoring();
const laptop = monitoring({ sizing: 'laptop' });
const onAws = monitoring({ aws, redisInPods: false, hidesWal: true });

const main = (kind: string, name: string, of: Synthesized, path: string): unknown =>
  at(of.find(`kubernetes_${kind}_v1`, name), `spec.template.spec.container.0.${path}`);
const command = (kind: string, name: string, of = usual) => main(kind, name, of, 'command') as readonly string[];
const text = (configMap: string, key: string, of = usual) =>
  (at(of.find('kubernetes_config_map_v1', configMap), 'data') as Record<string, string>)[key];
const env = (kind: string, name: string, of = usual) => main(kind, name, of, 'env') as readonly Record<string, unknown>[];

describe('how many there are', () => {
  test.each([
    ['prometheus', '2', '1'],
    ['alertmanager', '3', '1'],
  ])('%s has %s members, and %s on a laptop', (name, members, onLaptop) => {
    expect([usual, laptop].map((of) => at(of.find('kubernetes_stateful_set_v1', name), 'spec.replicas'))).toEqual([members, onLaptop]);
  });

  test('everything else is one pod, which is there anew before it goes', () => {
    const deployments = ['grafana', 'kube-state-metrics', 'postgres-exporter', 'redis-exporter', 'blackbox-exporter'];
    expect([...usual.names('kubernetes_deployment_v1')].sort()).toEqual([...deployments].sort());
    for (const name of deployments) {
      expect(usual.find('kubernetes_deployment_v1', name)).toMatchObject({
        spec: { replicas: '1', strategy: { rolling_update: { max_surge: '1', max_unavailable: '0' } } },
      });
    }
  });

  test('CloudWatch is asked on AWS only', () => {
    expect(usual.names('kubernetes_deployment_v1')).not.toContain('cloudwatch-exporter');
    expect(onAws.names('kubernetes_deployment_v1')).toContain('cloudwatch-exporter');
  });

  test('every image is the one that versions.ts names', () => {
    const images = new Set(
      ['deployment', 'stateful_set', 'daemon_set'].flatMap((kind) =>
        onAws.names(`kubernetes_${kind}_v1`).map((name) => main(kind, name, onAws, 'image')),
      ),
    );
    const {
      prometheus,
      alertmanager,
      grafana,
      kubeStateMetrics,
      nodeExporter,
      postgresExporter,
      redisExporter,
      blackboxExporter,
      cloudwatchExporter,
    } = versions.images;
    expect([...images].sort()).toEqual(
      [
        prometheus,
        alertmanager,
        grafana,
        kubeStateMetrics,
        nodeExporter,
        postgresExporter,
        redisExporter,
        blackboxExporter,
        cloudwatchExporter,
      ].sort(),
    );
  });
});

describe('Prometheus', () => {
  test('takes a changed configuration without a restart: nothing of it is in the pods', () => {
    const other = monitoring({ config: { prometheus: { scrapeIntervalSeconds: 30 } } });
    const template = (of: Synthesized) => at(of.find('kubernetes_stateful_set_v1', 'prometheus'), 'spec.template');
    expect(template(other)).toEqual(template(usual));
    expect(text('prometheus', 'prometheus.yml', other)).not.toBe(text('prometheus', 'prometheus.yml'));
    expect(command('stateful_set', 'prometheus')).toContain('--config.auto-reload');
  });

  test('keeps its volumes, which outlive it', () => {
    expect(usual.names('kubernetes_persistent_volume_claim_v1')).toEqual(
      expect.arrayContaining(['data-prometheus-0', 'data-prometheus-1']),
    );
    expect(usual.find('kubernetes_persistent_volume_claim_v1', 'data-prometheus-0')).toMatchObject({
      spec: { storage_class_name: 'encrypted', resources: { requests: { storage: '50Gi' } } },
      lifecycle: { prevent_destroy: true },
    });
  });

  test('may read pods of two namespaces, nodes, and the metrics of kubelets: nothing else', () => {
    const rules = (type: string, name: string) => at(usual.find(type, name), 'rule');
    expect(rules('kubernetes_role_v1', 'prometheus')).toEqual([{ api_groups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]);
    expect(rules('kubernetes_cluster_role_v1', 'openrouter-prometheus')).toEqual([
      { api_groups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { api_groups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ]);
  });

  test('knows its own name, which tells its samples from those of the other one', () => {
    expect(env('stateful_set', 'prometheus')).toContainEqual({
      name: 'POD_NAME',
      value_from: { field_ref: { field_path: 'metadata.name' } },
    });
    // Terraform would take `${` for a template of its own.
    expect(text('prometheus', 'prometheus.yml')).toContain('prometheus_replica: $${POD_NAME}');
  });

  test('has the rules of every component, one file each', () => {
    expect(Object.keys(at(usual.find('kubernetes_config_map_v1', 'prometheus-rules'), 'data') as object)).toEqual(['backend.yml']);
    expect(text('prometheus-rules', 'backend.yml')).toContain('is $${down}');
  });

  test('asks every member of Redis by its address, and with TLS by its name', () => {
    expect(text('prometheus', 'prometheus.yml')).toContain('replacement: redis://$1');
    expect(text('prometheus', 'prometheus.yml', monitoring({ tls: true }))).toContain('replacement: rediss://$2.redis-members.$3.svc:6379');
  });

  test('asks a Redis elsewhere at the one address that clients have', () => {
    expect(text('prometheus', 'prometheus.yml', onAws)).toContain('- redis://redis.openrouter.svc:6379');
  });

  test('asks a Redis whose name Terraform has yet to learn', () => {
    const host = '${aws_elasticache_replication_group.it.configuration_endpoint_address}';
    const of = monitoring({ aws, redisInPods: false, redisHost: Lazy.stringValue({ produce: () => host }) });
    expect(text('prometheus', 'prometheus.yml', of)).toContain(`- redis://${host}:6379`);
  });

  test('writes to a second place with a password from files', () => {
    const url = { type: 'url', url: 'https://metrics.example.com/write', credentialsSecret: 'remote' };
    const of = monitoring({ config: { remoteWrite: url } });
    expect(text('prometheus', 'prometheus.yml', of)).toContain('password_file: /etc/prometheus-remote-write/password');
    expect(JSON.stringify(at(of.find('kubernetes_stateful_set_v1', 'prometheus'), 'spec.template.spec.volume'))).toContain(
      '"name":"remote"',
    );
  });

  test('writes to a workspace of Amazon as its own role, which may do that and no more', () => {
    const workspaceArn = 'arn:aws:aps:eu-west-1:123456789012:workspace/ws-1a2b';
    const of = monitoring({ aws, config: { remoteWrite: { type: 'amazon', workspaceArn } } });
    expect(text('prometheus', 'prometheus.yml', of)).toContain(
      'url: https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1a2b/api/v1/remote_write',
    );
    const policies = at(of.json, 'resource.aws_iam_policy') as Record<string, { name: string; policy: string }>;
    const policy = Object.values(policies).find(({ name }) => name === 'production-prometheus')?.policy ?? '{}';
    expect(JSON.parse(policy)).toMatchObject({ Statement: [{ Effect: 'Allow', Action: ['aps:RemoteWrite'], Resource: [workspaceArn] }] });
  });
});

describe('Alertmanager', () => {
  test('has three members who know each other by name', () => {
    const peers = command('stateful_set', 'alertmanager').filter((word) => word.startsWith('--cluster.peer='));
    expect(peers).toEqual([0, 1, 2].map((ordinal) => `--cluster.peer=alertmanager-${ordinal}.alertmanager-members.openrouter.svc:9094`));
  });

  test('stands alone on a laptop, where no port waits for others', () => {
    expect(command('stateful_set', 'alertmanager', laptop)).toContain('--cluster.listen-address=');
  });

  test('rolls when its configuration changes, because it reads it only when it starts', () => {
    const annotations = (of: Synthesized) =>
      at(of.find('kubernetes_stateful_set_v1', 'alertmanager'), 'spec.template.metadata.annotations');
    expect(annotations(monitoring({ config: { watchdog: off } }))).not.toEqual(annotations(usual));
  });

  test('gets every URL and key as a file of a Secret', () => {
    const volumes = JSON.stringify(at(usual.find('kubernetes_stateful_set_v1', 'alertmanager'), 'spec.template.spec.volume'));
    for (const file of ['receiver-team', 'receiver-on-call', 'receiver-bot', 'receiver-mail', 'watchdog']) {
      expect(volumes).toContain(`"path":"${file}"`);
      expect(text('alertmanager', 'alertmanager.yml')).toContain(`_file: /etc/alertmanager-secrets/${file}`);
    }
  });

  test('tells nobody where config says so', () => {
    const of = monitoring({ config: { receivers: off, watchdog: off } });
    expect(text('alertmanager', 'alertmanager.yml', of)).toMatch(/receivers:\n {2}- name: nobody\n$/);
  });
});

describe('Grafana', () => {
  test('has no volume: what it holds goes with the pod', () => {
    expect(JSON.stringify(usual.find('kubernetes_deployment_v1', 'grafana'))).not.toContain('persistent_volume_claim');
  });

  test('gets its password by a write-only Secret, of the slot that was written last', () => {
    expect(env('deployment', 'grafana')).toContainEqual({
      name: 'GF_SECURITY_ADMIN_PASSWORD',
      value_from: { secret_key_ref: { name: 'grafana-admin-b', key: 'password' } },
    });
    expect(usual.find('kubernetes_secret_v1', 'grafana-admin-b')).toHaveProperty('data_wo');
  });

  test('starts anew when the password is replaced, and then knows the new one', () => {
    const annotations = (of: Synthesized) => at(of.find('kubernetes_deployment_v1', 'grafana'), 'spec.template.metadata.annotations');
    expect(annotations(monitoring({ secretsRevision: 3 }))).not.toEqual(annotations(usual));
  });

  test('lets nobody in without a password', () => {
    const ini = text('grafana', 'grafana.ini');
    expect(ini).toMatch(/\[auth\.anonymous\]\nenabled = false/);
    expect(ini).toMatch(/allow_sign_up = false/);
  });

  test('has a dashboard for each component that has one, as its own object', () => {
    expect(JSON.parse(text('grafana-dashboard-backend', 'dashboard.json') ?? '')).toEqual({ uid: 'backend', title: 'Backend $${x}' });
    const without = monitoring({ components: [{ ...component, dashboard: null }] });
    expect(without.names('kubernetes_config_map_v1').filter((name) => name.startsWith('grafana-dashboard'))).toEqual([]);
  });

  test('is reachable from nowhere but the cluster', () => {
    for (const name of usual.names('kubernetes_service_v1')) {
      expect(['ClusterIP', undefined]).toContain(at(usual.find('kubernetes_service_v1', name), 'spec.type'));
    }
    expect(usual.names('kubernetes_ingress_v1')).toEqual([]);
  });
});
