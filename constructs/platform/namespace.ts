import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { ResourceQuotaV1 } from '@cdktf/provider-kubernetes/lib/resource-quota-v1';
import { Construct } from 'constructs';
import type { DrainLimits, Surroundings } from '../../config';
import { componentLabels } from '../kubernetes';

export interface NamespaceProps {
  readonly name: string;
  /** Labels beside those of Pod Security, for what in the cluster reads them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Memory limits of all pods together, in MiB. A pod without a limit is refused. */
  readonly quotaMemoryMiB: number;
  readonly quotaPods: number;
  /** Release of the Pod Security Standards, such as `v1.34`: a cluster's update must not change what is admitted. */
  readonly podSecurityVersion: string;
  readonly surroundings: Surroundings;
  /** How long its slowest pod may take to end. */
  readonly drain: DrainLimits;
}

/** What Terraform waits beyond the pods' own time: volumes have to be let go, and controllers have to notice. */
const MARGIN_SECONDS = 300;

/**
 * A namespace with Pod Security `restricted` and a quota. Stateful: claims and secrets are in it.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export class Namespace extends Construct {
  readonly name: string;
  /** Everything in the namespace waits for both: objects made before the quota would not be counted. */
  readonly resources: readonly [NamespaceV1, ResourceQuotaV1];

  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    this.name = props.name;
    const security = ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, 'restricted'],
      [`pod-security.kubernetes.io/${mode}-version`, props.podSecurityVersion],
    ]);
    const namespace = new NamespaceV1(this, 'Resource', {
      metadata: {
        name: props.name,
        labels: { 'app.kubernetes.io/part-of': 'massrouter', ...props.labels, ...Object.fromEntries(security) },
      },
      lifecycle: { preventDestroy: props.surroundings.deletionProtection },
      timeouts: { delete: `${props.drain.graceSeconds + MARGIN_SECONDS}s` },
    });
    const quota = new ResourceQuotaV1(this, 'Quota', {
      metadata: { name: 'quota', namespace: props.name, labels: componentLabels('quota') },
      spec: { hard: { 'limits.memory': `${props.quotaMemoryMiB}Mi`, pods: String(props.quotaPods) } },
      dependsOn: [namespace],
    });
    this.resources = [namespace, quota];
  }
}
