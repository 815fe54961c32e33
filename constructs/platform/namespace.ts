import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { ResourceQuotaV1 } from '@cdktf/provider-kubernetes/lib/resource-quota-v1';
import { Construct } from 'constructs';
import type { DrainLimits, Surroundings } from '../../config';
import { componentLabels } from '../kubernetes';

export interface NamespaceProps {
  readonly name: string;
  /** Labels beside those of Pod Security, for whatever reads them in the cluster. */
  readonly labels: Readonly<Record<string, string>>;
  /** Sum of all pods' memory limits, in MiB. A pod without a limit is refused. */
  readonly quotaMemoryMiB: number;
  readonly quotaPods: number;
  /** Release of the Pod Security Standards, such as `v1.34`: upgrading the cluster must not change which pods are admitted. */
  readonly podSecurityVersion: string;
  readonly surroundings: Surroundings;
  /** Seconds that its slowest pod may take to end. */
  readonly drain: DrainLimits;
}

/** Extra time that Terraform waits beyond the pods' own: volumes must be detached, and controllers must notice. */
const MARGIN_SECONDS = 300;

/**
 * A namespace with Pod Security `restricted` and a quota. Stateful: deleting it deletes its claims and Secrets.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export class Namespace extends Construct {
  readonly name: string;
  /** Everything in the namespace waits for both: objects created before the quota would not be counted. */
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
