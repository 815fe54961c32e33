import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { componentLabels } from './labels';
import { podTemplate, type PodTemplateProps } from './pod-template';
import { DeploymentV1 } from './workloads';

export interface SinglePodProps {
  readonly namespace: string;
  /** Its pod; the Deployment and the ServiceAccount have the same name. */
  readonly pod: Omit<PodTemplateProps, 'serviceAccountName' | 'spread'>;
  /** Resources that must exist before the pod. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** How long Terraform waits for one pod: its image is pulled, and its start-up probe may take 150 s. */
const ROLLOUT_SECONDS = 600;

/** A stateless program in one pod, with an account of its own. A rollout starts the new pod before the old one stops. */
export function singlePod(scope: Construct, { namespace, pod, dependsOn }: SinglePodProps): void {
  const { name } = pod;
  const labels = componentLabels(name);
  const metadata = { name, namespace, labels };
  const selector = { matchLabels: labels };
  const account = new ServiceAccountV1(scope, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
  // A single pod that may be evicted whenever its node must go: a budget states so explicitly.
  const budget = new PodDisruptionBudgetV1(scope, 'DisruptionBudget', { metadata, spec: { selector, maxUnavailable: '1' } });
  new DeploymentV1(scope, 'Deployment', {
    metadata,
    spec: {
      replicas: '1',
      selector,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '0', maxSurge: '1' } },
      revisionHistoryLimit: 5,
      template: podTemplate({ ...pod, serviceAccountName: name, spread: { zones: 1, revisionLabels: ['pod-template-hash'] } }),
    },
    waitForRollout: true,
    timeouts: { create: `${ROLLOUT_SECONDS}s`, update: `${ROLLOUT_SECONDS}s` },
    dependsOn: [account, budget, ...dependsOn],
  });
}
