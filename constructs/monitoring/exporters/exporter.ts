import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { MonitoringProgram, ServiceConfig, Surroundings } from '../../../config';
import { componentLabels, podTemplate, type PodEnvironment } from '../../kubernetes';
import { DeploymentV1 } from '../../kubernetes/workloads';
import type { Endpoint } from '../../contracts';

/** What all programs of monitoring that keep nothing are given. */
export interface StatelessProps {
  readonly namespace: string;
  /** What one pod asks for and may use. */
  readonly resources: ServiceConfig['resources'];
  readonly surroundings: Surroundings;
}

export interface ExporterProps extends StatelessProps {
  readonly name: MonitoringProgram;
  readonly image: string;
  /** Number of the image's user. */
  readonly user: number;
  readonly command: readonly string[];
  /** Name and number of its port. */
  readonly port: readonly ['metrics' | 'http', number];
  readonly environment: PodEnvironment;
  /** Paths that are asked whether it lives, and whether it is ready. They must not ask what it watches. */
  readonly health: { readonly liveness: string; readonly readiness: string };
  /** Whether it talks to the API server; default no. */
  readonly apiAccess?: boolean;
  readonly writablePathsMiB?: Readonly<Record<string, number>>;
  /** Of what it reads when it starts; default none. */
  readonly checksum?: string;
  /** What has to be there before its pod; default nothing. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** What Terraform waits for one pod: its image has to come, and its start-up probe may take 150 s. */
const ROLLOUT_SECONDS = 600;

/** A program in one pod that keeps nothing, and a Service before it. The next pod is there before the last one goes. */
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
    // One pod, which may go whenever its node has to: a budget says so to whoever asks for it.
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
