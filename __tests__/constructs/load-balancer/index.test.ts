import { at, type Synthesized } from '../../support/synthesized';
import { balancer, limits } from './load-balancer.fixture';

const name = 'load-balancer';
const both = ['nginx', 'haproxy'] as const;
const deployment = (synthesized: Synthesized) => synthesized.find('kubernetes_deployment_v1', name);
const pod = (synthesized: Synthesized) => at(deployment(synthesized), 'spec.template.spec') as Record<string, unknown>;
const container = (synthesized: Synthesized) => at(pod(synthesized), 'container.0');
const dataOf = (synthesized: Synthesized) => at(synthesized.find('kubernetes_config_map_v1', name), 'data') as Record<string, string>;
const service = (synthesized: Synthesized) => at(synthesized.find('kubernetes_service_v1', name), 'spec');

describe.each(both)('%s', (engine) => {
  const usual = balancer({ engine });
  const withSecret = balancer({ engine, tls: { enabled: true, secret: 'hosts-tls' } });

  describe('its pods', () => {
    test('are those of the pinned image and run as its user, on a read-only root', () => {
      const image = engine === 'nginx' ? /^nginx:\d+\.\d+\.\d+-/ : /^haproxy:\d+\.\d+\.\d+-/;
      expect(at(container(usual), 'image')).toMatch(image);
      expect(pod(usual)).toMatchObject({
        security_context: {
          run_as_non_root: true,
          run_as_user: engine === 'nginx' ? '101' : '99',
          seccomp_profile: { type: 'RuntimeDefault' },
        },
      });
      expect(at(container(usual), 'security_context')).toEqual({
        run_as_non_root: true,
        allow_privilege_escalation: false,
        read_only_root_filesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    });

    test('end as the chain says', () => {
      expect(pod(usual)).toHaveProperty('termination_grace_period_seconds', limits.drain.graceSeconds);
      expect(at(container(usual), 'lifecycle.pre_stop.0.exec.command')).toEqual(['sleep', String(limits.drain.preStopSeconds)]);
      const drain = engine === 'nginx' ? 'worker_shutdown_timeout 600s;' : 'hard-stop-after 600s';
      expect(Object.values(dataOf(usual)).join()).toContain(drain);
    });

    test('are asked for their own health, not for that of the services', () => {
      const probe = { http_get: { path: '/health', port: 'metrics' } };
      expect(container(usual)).toMatchObject({ liveness_probe: probe, readiness_probe: probe, startup_probe: probe });
    });

    test('are spread over zones, counting only the new ones', () => {
      expect(at(pod(usual), 'topology_spread_constraint.0')).toMatchObject({
        topology_key: 'topology.kubernetes.io/zone',
        when_unsatisfiable: 'DoNotSchedule',
        match_label_keys: ['pod-template-hash'],
      });
      expect(at(pod(balancer({ engine }, 1)), 'topology_spread_constraint.0')).toMatchObject({ when_unsatisfiable: 'ScheduleAnyway' });
    });

    test('are left alone by what saves nodes', () => {
      expect(at(deployment(usual), 'spec.template.metadata.annotations')).toMatchObject({
        'karpenter.sh/do-not-disrupt': 'true',
        'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
      });
    });

    test('roll when the configuration changes, and not otherwise', () => {
      const checksum = (synthesized: Synthesized) => at(deployment(synthesized), 'spec.template.metadata.annotations.checksum/config');
      expect(checksum(balancer({ engine }))).toBe(checksum(usual));
      expect(checksum(balancer({ engine, trustedProxies: ['192.0.2.0/24'] }))).not.toBe(checksum(usual));
    });

    test('go one at a time, and come before the old ones go', () => {
      expect(at(deployment(usual), 'spec.strategy')).toEqual({
        type: 'RollingUpdate',
        rolling_update: { max_unavailable: '0', max_surge: '1' },
      });
      expect(at(usual.find('kubernetes_pod_disruption_budget_v1', name), 'spec')).toMatchObject({ max_unavailable: '1' });
    });

    test('are at least two, by their load more, and one goes in the time that it takes to end', () => {
      expect(at(usual.find('kubernetes_horizontal_pod_autoscaler_v2', name), 'spec')).toMatchObject({
        min_replicas: 2,
        max_replicas: 4,
        behavior: { scale_down: [{ policy: [{ type: 'Pods', value: 1, period_seconds: limits.drain.graceSeconds }] }] },
      });
      expect(deployment(usual)).not.toHaveProperty('spec.replicas');
    });

    test('have memory for the connections they hold', () => {
      const memory = (connections: number) => at(container(balancer({ engine, connections })), 'resources.limits.memory');
      expect([memory(2000), memory(8000)]).toEqual(['378Mi', '1128Mi']);
    });

    test('mount no single file, so that a change of it reaches them', () => {
      expect(usual.text + withSecret.text).not.toContain('sub_path');
    });

    test('wait for all that they need to become ready', () => {
      const needed = [
        ...['backend', 'admin', 'portal'].map((each) => usual.address('kubernetes_service_v1', `load-balancer-${each}`)),
        ...[
          'kubernetes_service_account_v1',
          'kubernetes_config_map_v1',
          'kubernetes_pod_disruption_budget_v1',
          'kubernetes_service_v1',
        ].map((type) => usual.address(type, name)),
      ];
      expect((at(deployment(usual), 'depends_on') as string[]).toSorted()).toEqual(needed.toSorted());
    });
  });

  describe('its certificate', () => {
    test('is that of the Secret, and a new one is taken over', () => {
      expect(pod(withSecret)).toMatchObject({ init_container: [] });
      expect(JSON.stringify(at(pod(withSecret), 'volume'))).toContain(
        '"secret":[{"items":[{"key":"tls.key","path":"tls.key"}],"name":"hosts-tls"}]',
      );
      expect(at(container(withSecret), 'command')).toEqual([
        '/bin/sh',
        '/etc/load-balancer/start.sh',
        ...(at(container(usual), 'command') as string[]),
      ]);
      expect(at(container(withSecret), 'env')).toEqual([
        { name: 'WATCHED_FILES', value: '/etc/load-balancer-tls/tls.crt /etc/load-balancer-tls/tls.key' },
        { name: 'WATCH_SECONDS', value: '60' },
        { name: 'RELOAD_SIGNAL', value: engine === 'nginx' ? 'HUP' : 'USR2' },
      ]);
      expect(dataOf(withSecret)).toHaveProperty(['start.sh']);
      expect(dataOf(usual)).not.toHaveProperty(['start.sh']);
    });

    test('is made in the pod where there is no Secret', () => {
      const [init] = at(pod(usual), 'init_container') as [Record<string, unknown>];
      expect(init).toMatchObject({
        name: 'make-key',
        image: at(container(usual), 'image'),
        security_context: { read_only_root_filesystem: true },
      });
      expect(init.command).toContain('/etc/load-balancer-tls/tls.key');
      expect(at(container(usual), 'volume_mount')).toContainEqual({
        name: 'writable-etc-load-balancer-tls',
        mount_path: '/etc/load-balancer-tls',
      });
    });

    test('is not there without TLS, and neither is its port', () => {
      const clear = balancer({ engine, tls: { enabled: false, reason: 'a cloud balancer ends TLS' } });
      expect(pod(clear)).toMatchObject({ init_container: [] });
      expect(at(service(clear), 'port')).toEqual([{ name: 'http', port: 80, target_port: 'http' }]);
      expect(Object.values(dataOf(clear)).join()).not.toMatch(/8443|tls\.crt/);
    });
  });

  describe('it is reached', () => {
    test('at the address that the cloud gives', () => {
      expect(service(usual)).toMatchObject({
        type: 'LoadBalancer',
        external_traffic_policy: 'Local',
        port: [
          { name: 'http', port: 80, target_port: 'http' },
          { name: 'https', port: 443, target_port: 'https' },
        ],
      });
      expect(usual.balancer.origin).toMatchObject({ recordType: 'A', value: expect.stringMatching(/^\$\{TfToken/) as string });
      const named = balancer({
        engine,
        exposure: { type: 'LoadBalancer', address: 'hostname', sourceCidrs: ['192.0.2.0/24'], annotations: { a: 'b' } },
      });
      expect(named.balancer.origin).toMatchObject({ recordType: 'CNAME' });
      expect(named.find('kubernetes_service_v1', name)).toMatchObject({
        metadata: { annotations: { a: 'b' } },
        spec: { load_balancer_source_ranges: ['192.0.2.0/24'] },
        wait_for_load_balancer: true,
      });
    });

    test('at a port of every node', () => {
      const origin = { recordType: 'A', value: '192.0.2.1' };
      const nodes = balancer({ engine, exposure: { type: 'NodePort', origin } });
      expect(service(nodes)).toMatchObject({ type: 'NodePort', port: [{ node_port: 30_080 }, { node_port: 30_443 }] });
      expect(nodes.balancer.origin).toEqual(origin);
    });

    test('from inside only', () => {
      const inside = balancer({ engine, exposure: { type: 'ClusterIP' } });
      expect(service(inside)).toMatchObject({ type: 'ClusterIP' });
      expect(service(inside)).not.toHaveProperty('external_traffic_policy');
      expect(inside.balancer.origin).toBeNull();
    });

    test('never at its metrics', () => {
      expect(JSON.stringify(at(service(usual), 'port'))).not.toMatch(/metrics|8404/);
    });
  });
});

test.each(both)('%s finds the pods of a service by itself', (engine) => {
  const synthesized = balancer({ engine });
  expect(synthesized.balancer.attach('backend', undefined as never)).toEqual([]);
});

describe('it reaches the services', () => {
  const upstream = (synthesized: Synthesized) => at(synthesized.find('kubernetes_service_v1', 'load-balancer-backend'), 'spec');

  test('nginx: by one address for all pods, which it resolves when it starts', () => {
    const nginx = balancer({ engine: 'nginx' });
    expect(upstream(nginx)).toMatchObject({
      type: 'ClusterIP',
      port: [{ port: 8080, target_port: 'http' }],
      selector: { 'app.kubernetes.io/name': 'backend' },
    });
    expect(upstream(nginx)).not.toHaveProperty('cluster_ip');
    expect(dataOf(nginx)['nginx.conf']).toContain('server load-balancer-backend:8080 max_fails=0;');
  });

  test('HAProxy: by a name with an address for each pod', () => {
    const haproxy = balancer({ engine: 'haproxy', clusterDomain: 'cluster.example' });
    expect(upstream(haproxy)).toMatchObject({ cluster_ip: 'None' });
    expect(dataOf(haproxy)['haproxy.cfg']).toContain('server-template pod 1-32 load-balancer-backend.openrouter.svc.cluster.example:8080 ');
    expect(Object.keys(dataOf(haproxy))).toEqual(expect.arrayContaining(['400.http', '431.http']));
  });
});
