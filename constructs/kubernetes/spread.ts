import type { DeploymentV1SpecTemplateSpecTopologySpreadConstraint } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { componentLabels } from './labels';

/** How the pods of one component are kept apart. */
export interface Spread {
  /** How many failure zones the nodes span. From two on, pods of one component stay pending rather than crowd one zone. */
  readonly zones: number;
  /**
   * Labels whose value tells the pods of one rollout from those of the next, or none. A Deployment's `pod-template-hash`: without it a new
   * pod is placed so that it balances the old ones, which are about to go.
   */
  readonly revisionLabels: readonly string[];
}

/** Hosts are only preferred: a laptop has one node, and a full node must not stop a rollout. */
export function topologySpread(name: string, { zones, revisionLabels }: Spread): DeploymentV1SpecTemplateSpecTopologySpreadConstraint[] {
  const constraint = (topologyKey: string, whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway') => ({
    topologyKey,
    whenUnsatisfiable,
    maxSkew: 1,
    labelSelector: [{ matchLabels: componentLabels(name) }],
    matchLabelKeys: revisionLabels.length === 0 ? undefined : [...revisionLabels],
  });
  return [
    constraint('topology.kubernetes.io/zone', zones >= 2 ? 'DoNotSchedule' : 'ScheduleAnyway'),
    constraint('kubernetes.io/hostname', 'ScheduleAnyway'),
  ];
}
