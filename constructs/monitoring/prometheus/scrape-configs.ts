import type { Scrape } from '../../mixin/component-monitoring';

/** One entry of `scrape_configs`, and the blocks it consists of: plain data in Prometheus' own terms. */
export type Block = Readonly<Record<string, unknown>>;

/** Where pods and nodes are discovered. */
export interface Discovery {
  /** Namespaces whose pods are discovered. */
  readonly namespaces: readonly string[];
  /** How the API server is reached; null: as the pod's own account. */
  readonly kubeconfig: string | null;
}

/** A label that every component's pods carry (componentLabels). */
const OURS = 'app.kubernetes.io/part-of=massrouter';

const meta = (name: string): string => `__meta_kubernetes_${name}`;
const NAME_LABEL = meta('pod_label_app_kubernetes_io_name');

const cluster = ({ kubeconfig }: Discovery): Block => (kubeconfig === null ? {} : { kubeconfig_file: kubeconfig });

/** The same for every job, word for word: Prometheus then watches the pods only once for all of them. */
export const podDiscovery = (discovery: Discovery): Block => ({
  role: 'pod',
  ...cluster(discovery),
  namespaces: { names: [...discovery.namespaces] },
  selectors: [{ role: 'pod', label: OURS }],
});

const nodeDiscovery = (discovery: Discovery): Block => ({ role: 'node', ...cluster(discovery) });

/** Escaped, because `$1` and the like would be taken for parts of a match. */
const setTo = (label: string, value: string): Block => ({ target_label: label, replacement: value });
const copy = (label: string, from: string): Block => ({ source_labels: [from], target_label: label });

/** Pods of a component, running or pending, with a port of this name. A finished pod is not a target that is down. */
export const podsWith = (component: string, port: string): readonly Block[] => [
  { source_labels: [NAME_LABEL, meta('pod_container_port_name')], separator: ';', regex: `${component};${port}`, action: 'keep' },
  { source_labels: [meta('pod_phase')], regex: 'Succeeded|Failed', action: 'drop' },
];

const whose = (component: string): readonly Block[] => [setTo('component', component), setTo('job', component)];
const where: readonly Block[] = [copy('namespace', meta('namespace')), copy('pod', meta('pod_name')), copy('node', meta('pod_node_name'))];

/** Pods that expose metrics themselves. */
export const podJob = (name: string, scrape: Scrape, discovery: Discovery): Block => ({
  job_name: name,
  metrics_path: scrape.path,
  scrape_interval: `${scrape.intervalSeconds}s`,
  scrape_timeout: `${Math.min(scrape.intervalSeconds, 10)}s`,
  ...(scrape.aboutOthers === true ? { honor_labels: true } : {}),
  kubernetes_sd_configs: [podDiscovery(discovery)],
  relabel_configs: [...podsWith(scrape.component, scrape.port), ...whose(scrape.component), ...(scrape.aboutOthers === true ? [] : where)],
});

/** An exporter that is given its target as a parameter. */
export interface Prober {
  /** Host and port. */
  readonly address: string;
  readonly path: string;
  readonly intervalSeconds: number;
}

/** Sends the scrape to the exporter, which gets the target's own address as a parameter. */
const through = (address: string): readonly Block[] => [copy('instance', '__param_target'), setTo('__address__', address)];

export interface MembersThroughExporter {
  readonly component: string;
  readonly port: string;
  /** The exporter's parameter, in terms of `$1` (address and port), `$2` (name of the pod) and `$3` (namespace). */
  readonly target: string;
}

/** Every pod of a component, through one exporter. */
export const membersJob = ({ component, port, target }: MembersThroughExporter, prober: Prober, discovery: Discovery): Block => ({
  job_name: component,
  metrics_path: prober.path,
  scrape_interval: `${prober.intervalSeconds}s`,
  kubernetes_sd_configs: [podDiscovery(discovery)],
  relabel_configs: [
    ...podsWith(component, port),
    ...whose(component),
    ...where,
    {
      source_labels: ['__address__', meta('pod_name'), meta('namespace')],
      separator: ';',
      regex: '(.+);(.+);(.+)',
      target_label: '__param_target',
      replacement: target,
    },
    ...through(prober.address),
  ],
});

export interface StaticTargets {
  readonly job: string;
  readonly component: string;
  /** The exporter's parameters, each with its additional labels. */
  readonly targets: readonly { readonly target: string; readonly labels: Readonly<Record<string, string>> }[];
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/** Addresses known beforehand, scraped through one exporter. */
export const staticJob = ({ job, component, targets, parameters }: StaticTargets, prober: Prober): Block => ({
  job_name: job,
  metrics_path: prober.path,
  scrape_interval: `${prober.intervalSeconds}s`,
  ...(Object.keys(parameters).length === 0 ? {} : { params: parameters }),
  static_configs: targets.map(({ target, labels }) => ({ targets: [target], labels })),
  relabel_configs: [setTo('component', component), copy('__param_target', '__address__'), ...through(prober.address)],
});

/** Where a pod finds its account's token, and the authority of the API server's certificate. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** cAdvisor series, hundreds for each container, that nothing here uses. */
const NEEDLESS =
  'container_(tasks_state|memory_failures_total|blkio_device_usage_total|network_(tcp|tcp6|udp|udp6)_usage_total|file_descriptors|sockets|ulimits_soft|last_seen)';

export interface Kubelets {
  /** Whether the cluster's authority signed the kubelets' certificates. */
  readonly checked: boolean;
  readonly intervalSeconds: number;
}

/** The kubelets: metrics of themselves, of volumes and of containers. Those of other namespaces are dropped. */
export function kubeletJobs({ checked, intervalSeconds }: Kubelets, discovery: Discovery): readonly Block[] {
  const ours = discovery.namespaces.join('|');
  const job = (name: string, path: string, metricRelabeling: readonly Block[]): Block => ({
    job_name: name,
    scheme: 'https',
    metrics_path: path,
    scrape_interval: `${intervalSeconds}s`,
    authorization: { credentials_file: `${ACCOUNT}/token` },
    tls_config: checked ? { ca_file: `${ACCOUNT}/ca.crt` } : { insecure_skip_verify: true },
    kubernetes_sd_configs: [nodeDiscovery(discovery)],
    relabel_configs: [setTo('component', 'kubelet'), copy('node', meta('node_name'))],
    metric_relabel_configs: metricRelabeling,
  });
  return [
    job('kubelet', '/metrics', [
      // Volume metrics of our namespaces only; metrics of the kubelet itself have no namespace. Its request histograms are most of the rest.
      { source_labels: ['namespace'], regex: `|${ours}`, action: 'keep' },
      {
        source_labels: ['__name__'],
        regex:
          'kubelet_(volume_stats_.+|running_pods|running_containers|node_name|pod_start_duration_seconds_.+|pleg_relist_.+|runtime_operations_errors_total|certificate_manager_.+)|process_.+',
        action: 'keep',
      },
    ]),
    job('cadvisor', '/metrics/cadvisor', [
      { source_labels: ['namespace', 'id'], separator: ';', regex: `(${ours});.*|;/`, action: 'keep' },
      { source_labels: ['__name__'], regex: NEEDLESS, action: 'drop' },
    ]),
  ];
}
