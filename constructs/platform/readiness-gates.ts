/**
 * Labels of a namespace whose pods get a readiness gate from Auto Mode: a pod is ready only when the load balancer's target group says so,
 * and a rollout waits for that. The label of the AWS Load Balancer Controller (elbv2.k8s.aws/…) has no effect here.
 * https://aws.amazon.com/blogs/containers/how-to-build-highly-available-kubernetes-applications-with-amazon-eks-auto-mode/
 */
export const readinessGates: Readonly<Record<string, string>> = { 'eks.amazonaws.com/pod-readiness-gate-inject': 'enabled' };
