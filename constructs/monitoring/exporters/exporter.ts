import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { MonitoringProgram, ServiceConfig, Surroundings } from '../../../config';
import { componentLabels, podTemplate, type PodEnvironment } from '../../kubernetes';
import { DeploymentV1 } from '../../kubernetes/workloads';
import type { Endpoint } from '../../contracts';

/** Props that all stateless monitoring programs share. */
export interface StatelessProps {
  readonly namespace: string;
  /** Resources of one pod. */
  readonly resources: ServiceConfig['resources'];
  readonly surroundings: Surroundings;
}

export interface ExporterProps extends StatelessProps {
  readonly name: MonitoringProgram;
  readonly image: string;
  /** UID of the image's user. */
  readonly user: number;
  readonly command: readonly string[];
  /** Name and number of its port. */
  readonly port: readonly ['metrics' | 'http', number];
  readonly environment: PodEnvironment;
  /** Paths of the liveness and readiness probes. They must not query what the exporter watches. */
  readonly health: { readonly liveness: string; readonly readiness: string };
  /** Whether it uses the API server; default no. */
  readonly apiAccess?: boolean;
  readonly writablePathsMiB?: Readonly<Record<string, number>>;
  /** Checksum of what it reads at start; default none. */
  readonly checksum?: string;
  /** Resources that must exist before its pod; default none. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** How long Terraform waits for one pod: its image is pulled, and its start-up probe may take 150 s. */
const ROLLOUT_SECONDS = 600;

/** A stateless program in one pod, with a Service in front of it. A rollout starts the new pod before the old one stops. */
export class Exporter extends Construct {
  readonly endpoint: Endpoint;
  readonly serviceAccountName: string;

  constructor(scope: Construct, id: string, props: ExporterProps) {
    super(scope, id);
    const { name, namespace, health, dependsOn = [] } = props;
    const [portName, port] = props.port;
    const labels = componentLabels(name);
    const metadata = { name, namespace, labels };
    const selector = { matchLabels: labels };
    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    // A single pod that may be evicted whenever its node must go: a budget states so explicitly.
    const budget = new PodDisruptionBudgetV1(this, 'DisruptionBudget', { metadata, spec: { selector, maxUnavailable: '1' } });
    const front = new ServiceV1(this, 'Service', {
      metadata,
      spec: { selector: labels, port: [{ name: portName, port, targetPort: portName }] },
    });
    new DeploymentV1(this, 'Deployment', {
      metadata,
      spec: {
        replicas: '1',
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '0', maxSurge: '1' } },
        revisionHistoryLimit: 5,
        template: podTemplate({
          name,
          image: props.image,
          command: props.command,
          user: props.user,
          serviceAccountName: name,
          pullSecrets: props.surroundings.images.pullSecrets,
          apiAccess: props.apiAccess,
          ports: { [portName]: port },
          probes: { liveness: { path: health.liveness, port: portName }, readiness: { path: health.readiness, port: portName } },
          resources: props.resources,
          environment: props.environment,
          writablePathsMiB: props.writablePathsMiB ?? {},
          spread: { zones: 1, revisionLabels: ['pod-template-hash'] },
          checksum: props.checksum,
        }),
      },
      waitForRollout: true,
      timeouts: { create: `${ROLLOUT_SECONDS}s`, update: `${ROLLOUT_SECONDS}s` },
      dependsOn: [account, front, budget, ...dependsOn],
    });
    this.endpoint = { host: `${name}.${namespace}.svc`, port };
    this.serviceAccountName = name;
  }
}
