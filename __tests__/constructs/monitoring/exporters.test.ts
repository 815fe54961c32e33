/** The exporters, as Terraform is told of them. */
import { monitoringPorts } from '../../../config';
import { at, type Synthesized } from '../../support/synthesized';
import { aws, monitoring } from './monitoring.fixture';

const usual = monitoring();
const onAws = monitoring({ aws, redisInPods: false, hidesWal: true });

const main = (name: string, of: Synthesized, path: string): unknown =>
  at(of.find('kubernetes_deployment_v1', name), `spec.template.spec.container.0.${path}`);
const command = (name: string, of = usual) => main(name, of, 'command') as readonly string[];
const env = (name: string, of = usual) => main(name, of, 'env') as readonly Record<string, unknown>[];

describe('the exporters', () => {
  test('PostgreSQL is asked as the role that reads statistics, by TLS', () => {
    expect(env('postgres-exporter')).toEqual([
      { name: 'DATA_SOURCE_USER', value_from: { secret_key_ref: { name: 'postgres-monitor-b', key: 'username' } } },
      { name: 'DATA_SOURCE_PASS', value_from: { secret_key_ref: { name: 'postgres-monitor-b', key: 'password' } } },
      { name: 'DATA_SOURCE_URI', value: 'postgres-primary.openrouter.svc:5432/openrouter?sslmode=require' },
    ]);
    expect(env('postgres-exporter', monitoring({ tls: true }))).toContainEqual({
      name: 'DATA_SOURCE_URI',
      value: 'postgres-primary.openrouter.svc:5432/openrouter?sslmode=verify-full&sslrootcert=/etc/postgres-exporter/ca.crt',
    });
  });

  test('Aurora is not asked for a log that it does not have', () => {
    expect(command('postgres-exporter', onAws)).toContain('--no-collector.wal');
    expect(command('postgres-exporter')).not.toContain('--no-collector.wal');
  });

  test('Redis is asked as the user that sees no key', () => {
    expect(env('redis-exporter')).toEqual(
      expect.arrayContaining([
        { name: 'REDIS_USER', value_from: { secret_key_ref: { name: 'redis-monitor-b', key: 'username' } } },
        { name: 'REDIS_PASSWORD', value_from: { secret_key_ref: { name: 'redis-monitor-b', key: 'password' } } },
      ]),
    );
  });

  test.each(['postgres-exporter', 'redis-exporter'])('%s starts anew when the passwords are replaced', (name) => {
    const annotations = (of: Synthesized) => at(of.find('kubernetes_deployment_v1', name), 'spec.template.metadata.annotations');
    expect(annotations(monitoring({ secretsRevision: 3 }))).not.toEqual(annotations(usual));
  });

  test('none but Prometheus and kube-state-metrics has a token of the API server', () => {
    const withToken = ['deployment', 'stateful_set', 'daemon_set'].flatMap((kind) =>
      usual
        .names(`kubernetes_${kind}_v1`)
        .filter((name) => at(usual.find(`kubernetes_${kind}_v1`, name), 'spec.template.spec.automount_service_account_token') === true),
    );
    expect(withToken.sort()).toEqual(['kube-state-metrics', 'prometheus']);
  });

  test('kube-state-metrics sees no Secret and no ConfigMap, and only two namespaces', () => {
    const all = JSON.stringify([
      usual.find('kubernetes_role_v1', 'kube-state-metrics'),
      usual.find('kubernetes_cluster_role_v1', 'openrouter-kube-state-metrics'),
    ]);
    expect(all).not.toMatch(/secrets|configmaps|\*/);
    expect(command('kube-state-metrics')).toContain('--namespaces=openrouter,openrouter-nodes');
  });

  test('CloudWatch is asked by pod identity, which comes before the pod', () => {
    const association = Object.values(at(onAws.json, 'resource.aws_eks_pod_identity_association') as object) as Record<string, unknown>[];
    expect(association).toMatchObject([{ cluster_name: 'production', namespace: 'openrouter', service_account: 'cloudwatch-exporter' }]);
    expect(JSON.stringify(at(onAws.find('kubernetes_deployment_v1', 'cloudwatch-exporter'), 'depends_on'))).toContain(
      'aws_eks_pod_identity_association',
    );
  });
});

describe('node-exporter, the one exception to Pod Security', () => {
  const daemon = usual.find('kubernetes_daemon_set_v1', 'node-exporter');
  const spec = (path: string) => at(daemon, `spec.template.spec.${path}`);

  test('has a namespace of its own, which says why it is another level', () => {
    expect(usual.find('kubernetes_namespace_v1', 'openrouter-nodes')).toMatchObject({
      metadata: {
        labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
        annotations: { 'massrouter/pod-security-exception': expect.stringContaining('host paths') as string },
      },
    });
    expect(usual.names('kubernetes_namespace_v1')).toEqual(['openrouter-nodes']);
    expect(at(daemon, 'metadata.namespace')).toBe('openrouter-nodes');
  });

  test('takes no more of the exception than it needs: it reads, and is nobody', () => {
    expect([spec('host_network'), spec('host_pid'), spec('host_ipc')]).toEqual([undefined, undefined, undefined]);
    expect(spec('container.0.security_context')).toMatchObject({
      run_as_non_root: true,
      allow_privilege_escalation: false,
      read_only_root_filesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const mounts = spec('container.0.volume_mount') as readonly Record<string, unknown>[];
    expect(mounts.map(({ read_only: readOnly }) => readOnly)).toEqual([true, true, true]);
  });

  test('runs on every node, whatever keeps others away', () => {
    expect(spec('toleration')).toEqual([{ operator: 'Exists' }]);
  });

  test('answers Prometheus and talks to nobody', () => {
    expect(usual.find('kubernetes_network_policy_v1', 'default-deny')).toMatchObject({ metadata: { namespace: 'openrouter-nodes' } });
    const policy = usual.find('kubernetes_network_policy_v1', 'node-exporter');
    expect(at(policy, 'spec.egress')).toBeUndefined();
    expect(at(policy, 'spec.ingress')).toEqual([
      {
        from: [
          {
            namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': 'openrouter' } },
            pod_selector: { match_labels: { 'app.kubernetes.io/name': 'prometheus', 'app.kubernetes.io/part-of': 'massrouter' } },
          },
        ],
        ports: [{ port: String(monitoringPorts.nodeExporter), protocol: 'TCP' }],
      },
    ]);
  });
});
