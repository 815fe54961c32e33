import type { JobV1SpecPodFailurePolicy } from '@cdktf/provider-kubernetes/lib/job-v1';

/** Overhead of one attempt beside its deadline: a node is found (or created) for its pod, and a killed pod is cleaned up. */
const SCHEDULING_SECONDS = 120;
const GRACE_SECONDS = 30;

/** Seconds that Terraform waits beyond the Job's own limit, so that it sees the Job fail instead of giving up on it. */
const MARGIN_SECONDS = 120;

/** Time limits of a Job, for the Job itself and for Terraform, which waits for it. */
export interface JobDeadlines {
  /** Seconds for all attempts together (`activeDeadlineSeconds`). */
  readonly jobSeconds: number;
  /** Terraform's timeout. The provider's default of one minute would fail any real Job and taint it, and the next apply would kill it. */
  readonly timeouts: Record<'create' | 'update' | 'delete', string>;
}

/** Time limits of a Job whose attempts may take `deadlineSeconds` each, with `retries` attempts after the first. */
export function jobDeadlines({ deadlineSeconds, retries }: { readonly deadlineSeconds: number; readonly retries: number }): JobDeadlines {
  const attempts = (retries + 1) * (SCHEDULING_SECONDS + deadlineSeconds + GRACE_SECONDS);
  // Kubernetes waits 10 s before the first retry and doubles the wait each time, up to six minutes.
  const backOff = Array.from({ length: retries }, (_, retry) => Math.min(10 * 2 ** retry, 360)).reduce((sum, wait) => sum + wait, 0);
  const jobSeconds = attempts + backOff;
  const apply = `${jobSeconds + MARGIN_SECONDS}s`;
  return { jobSeconds, timeouts: { create: apply, update: apply, delete: `${GRACE_SECONDS + MARGIN_SECONDS}s` } };
}

/**
 * A pod that a node drain removed does not count as a failed attempt. Any such policy also makes Kubernetes replace a pod only after it has
 * ended, so that two attempts never run at once. https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export const drainedNodeIsNoFailure: JobV1SpecPodFailurePolicy = {
  rule: [{ action: 'Ignore', onPodCondition: [{ type: 'DisruptionTarget', status: 'True' }] }],
};
