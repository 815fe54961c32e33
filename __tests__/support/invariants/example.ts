/**
 * Stacks as the boxes will have them: a StatefulSet with claims of its own, an init container and a sidecar, a DaemonSet, a CronJob, a
 * public load balancer, and a state that is read by another. They break no invariant, and their single blocks are lists of one, as some bindings write them.
 */
import type { StackJson } from '../environments';
import { synthesisOf, type Synthesis } from './synthesis';

const namespace = 'openrouter';
const labels = (name: string) => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'massrouter' });
const object = (name: string, component: string, rest: object = {}) => ({
  metadata: [{ name, namespace, labels: labels(component) }],
  ...rest,
});

const probe = [{ exec: [{ command: ['true'] }] }];
const probes = { liveness_probe: probe, readiness_probe: probe, startup_probe: probe };
const container = (name: string, rest: object = {}) => ({
  name,
  image: `registry.example:5000/${name}:1.2.3`,
  resources: [{ requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } }],
  security_context: [
    {
      run_as_non_root: true,
      allow_privilege_escalation: false,
      read_only_root_filesystem: true,
      capabilities: [{ drop: ['ALL'], add: ['NET_BIND_SERVICE'] }],
    },
  ],
  ...rest,
});
const template = (component: string, spec: object) => [
  {
    metadata: [{ labels: labels(component) }],
    spec: [
      {
        service_account_name: component,
        automount_service_account_token: false,
        enable_service_links: false,
        security_context: [{ run_as_non_root: true, run_as_user: 999, seccomp_profile: [{ type: 'RuntimeDefault' }] }],
        ...spec,
      },
    ],
  },
];
const selector = (component: string) => [{ match_labels: labels(component) }];

const store = template('store', {
  automount_service_account_token: true,
  termination_grace_period_seconds: 120,
  topology_spread_constraint: [
    { topology_key: 'topology.kubernetes.io/zone', node_taints_policy: 'Honor', label_selector: selector('store') },
  ],
  init_container: [container('setup'), container('log', { restart_policy: 'Always' })],
  container: [
    container('store', {
      ...probes,
      env: [{ name: 'STORE_PASSWORD', value_from: [{ secret_key_ref: [{ name: 'store-password', key: 'password' }] }] }],
      env_from: [{ config_map_ref: [{ name: 'store-config' }] }],
      lifecycle: [{ pre_stop: [{ exec: [{ command: ['sh', '-c', 'switch-over; sleep 20'] }] }] }],
    }),
  ],
});

const route = (path: string, service: string) => ({
  path,
  path_type: 'Prefix',
  backend: [{ service: [{ name: service, port: [{ number: 80 }] }] }],
});

const terraform = (stack: string) => ({
  backend: { local: { path: `../../../.terraform-state/${stack}.tfstate` } },
  required_providers: { kubernetes: { version: '3.2.1' }, random: { version: '3.7.2' } },
  required_version: '>= 1.11.0',
});

const example: StackJson = {
  ephemeral: { random_password: { Password: { length: 43 } } },
  resource: {
    kubernetes_stateful_set_v1: {
      Store: {
        ...object('store', 'store'),
        spec: [
          {
            replicas: '2',
            service_name: 'store',
            selector: selector('store'),
            template: store,
            volume_claim_template: [{ metadata: [{ name: 'data' }] }],
          },
        ],
        lifecycle: [{ ignore_changes: ['spec[0].volume_claim_template'] }],
        depends_on: [
          ...['service_account_v1.Store', 'role_binding_v1.Store', 'service_v1.Store', 'config_map_v1.Store', 'secret_v1.Store'],
          ...['persistent_volume_claim_v1.Data0', 'persistent_volume_claim_v1.Data1'],
        ].map((address) => `kubernetes_${address}`),
      },
    },
    kubernetes_daemon_set_v1: {
      Agent: {
        ...object('agent', 'agent'),
        spec: [{ template: template('agent', { container: [container('agent', probes)] }) }],
        depends_on: ['kubernetes_service_account_v1.Agent'],
      },
    },
    kubernetes_cron_job_v1: {
      Backup: {
        ...object('backup', 'backup'),
        spec: [{ job_template: [{ spec: [{ template: template('backup', { container: [container('backup')] }) }] }] }],
        depends_on: ['kubernetes_service_account_v1.Backup'],
      },
    },
    kubernetes_persistent_volume_claim_v1: Object.fromEntries(
      [0, 1].map((ordinal) => [
        `Data${ordinal}`,
        object(`data-store-${ordinal}`, 'store', { wait_until_bound: false, lifecycle: [{ prevent_destroy: true }] }),
      ]),
    ),
    kubernetes_service_account_v1: {
      Store: object('store', 'store', { automount_service_account_token: false }),
      Agent: object('agent', 'agent', { automount_service_account_token: false }),
      Backup: object('backup', 'backup', { automount_service_account_token: false }),
    },
    kubernetes_role_v1: { Store: object('store', 'store') },
    kubernetes_role_binding_v1: {
      Store: object('store', 'store', {
        role_ref: [{ kind: 'Role', name: 'store' }],
        subject: [{ kind: 'ServiceAccount', name: 'store', namespace }],
        depends_on: ['kubernetes_role_v1.Store'],
      }),
    },
    kubernetes_config_map_v1: { Store: object('store-config', 'store', { data: { DRAIN_SECONDS: '60' } }) },
    kubernetes_secret_v1: {
      Store: object('store-password', 'store', {
        data_wo: { username: 'store', password: '${ephemeral.random_password.Password.result}' },
        data_wo_revision: 1,
        lifecycle: [{ prevent_destroy: true }],
      }),
    },
    kubernetes_service_v1: {
      Store: object('store', 'store', { spec: [{ cluster_ip: 'None', selector: labels('store') }] }),
      Nowhere: object('nowhere', 'load-balancer', { spec: [{ selector: labels('nobody') }] }),
      Public: object('load-balancer', 'load-balancer', {
        spec: [{ type: 'LoadBalancer', selector: labels('load-balancer'), port: [{ name: 'https', port: 443, target_port: 'https' }] }],
      }),
    },
    kubernetes_ingress_v1: {
      Public: object('load-balancer', 'load-balancer', {
        spec: [{ rule: [{ host: 'a.example', http: [{ path: [route('/', 'store'), route('/metrics', 'nowhere')] }] }] }],
      }),
    },
    kubernetes_pod_disruption_budget_v1: {
      Store: object('store', 'store', { spec: [{ max_unavailable: '1', selector: selector('store') }] }),
    },
    kubernetes_storage_class_v1: { Fast: { metadata: [{ name: 'fast', labels: labels('fast') }] } },
  },
  removed: [{ from: 'kubernetes_persistent_volume_claim_v1.Data2', lifecycle: { destroy: false } }],
  output: {
    store: { value: { hosts: ['${kubernetes_service_v1.Store.metadata[0].name}', 'store-1'], port: 6379, tls: { ca: null } } },
  },
  terraform: terraform('local-example'),
};

/** It uses what the other one's state offers. */
const reader: StackJson = {
  data: {
    terraform_remote_state: { example: { backend: 'local', config: { path: '../../../.terraform-state/local-example.tfstate' } } },
  },
  resource: {
    kubernetes_config_map_v1: {
      Reader: object('reader', 'reader', {
        data: {
          FIRST: '${data.terraform_remote_state.example.outputs.store.hosts[0]}',
          ALL: '${join(",", data.terraform_remote_state.example.outputs.store.hosts)}',
        },
      }),
    },
  },
  terraform: terraform('local-reader'),
};

/** A small, protected environment with these stacks beside its own. */
export const withExample = (): Synthesis => (synthesis ??= made());
let synthesis: Synthesis | undefined;

function made(): Synthesis {
  const { environment, stacks, dependencies, files } = synthesisOf('everything brought along, protected');
  const own = Object.entries({ 'local-example': example, 'local-reader': reader }).map(([name, json]) => ({
    name,
    json,
    text: JSON.stringify(json),
  }));
  return {
    environment,
    stacks: [...stacks, ...own],
    dependencies: { ...dependencies, 'local-example': [], 'local-reader': ['local-example'] },
    files,
  };
}
