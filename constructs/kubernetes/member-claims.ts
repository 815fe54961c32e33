import { PersistentVolumeClaimV1 } from '@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1';
import type { StatefulSetV1SpecVolumeClaimTemplate } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Forgotten } from './forgotten';
import { componentLabels } from './labels';

export interface MemberClaimsProps {
  /** Name of the StatefulSet, and of the component. */
  readonly set: string;
  readonly namespace: string;
  /**
   * Number of members, 5 at most. When it shrinks, Terraform forgets the claims of the removed members and they stay in the cluster; to manage
   * one again, import it: `terraform import <address> <namespace>/<claim>`.
   */
  readonly members: number;
  /** Size of each volume. It can grow where the storage class allows it, and never shrink. */
  readonly storageGiB: number;
  /** Storage class; null: the cluster's default. */
  readonly storageClass: string | null;
  /** Whether Terraform refuses to destroy a claim. */
  readonly deletionProtection: boolean;
}

/** Most members a set may ever have had. */
const MOST_MEMBERS = 5;

/**
 * Volumes of a StatefulSet's members. A claim made from the set's template is outside Terraform, and changing the template replaces the set.
 * So each claim is a resource of its own, named as the set adopts it: it can grow, and it survives the set. Stateful.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
 */
export class MemberClaims extends Construct {
  /** Name of the template: what podTemplate's `claims` refers to. */
  static readonly template = 'data';
  /** Attributes that a StatefulSet's `lifecycle` ignores: its template stays as it was at creation. */
  static readonly frozen = ['spec[0].volume_claim_template'];

  /** `volumeClaimTemplate` of the StatefulSet. */
  readonly volumeClaimTemplate: StatefulSetV1SpecVolumeClaimTemplate[];
  /** Claims that the set must come after, or it would create its own. */
  readonly resources: readonly PersistentVolumeClaimV1[];

  constructor(scope: Construct, id: string, props: MemberClaimsProps) {
    super(scope, id);
    const { set, namespace, members, storageGiB, storageClass } = props;
    const spec = {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClass ?? undefined,
      resources: { requests: { storage: `${storageGiB}Gi` } },
    };
    this.volumeClaimTemplate = [{ metadata: { name: MemberClaims.template }, spec }];
    // The ordinal is the member's name in Kubernetes, not a place in a list: member 1 stays member 1 when another is added.
    this.resources = Array.from({ length: members }, (_, ordinal) => {
      return new PersistentVolumeClaimV1(this, `Member${ordinal}`, {
        metadata: { name: `${MemberClaims.template}-${set}-${ordinal}`, namespace, labels: componentLabels(set) },
        spec,
        waitUntilBound: false, // many storage classes bind only when a pod is scheduled
        lifecycle: { preventDestroy: props.deletionProtection },
      });
    });
    if (members > MOST_MEMBERS) throw new Error(`${this.node.path}: ${members} members, but ${MOST_MEMBERS} at most`);
    const former = Array.from({ length: MOST_MEMBERS - members }, (_, index) => new Construct(this, `Member${members + index}`));
    const address = ({ node }: Construct) => `${PersistentVolumeClaimV1.tfResourceType}.${TerraformStack.of(this).getLogicalId(node)}`;
    if (former.length > 0) new Forgotten(this, 'Former', former.map(address));
  }
}
