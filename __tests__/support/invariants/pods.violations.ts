/** What pod-resources.ts, availability.ts and streaming.ts have to see. */
import type { Edits } from './edited';
import { breaking, type Violation } from './violation';

const backend = 'kubernetes_deployment_v1.AppTier_Backend_Deployment';
const migration = 'kubernetes_job_v1.AppTier_Migration_Job';
const budget = 'kubernetes_pod_disruption_budget_v1.AppTier_Backend_DisruptionBudget';
const autoscaler = 'kubernetes_horizontal_pod_autoscaler_v2.AppTier_Backend_Autoscaler';
const store = 'kubernetes_stateful_set_v1.Store';
const agent = 'kubernetes_daemon_set_v1.Agent';
/** Paths of pods, and of the example's, which are in lists of one. */
const inBackend = `resource.${backend}.spec.template.spec`;
const inStore = `resource.${store}.spec.0.template.0.spec.0`;
const otherLabels = { 'app.kubernetes.io/name': 'other' };

const sized = breaking('resources, images and probes', 'local-app', backend);
const spread = breaking('disruption', 'local-app', backend);
const told = 'resource.kubernetes_config_map_v1.AppTier_BackendConfig.data';
const streamed = breaking('streams are not cut', 'local-app', backend);
/** What is in the way of every service. */
const streamedByAll = (what: string, edits: Edits, problem: string): Violation => ({
  guard: 'streams are not cut',
  what,
  stack: 'local-app',
  edits,
  says: ['Admin', 'Backend', 'Portal'].map((name) => `kubernetes_deployment_v1.AppTier_${name}_Deployment: ${problem}`),
});
const ends = breaking('shutdown', 'local-app', backend);

export const podViolations: readonly Violation[] = [
  sized('links to Services', { [`${inBackend}.enable_service_links`]: undefined }, 'enable_service_links is not false'),
  ...['requests.cpu', 'requests.memory', 'limits.memory'].map((name) =>
    sized(`no ${name}`, { [`${inBackend}.container.0.resources.${name}`]: undefined }, `container backend: has no ${name}`),
  ),
  ...['liveness_probe', 'readiness_probe', 'startup_probe'].map((name) =>
    sized(`no ${name}`, { [`${inBackend}.container.0.${name}`]: undefined }, `container backend: has no ${name}`),
  ),
  ...['registry.example/a', 'registry.example:5000/a', 'a@sha256:abc'].map((image) =>
    sized(
      `the image ${image}`,
      { [`${inBackend}.container.0.image`]: image },
      `container backend: the image ${image} has neither an exact tag nor a digest`,
    ),
  ),
  sized(
    'the image a:latest',
    { [`${inBackend}.container.0.image`]: 'a:latest' },
    'container backend: the image a:latest is another one tomorrow',
  ),
  breaking('resources, images and probes', 'local-app', migration)(
    'a Job',
    { [`resource.${migration}.spec.template.spec.container.0.resources.limits`]: undefined },
    'container migration: has no limits.memory',
  ),
  breaking('resources, images and probes', 'local-example', store)(
    'a sidecar',
    { [`${inStore}.init_container.1.resources`]: undefined },
    ...['requests.cpu', 'requests.memory', 'limits.memory'].map((name) => `init container log: has no ${name}`),
  ),
  breaking('resources, images and probes', 'local-example', agent)(
    'a DaemonSet',
    { [`resource.${agent}.spec.0.template.0.spec.0.container.0.readiness_probe`]: undefined },
    'container agent: has no readiness_probe',
  ),

  breaking('autoscaling', 'local-app', backend)(
    'a number of replicas',
    { [`resource.${backend}.spec.replicas`]: '3' },
    'has replicas, which every apply would set against its autoscaler',
  ),
  breaking('autoscaling', 'local-app', autoscaler)(
    'a target that is not there',
    { [`resource.${autoscaler}.spec.scale_target_ref.name`]: 'other' },
    'scales nothing of this stack',
  ),

  spread(
    'pods that may crowd one node',
    { [`${inBackend}.topology_spread_constraint`]: undefined },
    'has replicas but no topology_spread_constraint',
  ),
  spread(
    'a spread of other pods',
    { [`${inBackend}.topology_spread_constraint.0.label_selector.0.match_labels`]: otherLabels },
    'is not spread by topology.kubernetes.io/zone: the selector selects other pods',
  ),
  breaking('documented limits of the APIs are kept', 'local-app', backend)(
    'a name that is too long',
    { [`resource.${backend}.metadata.name`]: 'x'.repeat(254) },
    'a name of an object has 253 characters at most',
  ),
  spread(
    'zones that take no pods count',
    { [`${inBackend}.topology_spread_constraint.0.node_taints_policy`]: undefined },
    'counts zones and hosts that take no pods: topology.kubernetes.io/zone',
  ),
  spread('no budget', { [`resource.${budget}`]: undefined }, 'is selected by 0 PodDisruptionBudgets, not by one'),
  spread(
    'a budget of other pods',
    { [`resource.${budget}.spec.selector.match_labels`]: otherLabels },
    'is selected by 0 PodDisruptionBudgets, not by one',
  ),
  spread('a budget that lets none go', { [`resource.${budget}.spec.max_unavailable`]: '0' }, `${budget} lets no pod go`),
  spread(
    'a budget that keeps all',
    { [`resource.${budget}.spec`]: { min_available: '3', selector: { match_labels: { 'app.kubernetes.io/name': 'backend' } } } },
    `${budget} lets no pod go`,
  ),
  breaking('disruption', 'local-example', store)(
    'a StatefulSet without a budget',
    { 'resource.kubernetes_pod_disruption_budget_v1.Store': undefined },
    'is selected by 0 PodDisruptionBudgets, not by one',
  ),

  ends(
    'a grace period that is too short',
    { [`${inBackend}.termination_grace_period_seconds`]: 619 },
    'is killed after 619 s, before the 20 s of preStop and 600 s of drain are over',
  ),
  ends(
    'a longer sleep',
    { [`${inBackend}.container.0.lifecycle.pre_stop.0.exec.command`]: ['sleep', '61'] },
    'is killed after 660 s, before the 61 s of preStop and 600 s of drain are over',
  ),
  ends(
    'a longer drain',
    { 'resource.kubernetes_config_map_v1.AppTier_BackendConfig.data.DRAIN_SECONDS': '641' },
    'is killed after 660 s, before the 20 s of preStop and 641 s of drain are over',
  ),
  ...['worker_shutdown_timeout 11m;', '  hard-stop-after 660s'].map((line) =>
    ends(
      `a drain in a file: ${line.trim()}`,
      { 'resource.kubernetes_config_map_v1.AppTier_BackendConfig.data.FILE': `# first\n${line}\n` },
      'is killed after 660 s, before the 20 s of preStop and 660 s of drain are over',
    ),
  ),
  ends(
    'Terraform, which waits too short',
    { [`resource.${backend}.timeouts.delete`]: '10m' },
    'Terraform gives up after 600 s, before the grace period of 660 s is over',
  ),
  breaking('shutdown', 'local-app', migration)(
    'Terraform, which by itself waits a minute for a Job',
    { [`resource.${migration}.timeouts`]: undefined, [`resource.${migration}.spec.template.spec.termination_grace_period_seconds`]: 61 },
    'Terraform gives up after 60 s, before the grace period of 61 s is over',
  ),
  breaking('shutdown', 'local-example', store)(
    'a shell’s sleep in a StatefulSet',
    { [`${inStore}.container.0.lifecycle.0.pre_stop.0.exec.0.command`]: ['sh', '-c', 'switch-over; sleep 61'] },
    'is killed after 120 s, before the 61 s of preStop and 60 s of drain are over',
  ),
  breaking(
    'a namespace outlives its pods',
    'local-platform',
    'kubernetes_namespace_v1.Namespace',
  )('Terraform, which waits too short', { 'resource.kubernetes_namespace_v1.Namespace.timeouts.delete': '11m' }),
  breaking('a namespace outlives its pods', 'local-platform', 'kubernetes_namespace_v1.Namespace')(
    'Terraform, which by itself waits five minutes',
    { 'resource.kubernetes_namespace_v1.Namespace.timeouts': undefined },
    'Terraform gives up after 300 s, before the 660 s of its slowest pod are over',
  ),

  streamed('a late heartbeat', { [`${told}.HEARTBEAT_SECONDS`]: '1200' }, 'a heartbeat every 1200 s is too late for 1200 s'),
  streamed('no number', { [`${told}.HEARTBEAT_SECONDS`]: 'x' }, 'a heartbeat every NaN s is too late for 1200 s'),
  streamed('a short keep-alive', { [`${told}.KEEP_ALIVE_SECONDS`]: '1200' }, 'a keep-alive of 1200 s ends before 1200 s'),
  streamed('no margin', { [`${told}.DRAIN_SECONDS`]: '640' }, '660 s of grace leave nothing after 20 s and 640 s of drain'),
  streamed(
    'a long grace period',
    {
      [`${inBackend}.termination_grace_period_seconds`]: 1801,
      [`resource.${autoscaler}.spec.behavior.scale_down.0.policy.0.period_seconds`]: 1801,
    },
    '1801 s of grace are more than an autoscaler counts',
  ),
  streamed('another body', { [`${told}.MAX_BODY_MIB`]: '99' }, 'a body of 99 MiB is not what was asked for'),
  streamed(
    'pods that go faster than they end',
    { [`resource.${autoscaler}.spec.behavior.scale_down.0.policy.0.period_seconds`]: 659 },
    'a pod goes every 659 s, while each takes 660 s',
  ),
  ...['  proxy_read_timeout 15s;', '    timeout server 15s'].map((line) =>
    streamedByAll(
      `a balancer with ${line.trim()}`,
      { [`${told}.FILE`]: `http {\n${line}\n}` },
      'a heartbeat every 15 s is too late for 15 s',
    ),
  ),
];
