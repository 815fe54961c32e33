import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DrainLimits, ServiceConfig } from '../../config';
import { componentLabels, podTemplate, type PodEnvironment } from '../kubernetes';
import { Autoscaler } from '../kubernetes/autoscaler';
import type { EnvironmentSource } from '../kubernetes/pod-environment';
import { podDeadlineSeconds, rolloutTimeouts } from '../kubernetes/rollout';
import { DeploymentV1 } from '../kubernetes/workloads';
import type { AttachableLoadBalancer } from '../contracts';

export interface WebServiceProps {
  readonly service: ServiceConfig;
  readonly namespace: string;
  /** Puts it behind the load balancer. */
  readonly attach: AttachableLoadBalancer['attach'];
  /** How many failure zones the nodes span. */
  readonly zones: number;
  /** What the process is told one by one: plain values, and where its secrets and files are. */
  readonly environment: PodEnvironment;
  /** What it is told wholesale: ConfigMaps and Secrets. */
  readonly envFrom: readonly EnvironmentSource[];
  /** Of all that the process reads only when it starts. */
  readonly checksum: string;
  /** This hop's share of the streaming chain. */
  readonly drain: DrainLimits;
  /** What is started and as which user; `null`: what the image starts, as podTemplate's user. */
  readonly run: { readonly command: readonly string[]; readonly user: number } | null;
  /** All that a pod needs to become ready: Terraform waits for readiness, so it has to be there before. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** One of the three services: pods that roll without losing capacity, and the Service in front of them on port 80. */
export class WebService extends Construct {
  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    const { service, namespace, drain } = props;
    const { name, replicas } = service;
    const labels = componentLabels(name);
    const metadata = { name, namespace, labels };
    const selector = { matchLabels: labels };

    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const front = new ServiceV1(this, 'Service', {
      metadata,
      spec: { type: 'ClusterIP', selector: labels, port: [{ name: 'http', port: 80, targetPort: 'http' }] },
    });
    const attached = props.attach(name, front);
    const budget = new PodDisruptionBudgetV1(this, 'DisruptionBudget', { metadata, spec: { selector, maxUnavailable: '1' } });
    new Autoscaler(this, 'Autoscaler', { name, namespace, replicas, drain });
    new DeploymentV1(this, 'Deployment', {
      metadata,
      spec: {
        // No `replicas`: they are the autoscaler's, and Terraform would set them back at every apply.
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '0', maxSurge: '1' } },
        revisionHistoryLimit: 5,
        progressDeadlineSeconds: podDeadlineSeconds, // per pod; then Terraform fails without waiting for the rest
        template: podTemplate({
          name,
          image: service.image,
          command: props.run?.command,
          user: props.run?.user,
          serviceAccountName: name,
          ports: { http: service.port },
          probes: service.paths,
          resources: service.resources,
          environment: props.environment,
          envFrom: props.envFrom,
          drain,
          spread: { zones: props.zones, revisionLabels: ['pod-template-hash'] },
          checksum: props.checksum,
        }),
      },
      waitForRollout: true,
      timeouts: rolloutTimeouts(replicas.max, drain),
      dependsOn: [account, front, ...attached, budget, ...props.dependsOn],
    });
  }
}
