/**
 * Annotations that keep node autoscalers from moving a pod to save a node. The cluster-autoscaler would kill it after ten minutes, whatever
 * its grace period (`max-graceful-termination-sec`); Karpenter, which EKS Auto Mode runs, would move it whenever it finds a cheaper node.
 * https://karpenter.sh/docs/concepts/disruption/#pod-level-controls
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
 */
export const staysOnItsNode = { 'karpenter.sh/do-not-disrupt': 'true', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' };
