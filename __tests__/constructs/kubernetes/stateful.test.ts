import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { StatefulSetV1 } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { MemberClaims, podTemplate, type PodEnvironment } from '../../../constructs/kubernetes';
import { at, synthesize } from '../../support/synthesized';

const nothing: PodEnvironment = { values: {}, secrets: {}, files: {} };
const base = {
  name: 'postgres',
  image: 'registry.example/postgres:1.2.3',
  serviceAccountName: 'postgres',
  pullSecrets: [],
  resources: { cpuRequestMillis: 250, cpuLimitMillis: 500, memoryRequestMiB: 512, memoryLimitMiB: 1024 },
  environment: nothing,
};

/** The template as Terraform gets it: what the bindings drop or rename shows here. */
function pod(props: Partial<Parameters<typeof podTemplate>[0]> = {}): unknown {
  const { find } = synthesize((stack) => {
    new DeploymentV1(stack, 'Deployment', { metadata: { name: 'it' }, spec: { template: podTemplate({ ...base, ...props }) } });
  });
  return at(find('kubernetes_deployment_v1', 'it'), 'spec.template');
}
const container = (props: Parameters<typeof pod>[0] = {}) => at(pod(props), 'spec.container.0');

describe('what surrounds the main container', () => {
  const init = {
    name: 'prepare',
    image: 'registry.example/prepare:1',
    command: ['prepare'],
    resources: base.resources,
    environment: nothing,
  };

  test('init containers and sidecars are restricted too, and see the same volumes', () => {
    const of = pod({ initContainers: [init], sidecars: [{ ...init, name: 'watch' }], claims: { data: '/data' } });
    for (const path of ['spec.init_container.0', 'spec.container.1']) {
      expect(at(of, path)).toMatchObject({
        security_context: { read_only_root_filesystem: true, capabilities: { drop: ['ALL'] } },
        volume_mount: at(of, 'spec.container.0.volume_mount'),
      });
    }
    expect(at(of, 'spec.container.1.name')).toBe('watch');
  });

  test('a claim is mounted by its template’s name and keeps its files’ owners', () => {
    const of = pod({ claims: { data: '/data' }, writablePathsMiB: {} });
    expect(at(of, 'spec.container.0.volume_mount')).toEqual([{ name: 'data', mount_path: '/data' }]);
    expect(at(of, 'spec.volume')).toEqual([]);
    expect(at(of, 'spec.security_context.fs_group_change_policy')).toBe('OnRootMismatch');
  });

  test('a file may come from a Secret', () => {
    const files = { '/etc/tls/tls.key': { secret: 'tls', key: 'tls.key' }, '/etc/tls/ca.crt': { configMap: 'ca', key: 'ca.crt' } };
    expect(at(pod({ environment: { ...nothing, files } }), 'spec.volume.0.projected.0.sources')).toEqual([
      { secret: [{ name: 'tls', items: [{ key: 'tls.key', path: 'tls.key' }] }] },
      { config_map: [{ name: 'ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] }] },
    ]);
  });

  test('a probe may be a command, or a path on another port', () => {
    const of = container({ probes: { liveness: { command: ['ask'] }, readiness: { path: '/ready', port: 'health', scheme: 'HTTPS' } } });
    expect(of).toMatchObject({
      startup_probe: { exec: { command: ['ask'] } },
      liveness_probe: { exec: { command: ['ask'] } },
      readiness_probe: { http_get: { path: '/ready', port: 'health', scheme: 'HTTPS' } },
    });
  });

  test('what drains in its own way says so', () => {
    const of = pod({ preStop: ['hand-over'], graceSeconds: 90 });
    expect(at(of, 'spec.container.0.lifecycle')).toEqual({ pre_stop: [{ exec: { command: ['hand-over'] } }] });
    expect(at(of, 'spec.termination_grace_period_seconds')).toBe(90);
  });

  test('only what asks for it gets the token of its account', () => {
    expect(at(pod({ apiAccess: true }), 'spec.automount_service_account_token')).toBe(true);
  });
});

describe('the claims of a set', () => {
  const of = synthesize((stack) => {
    const props = {
      set: 'postgres',
      namespace: 'openrouter',
      members: 2,
      storageGiB: 50,
      storageClass: 'encrypted',
      deletionProtection: true,
    };
    const claims = new MemberClaims(stack, 'Claims', props);
    new StatefulSetV1(stack, 'Set', {
      metadata: { name: 'postgres' },
      spec: {
        serviceName: 'postgres',
        selector: {},
        template: podTemplate({ ...base, claims: { [MemberClaims.template]: '/data' } }),
        volumeClaimTemplate: claims.volumeClaimTemplate,
      },
      lifecycle: { ignoreChanges: MemberClaims.frozen },
      dependsOn: [...claims.resources],
    });
  });

  test('are named as the set adopts them', () => {
    expect(of.names('kubernetes_persistent_volume_claim_v1')).toEqual(['data-postgres-0', 'data-postgres-1']);
  });

  test('are protected, and bound when a pod needs them', () => {
    expect(of.find('kubernetes_persistent_volume_claim_v1', 'data-postgres-0')).toMatchObject({
      lifecycle: { prevent_destroy: true },
      wait_until_bound: false,
      spec: { access_modes: ['ReadWriteOnce'], storage_class_name: 'encrypted', resources: { requests: { storage: '50Gi' } } },
    });
  });

  test('of members that are no more are forgotten, not destroyed', () => {
    const removed = of.json['removed'] as { from: string; lifecycle: unknown }[];
    expect(removed.map(({ from }) => from.replace(/_[0-9A-F]{8}$/, ''))).toEqual(
      [2, 3, 4].map((n) => `kubernetes_persistent_volume_claim_v1.Claims_Member${n}`),
    );
    for (const { lifecycle } of removed) expect(lifecycle).toEqual({ destroy: false });
  });

  test('exist before the set, which never changes its template', () => {
    expect(of.find('kubernetes_stateful_set_v1', 'postgres')).toMatchObject({
      lifecycle: { ignore_changes: ['spec[0].volume_claim_template'] },
      depends_on: [0, 1].map((n) => of.address('kubernetes_persistent_volume_claim_v1', `data-postgres-${n}`)),
      spec: { volume_claim_template: [{ metadata: { name: 'data' } }] },
    });
  });
});
