import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { DeploymentV1SpecTemplate } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { monitoringPorts, type ServiceConfig, type Surroundings } from '../../config';
import { componentLabels, podTemplate } from '../kubernetes';
import { DaemonSetV1 } from '../kubernetes/workloads';

export interface NodeExporterProps {
  /** Its own namespace. */
  readonly namespace: string;
  /** Namespace of Prometheus. */
  readonly prometheusNamespace: string;
  /** Resources of one pod. */
  readonly resources: ServiceConfig['resources'];
  /** Release of the Pod Security Standards. */
  readonly podSecurityVersion: string;
  readonly surroundings: Surroundings;
}

/** Reason why one namespace is not `restricted`, written where a reader of the cluster finds it. */
export const POD_SECURITY_EXCEPTION = {
  level: 'privileged',
  reason: 'node-exporter reads /proc, /sys and the file systems of its node: host paths, which the levels baseline and restricted forbid',
} as const;

const NAME = 'node-exporter';
/** `nobody` of the image. */
const USER = 65534;

/** Where the node's directories are mounted. */
const HOST_PATHS = {
  proc: { path: '/proc', mountPath: '/host/proc' },
  sys: { path: '/sys', mountPath: '/host/sys' },
  root: { path: '/', mountPath: '/host/root' },
} as const;

/** Collectors by name. The network collector would see the pod's own interfaces; cAdvisor has the node's. */
const COLLECTORS = ['cpu', 'diskstats', 'filesystem', 'loadavg', 'meminfo', 'pressure', 'stat', 'time', 'timex', 'uname', 'vmstat'];

/** File systems that are not a disk of the node: those of containers, of pods' volumes, and of the kernel. */
const NOT_DISKS = {
  mountPoints: '^/(dev|proc|run|sys|var/lib/(docker|containerd|containers|kubelet)/.+)($|/)',
  types:
    '^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tmpfs|tracefs)$',
} as const;

/**
 * Disk, memory and load metrics of each node. Everything in the pods but the host paths meets Pod Security `restricted`: no root, no
 * capability, no host network, no host processes; and they talk only to Prometheus, which scrapes them.
 */
export class NodeExporter extends Construct {
  /** Everything else in the namespace waits for it. */
  readonly namespace: ITerraformDependable;

  constructor(scope: Construct, id: string, props: NodeExporterProps) {
    super(scope, id);
    const labels = componentLabels(NAME);
    const metadata = { name: NAME, namespace: props.namespace, labels };
    const selector = { matchLabels: labels };
    const security = ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, POD_SECURITY_EXCEPTION.level],
      [`pod-security.kubernetes.io/${mode}-version`, props.podSecurityVersion],
    ]);
    const namespace = new NamespaceV1(this, 'Namespace', {
      metadata: {
        name: props.namespace,
        labels: { 'app.kubernetes.io/part-of': 'massrouter', ...Object.fromEntries(security) },
        annotations: { 'massrouter/pod-security-exception': POD_SECURITY_EXCEPTION.reason },
      },
    });
    const policyTypes = ['Ingress', 'Egress'];
    const policies = [
      new NetworkPolicyV1(this, 'DefaultDeny', {
        metadata: { name: 'default-deny', namespace: props.namespace, labels: componentLabels('default-deny') },
        spec: { podSelector: {}, policyTypes },
        dependsOn: [namespace],
      }),
      new NetworkPolicyV1(this, 'NetworkPolicy', {
        metadata,
        spec: {
          podSelector: selector,
          policyTypes,
          ingress: [
            {
              from: [
                {
                  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': props.prometheusNamespace } },
                  podSelector: { matchLabels: componentLabels('prometheus') },
                },
              ],
              ports: [{ port: String(monitoringPorts.nodeExporter), protocol: 'TCP' }],
            },
          ],
        },
        dependsOn: [namespace],
      }),
    ];
    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false, dependsOn: [namespace] });
    new DaemonSetV1(this, 'DaemonSet', {
      metadata,
      spec: {
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
        template: onItsNode(
          podTemplate({
            name: NAME,
            image: props.surroundings.images.programs.nodeExporter,
            command: nodeExporterCommand(),
            user: USER,
            serviceAccountName: NAME,
            pullSecrets: props.surroundings.images.pullSecrets,
            ports: { metrics: monitoringPorts.nodeExporter },
            probes: { liveness: { path: '/', port: 'metrics' }, readiness: { path: '/', port: 'metrics' } },
            resources: props.resources,
            environment: { values: {}, secrets: {}, files: {} },
            writablePathsMiB: {},
          }),
        ),
      },
      // A node that is down must not block Terraform; an alert reports it.
      waitForRollout: false,
      dependsOn: [account, ...policies],
    });
    this.namespace = namespace;
  }
}

export const nodeExporterCommand = (
  program = '/bin/node_exporter',
  paths: Readonly<Record<keyof typeof HOST_PATHS, string>> = mounts,
): readonly string[] => [
  program,
  `--web.listen-address=:${monitoringPorts.nodeExporter}`,
  `--path.procfs=${paths.proc}`,
  `--path.sysfs=${paths.sys}`,
  `--path.rootfs=${paths.root}`,
  '--collector.disable-defaults',
  ...COLLECTORS.map((name) => `--collector.${name}`),
  `--collector.filesystem.mount-points-exclude=${NOT_DISKS.mountPoints}`,
  `--collector.filesystem.fs-types-exclude=${NOT_DISKS.types}`,
];

const mounts = Object.fromEntries(Object.entries(HOST_PATHS).map(([name, { mountPath }]) => [name, mountPath])) as Record<
  keyof typeof HOST_PATHS,
  string
>;

/** One pod on every node, whatever its taints, with the node's directories mounted for reading. */
function onItsNode(template: DeploymentV1SpecTemplate): DeploymentV1SpecTemplate {
  const { spec } = template;
  const [main] = Array.isArray(spec?.container) ? spec.container : [];
  if (spec === undefined || main === undefined) throw new Error('a pod has a container');
  const all = Object.entries(HOST_PATHS);
  return {
    ...template,
    spec: {
      ...spec,
      toleration: [{ operator: 'Exists' }],
      volume: all.map(([name, { path }]) => ({ name, hostPath: { path, type: 'Directory' } })),
      container: [
        {
          ...main,
          volumeMount: all.map(([name, { mountPath }]) => ({
            name,
            mountPath,
            readOnly: true,
            // A disk mounted later is seen too.
            mountPropagation: 'HostToContainer',
          })),
        },
      ],
    },
  };
}
