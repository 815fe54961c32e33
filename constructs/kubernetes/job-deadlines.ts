import type { JobV1SpecPodFailurePolicy } from '@cdktf/provider-kubernetes/lib/job-v1';

/** What one attempt takes beside its deadline: until a node is found (or made) for its pod, and until a killed pod is gone. */
const SCHEDULING_SECONDS = 120;
const GRACE_SECONDS = 30;

/** Seconds that Terraform waits longer than the Job may take, to see it fail instead of giving up on it. */
const MARGIN_SECONDS = 120;

/** How long a Job may take, for the Job itself and for Terraform, which waits for it. */
export interface JobDeadlines {
  /** Seconds for all attempts together (`activeDeadlineSeconds`). */
  readonly jobSeconds: number;
  /** Terraform's. The provider's default of one minute would fail any real Job and leave it tainted: the next apply would kill it. */
  readonly timeouts: Record<'create' | 'update' | 'delete', string>;
}

/** Deadlines of a Job whose attempts may take `deadlineSeconds` each, with `retries` attempts after the first. */
export function jobDeadlines({ deadlineSeconds, retries }: { readonly deadlineSeconds: number; readonly retries: number }): JobDeadlines {
  const attempts = (retries + 1) * (SCHEDULING_SECONDS + deadlineSeconds + GRACE_SECONDS);
  // Kubernetes waits 10 s before the first retry, then twice as long each time, six minutes at most.
  const backOff = Array.from({ length: retries }, (_, retry) => Math.min(10 * 2 ** retry, 360)).reduce((sum, wait) => sum + wait, 0);
  const jobSeconds = attempts + backOff;
  const apply = `${jobSeconds + MARGIN_SECONDS}s`;
  return { jobSeconds, timeouts: { create: apply, update: apply, delete: `${GRACE_SECONDS + MARGIN_SECONDS}s` } };
}

/**
 * A pod that a drained node took away is no failed attempt. With any such policy a pod is also replaced only when it has ended, so that two
 * attempts never run at once. https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export const drainedNodeIsNoFailure: JobV1SpecPodFailurePolicy = {
  rule: [{ action: 'Ignore', onPodCondition: [{ type: 'DisruptionTarget', status: 'True' }] }],
};
