import { createHash } from 'node:crypto';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { Lazy } from 'cdktf';
import { componentLabels, configChecksum, podTemplate, type PodEnvironment } from '../../../constructs/kubernetes';
import { at, synthesize } from '../../support/synthesized';

const nothing: PodEnvironment = { values: {}, secrets: {}, files: {} };
const base = {
  name: 'backend',
  image: 'registry.example/backend:1.2.3',
  serviceAccountName: 'backend',
  pullSecrets: [],
  resources: { cpuRequestMillis: 250, cpuLimitMillis: 500, memoryRequestMiB: 512, memoryLimitMiB: 1024 },
  environment: nothing,
};
const drain = { preStopSeconds: 20, drainSeconds: 600, graceSeconds: 660 };

/** The template as Terraform gets it: what the bindings drop or rename shows here. */
function pod(props: Partial<Parameters<typeof podTemplate>[0]> = {}): unknown {
  const { find } = synthesize((stack) => {
    new DeploymentV1(stack, 'Deployment', { metadata: { name: 'it' }, spec: { template: podTemplate({ ...base, ...props }) } });
  });
  return at(find('kubernetes_deployment_v1', 'it'), 'spec.template');
}
const container = (props: Parameters<typeof pod>[0] = {}) => at(pod(props), 'spec.container.0');

describe('labels', () => {
  test('are stable, because selectors cannot be changed', () => {
    expect(componentLabels('backend')).toEqual({ 'app.kubernetes.io/name': 'backend', 'app.kubernetes.io/part-of': 'massrouter' });
  });

  test('are on the pods', () => {
    expect(at(pod(), 'metadata.labels')).toEqual(componentLabels('backend'));
  });
});

describe('a pod is restricted', () => {
  test('it runs as a numbered user that is not root, and its volumes are that user’s', () => {
    expect(at(pod(), 'spec.security_context')).toEqual({
      run_as_non_root: true,
      run_as_user: '65532',
      run_as_group: '65532',
      fs_group: '65532',
      seccomp_profile: { type: 'RuntimeDefault' },
    });
  });

  test('the user can be another one', () => {
    expect(at(pod({ user: 101 }), 'spec.security_context')).toMatchObject({ run_as_user: '101', run_as_group: '101', fs_group: '101' });
  });

  test('its container has no capabilities, gains none, and cannot write its root', () => {
    expect(at(container(), 'security_context')).toEqual({
      run_as_non_root: true,
      allow_privilege_escalation: false,
      read_only_root_filesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('it gets no token of its account', () => {
    expect(pod()).toHaveProperty('spec.automount_service_account_token', false);
  });

  test('it gets no variables of other Services', () => {
    expect(pod()).toHaveProperty('spec.enable_service_links', false);
  });
});

describe('what may be written', () => {
  test('is a bounded /tmp by default', () => {
    expect(at(pod(), 'spec.volume')).toEqual([{ name: 'writable-tmp', empty_dir: { size_limit: '64Mi' } }]);
    expect(at(container(), 'volume_mount')).toEqual([{ name: 'writable-tmp', mount_path: '/tmp' }]);
  });

  test('is what is named, each with its bound', () => {
    const props = { writablePathsMiB: { '/var/cache/nginx': 128, '/run': 1 } };
    expect(at(pod(props), 'spec.volume')).toEqual([
      { name: 'writable-var-cache-nginx', empty_dir: { size_limit: '128Mi' } },
      { name: 'writable-run', empty_dir: { size_limit: '1Mi' } },
    ]);
  });
});

describe('files', () => {
  const files = {
    '/etc/connections/a.crt': { configMap: 'postgres-ca', key: 'ca.crt' },
    '/etc/connections/b.crt': { configMap: 'redis-ca', key: 'ca.pem' },
    '/etc/stand-in/x.conf': { configMap: 'stand-in', key: 'x.conf' },
  };
  const props = { environment: { ...nothing, files }, writablePathsMiB: {} };

  test('of one directory are one read-only mount, never a subPath', () => {
    expect(at(container(props), 'volume_mount')).toEqual([
      { name: 'files-etc-connections', mount_path: '/etc/connections', read_only: true },
      { name: 'files-etc-stand-in', mount_path: '/etc/stand-in', read_only: true },
    ]);
  });

  test('come each from its key, under its own name', () => {
    expect(at(pod(props), 'spec.volume.0.projected.0.sources')).toEqual([
      { config_map: [{ name: 'postgres-ca', items: [{ key: 'ca.crt', path: 'a.crt' }] }] },
      { config_map: [{ name: 'redis-ca', items: [{ key: 'ca.pem', path: 'b.crt' }] }] },
    ]);
  });
});

describe('environment', () => {
  test('secrets stand before values, which name them', () => {
    const environment = {
      ...nothing,
      values: { URL: 'postgres://$(USERNAME)@db' },
      secrets: { USERNAME: { name: 'postgres-app', key: 'username' } },
    };
    expect(at(container({ environment }), 'env')).toEqual([
      { name: 'USERNAME', value_from: { secret_key_ref: { name: 'postgres-app', key: 'username' } } },
      { name: 'URL', value: 'postgres://$(USERNAME)@db' },
    ]);
  });

  test('whole objects keep their order and prefix', () => {
    const envFrom = [{ configMap: 'config' }, { secret: 'b' }, { secret: 'a', prefix: 'PREVIOUS_' }];
    expect(at(container({ envFrom }), 'env_from')).toEqual([
      { config_map_ref: { name: 'config' } },
      { secret_ref: { name: 'b' } },
      { prefix: 'PREVIOUS_', secret_ref: { name: 'a' } },
    ]);
  });
});

describe('resources', () => {
  test('are written as the API server gives them back', () => {
    expect(at(container(), 'resources')).toEqual({
      requests: { cpu: '250m', memory: '512Mi' },
      limits: { cpu: '500m', memory: '1Gi' },
    });
  });

  test('have a memory limit even without a CPU limit', () => {
    const resources = { ...base.resources, cpuRequestMillis: 2000, cpuLimitMillis: null };
    expect(at(container({ resources }), 'resources')).toEqual({ requests: { cpu: '2', memory: '512Mi' }, limits: { memory: '1Gi' } });
  });
});

describe('probes', () => {
  const probed = container({ ports: { http: 8080 }, probes: { liveness: '/health', readiness: '/ready' } });

  test('ask the port by its name', () => {
    expect(at(probed, 'port')).toEqual([{ name: 'http', container_port: 8080 }]);
    expect(at(probed, 'liveness_probe.http_get.port')).toBe('http');
  });

  test('of life and readiness have the guide’s delays and periods', () => {
    expect(at(probed, 'liveness_probe')).toMatchObject({ http_get: { path: '/health' }, initial_delay_seconds: 30, period_seconds: 10 });
    expect(at(probed, 'readiness_probe')).toMatchObject({ http_get: { path: '/ready' }, initial_delay_seconds: 5, period_seconds: 5 });
  });

  test('give a start 150 seconds on the liveness path', () => {
    expect(at(probed, 'startup_probe')).toMatchObject({ http_get: { path: '/health' }, period_seconds: 5, failure_threshold: 30 });
  });

  test('are absent from what only runs once', () => {
    expect(Object.keys(container({ deadlineSeconds: 60 }) as object).filter((key) => key.endsWith('probe'))).toEqual([]);
  });
});

describe('spread', () => {
  const constraints = (zones: number, revisionLabels: string[] = []) =>
    at(pod({ spread: { zones, revisionLabels } }), 'spec.topology_spread_constraint');

  test.each([
    [1, 'ScheduleAnyway'],
    [2, 'DoNotSchedule'],
    [3, 'DoNotSchedule'],
  ])('over %i zones: %s, and hosts are only preferred', (zones, whenUnsatisfiable) => {
    expect(constraints(zones)).toMatchObject([
      { topology_key: 'topology.kubernetes.io/zone', when_unsatisfiable: whenUnsatisfiable, node_taints_policy: 'Honor' },
      { topology_key: 'kubernetes.io/hostname', when_unsatisfiable: 'ScheduleAnyway', node_taints_policy: 'Honor' },
    ]);
  });

  test('counts the pods of the component, of one rollout where that is named', () => {
    expect(constraints(3, ['pod-template-hash'])).toMatchObject([
      { label_selector: [{ match_labels: componentLabels('backend') }], match_label_keys: ['pod-template-hash'] },
      { match_label_keys: ['pod-template-hash'] },
    ]);
    expect(at(constraints(3), '0')).not.toHaveProperty('match_label_keys');
  });
});

describe('the end of a pod', () => {
  test('it keeps answering before the stop signal', () => {
    expect(at(container({ drain }), 'lifecycle.pre_stop')).toEqual([{ exec: { command: ['sleep', '20'] } }]);
  });

  test('it may take the whole grace of the streaming chain', () => {
    expect(pod({ drain })).toHaveProperty('spec.termination_grace_period_seconds', 660);
  });

  test('one that runs once is not begun anew because a node is to be saved', () => {
    const annotations = (props: object) => at(pod(props), 'metadata.annotations');
    expect(annotations({ deadlineSeconds: 900 })).toEqual({
      'karpenter.sh/do-not-disrupt': 'true',
      'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
    });
    expect(annotations({})).toBeUndefined();
  });

  test('one that runs once ends at its deadline and is not restarted', () => {
    expect(at(pod({ deadlineSeconds: 900 }), 'spec')).toMatchObject({ restart_policy: 'Never', active_deadline_seconds: 900 });
  });
});

describe('checksum', () => {
  test('is an annotation of the pods', () => {
    expect(at(pod({ checksum: 'abc' }), 'metadata.annotations')).toEqual({ 'checksum/config': 'abc' });
  });

  test('does not depend on the order of keys', () => {
    expect(configChecksum({ a: 1, b: { d: [1, { y: 2, x: 1 }], c: null } })).toBe(
      configChecksum({ b: { c: null, d: [1, { x: 1, y: 2 }] }, a: 1 }),
    );
  });

  test('depends on the order of lists and on every value', () => {
    const sums = [[1, 2], [2, 1], { a: '1' }, { a: 1 }, { a: null }, 'a', ['a']].map(configChecksum);
    expect(new Set(sums).size).toBe(sums.length);
  });

  test('is SHA-256 of the JSON where everything is known', () => {
    expect(configChecksum({ a: 'b' })).toBe(createHash('sha256').update('{"a":"b"}').digest('hex'));
  });

  test('is computed by Terraform where a value is known only to it, at any depth', () => {
    const token = Lazy.stringValue({ produce: () => '${var.later}' });
    const { json } = synthesize((stack) => stack.addOverride('output.sum.value', configChecksum({ a: [{ b: token }] })));
    expect(at(json, 'output.sum.value')).toBe('${sha256(jsonencode({"a" = [{"b" = ${var.later}}]}))}');
  });
});
