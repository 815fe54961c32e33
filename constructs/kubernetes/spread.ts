import type { DeploymentV1SpecTemplateSpecTopologySpreadConstraint } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { componentLabels } from './labels';

/** How the pods of one component are spread. */
export interface Spread {
  /** Number of failure zones that the nodes span. With two or more, pods of one component stay pending rather than crowd one zone. */
  readonly zones: number;
  /**
   * Labels whose value distinguishes the pods of one rollout from those of the next, or none. For a Deployment, `pod-template-hash`: without
   * it, new pods are placed to balance the old ones, which are about to go.
   */
  readonly revisionLabels: readonly string[];
  /**
   * A label whose pods with the same value are also spread over the zones, where there is room: for a StatefulSet,
   * `apps.kubernetes.io/pod-index` spreads the first members of all sets. Default none.
   */
  readonly sameLabelApart?: string;
}

/** Separate hosts are only preferred: a laptop has one node, and a full node must not stop a rollout. */
export function topologySpread(
  name: string,
  { zones, revisionLabels, sameLabelApart }: Spread,
): DeploymentV1SpecTemplateSpecTopologySpreadConstraint[] {
  const constraint = (topologyKey: string, whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway', labels: readonly string[]) => ({
    topologyKey,
    whenUnsatisfiable,
    maxSkew: 1,
    // A zone whose nodes are all tainted (lost, cordoned, kept for others) does not count: otherwise its share stays pending, and with it
    // every scale-out and rollout. https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition
    nodeTaintsPolicy: 'Honor',
    labelSelector: [{ matchLabels: componentLabels(name) }],
    matchLabelKeys: labels.length === 0 ? undefined : [...labels],
  });
  const zone = 'topology.kubernetes.io/zone';
  return [
    constraint(zone, zones >= 2 ? 'DoNotSchedule' : 'ScheduleAnyway', revisionLabels),
    constraint('kubernetes.io/hostname', 'ScheduleAnyway', revisionLabels),
    // With one zone it would be the same preference twice, which the API server refuses.
    ...(sameLabelApart === undefined || zones < 2 ? [] : [constraint(zone, 'ScheduleAnyway', [sameLabelApart])]),
  ];
}
