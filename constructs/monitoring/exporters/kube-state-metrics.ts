import type { RoleV1Rule } from '@cdktf/provider-kubernetes/lib/role-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { monitoringPorts } from '../../../config';
import { ReaderAccess } from '../reader-account';
import { Exporter, type StatelessProps } from './exporter';

export interface KubeStateMetricsProps extends StatelessProps {
  /** Namespaces whose objects it reports. */
  readonly namespaces: readonly string[];
  /** Resources that must exist before it; default none. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

const NAME = 'kube-state-metrics';
/** `nobody` of the image. */
const USER = 65534;

/** Kinds it reports, by API group: not Secrets and ConfigMaps, which it would have to read in full. */
const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  '': ['persistentvolumeclaims', 'pods', 'resourcequotas'],
  apps: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  policy: ['poddisruptionbudgets'],
};

const read = (group: string, resources: readonly string[]): RoleV1Rule => ({
  apiGroups: [group],
  resources: [...resources],
  verbs: ['list', 'watch'],
});

/** Metrics of pods, rollouts, volumes and nodes, as the API server knows them. */
export class KubeStateMetrics extends Construct {
  constructor(scope: Construct, id: string, { namespaces, dependsOn = [], ...props }: KubeStateMetricsProps) {
    super(scope, id);
    const access = new ReaderAccess(this, 'Access', {
      name: NAME,
      namespace: props.namespace,
      namespaces,
      rules: Object.entries(OBJECTS).map(([group, resources]) => read(group, resources)),
      clusterRules: [read('', ['nodes'])],
      dependsOn,
    });
    new Exporter(this, 'Server', {
      ...props,
      name: NAME,
      image: props.surroundings.images.programs.kubeStateMetrics,
      user: USER,
      command: kubeStateMetricsCommand(namespaces),
      port: ['metrics', monitoringPorts.kubeStateMetrics],
      // Not /livez, which queries the API server: while that is down, a restart would not help.
      health: { liveness: '/healthz', readiness: '/healthz' },
      apiAccess: true,
      environment: { values: {}, secrets: {}, files: {} },
      dependsOn: [...access.resources, ...dependsOn],
    });
  }
}

/** Its second port, with metrics about itself, stays inside the pod: nothing scrapes it. */
export const kubeStateMetricsCommand = (namespaces: readonly string[], program = '/kube-state-metrics'): readonly string[] => [
  program,
  `--port=${monitoringPorts.kubeStateMetrics}`,
  '--telemetry-host=127.0.0.1',
  `--resources=${[...Object.values(OBJECTS).flat(), 'nodes'].join(',')}`,
  `--namespaces=${namespaces.join(',')}`,
];
