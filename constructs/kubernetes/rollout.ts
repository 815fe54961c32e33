import type { DrainLimits } from '../../config';
import { probeTimes } from './probes';

/** Seconds from the decision to start a pod until its process starts: a node may have to be created and the image pulled. */
const SCHEDULING_SECONDS = 300;

/** Seconds that Terraform waits beyond the sum, for the API server and the controllers. */
const MARGIN_SECONDS = 120;

/** Seconds that one pod of a rollout may take to become ready (`progressDeadlineSeconds`). */
export const podDeadlineSeconds = (startUpSeconds: number): number => SCHEDULING_SECONDS + startUpSeconds + MARGIN_SECONDS;

/** Terraform's timeouts of a Deployment. Pods are replaced one by one; only a deletion waits for all of them to drain. */
export function rolloutTimeouts(
  maxReplicas: number,
  { graceSeconds }: DrainLimits,
  startUpSeconds = probeTimes.startUpSeconds,
): Record<'create' | 'update' | 'delete', string> {
  const rollout = `${maxReplicas * (SCHEDULING_SECONDS + startUpSeconds) + MARGIN_SECONDS}s`;
  return { create: rollout, update: rollout, delete: `${graceSeconds + MARGIN_SECONDS}s` };
}
