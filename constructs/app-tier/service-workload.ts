import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1, type ServiceV1Config } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DrainLimits, ServiceConfig, Surroundings } from '../../config';
import { componentLabels, podTemplate, type PodEnvironment } from '../kubernetes';
import { Autoscaler } from '../kubernetes/autoscaler';
import type { EnvironmentSource } from '../kubernetes/pod-environment';
import { podDeadlineSeconds, rolloutTimeouts } from '../kubernetes/rollout';
import { DeploymentV1 } from '../kubernetes/workloads';
import type { AttachableLoadBalancer } from '../contracts';
import { literal } from '../terraform/literal';

export interface ServiceWorkloadProps {
  readonly service: ServiceConfig;
  readonly namespace: string;
  /** Puts it behind the load balancer. */
  readonly attach: AttachableLoadBalancer['attach'];
  readonly surroundings: Surroundings;
  /** Variables and files set one by one: plain values, and where secrets and files are. */
  readonly environment: PodEnvironment;
  /** ConfigMaps and Secrets whose keys all become variables. */
  readonly envFrom: readonly EnvironmentSource[];
  /** Checksum of everything that the process reads only when it starts. */
  readonly checksum: string;
  /** This hop's share of the streaming chain. */
  readonly drain: DrainLimits;
  /** Command and user; `null`: the image's command, as podTemplate's user. */
  readonly run: { readonly command: readonly string[]; readonly user: number } | null;
  /** Everything a pod needs to become ready. Terraform waits for readiness, so it must exist before the pods. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A service: pods that roll without losing capacity and, for a web service, a Service in front of them on port 80. */
export class ServiceWorkload extends Construct {
  constructor(scope: Construct, id: string, props: ServiceWorkloadProps) {
    super(scope, id);
    const { service, namespace, drain } = props;
    const { name, replicas } = service;
    const labels = componentLabels(name);
    const metadata = { name, namespace, labels };
    const selector = { matchLabels: labels };

    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const front = service.front === null ? [] : this.front(props, metadata);
    const budget = new PodDisruptionBudgetV1(this, 'DisruptionBudget', { metadata, spec: { selector, maxUnavailable: '1' } });
    new Autoscaler(this, 'Autoscaler', { name, namespace, replicas, drain });
    new DeploymentV1(this, 'Deployment', {
      metadata,
      spec: {
        // No `replicas`: the autoscaler sets them, and Terraform would reset them at every apply.
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '0', maxSurge: '1' } },
        revisionHistoryLimit: 5,
        progressDeadlineSeconds: podDeadlineSeconds(service.probes.startUpSeconds), // per pod: Terraform fails at the first late one
        template: podTemplate({
          name,
          image: service.image,
          command: props.run?.command ?? service.command?.map(literal),
          user: props.run?.user ?? service.user ?? undefined,
          serviceAccountName: name,
          pullSecrets: props.surroundings.images.pullSecrets,
          ports: service.port === null ? {} : { http: service.port },
          probes: { liveness: service.liveness, readiness: service.readiness, times: service.probes },
          writablePathsMiB: service.writablePathsMiB,
          resources: service.resources,
          environment: props.environment,
          envFrom: props.envFrom,
          drain,
          spread: { zones: props.surroundings.zones, revisionLabels: ['pod-template-hash'] },
          checksum: props.checksum,
        }),
      },
      waitForRollout: true,
      timeouts: rolloutTimeouts(replicas.max, drain, service.probes.startUpSeconds),
      dependsOn: [account, ...front, budget, ...props.dependsOn],
    });
  }
  /** The path from the load balancer to the pods. */
  private front({ service, attach }: ServiceWorkloadProps, metadata: ServiceV1Config['metadata']): readonly ITerraformDependable[] {
    const front = new ServiceV1(this, 'Service', {
      metadata,
      spec: { type: 'ClusterIP', selector: componentLabels(service.name), port: [{ name: 'http', port: 80, targetPort: 'http' }] },
    });
    return [front, ...attach(service.name, front)];
  }
}
