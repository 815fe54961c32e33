import type { AwsPlacement, KubernetesPlacement, Placement } from '../contracts';

/** A placement as an engine of a cluster needs it. @throws Error elsewhere, which config does not let be written. */
export function inKubernetes(placement: Placement): KubernetesPlacement {
  if (placement.kind !== 'kubernetes') throw new Error(`it runs in a cluster and was placed on ${placement.kind}`);
  return placement;
}

/** A placement as an engine of AWS needs it. @throws Error elsewhere, which config does not let be written. */
export function onAws(placement: Placement): AwsPlacement {
  if (placement.kind !== 'aws') throw new Error(`it runs on AWS and was placed in ${placement.kind}`);
  return placement;
}
