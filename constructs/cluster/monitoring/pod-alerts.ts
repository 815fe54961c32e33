import type { Alert } from '../../mixin/component-monitoring';

/** Periods of 0.1 s in a second, one: a container that runs now and then is held back in few, and nobody waits. */
const WORTH_PERIODS = 1;

const throttled = (namespaces: string): string =>
  `sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total{${namespaces},container!=""}[5m]))`;

/** `namespaces` is a matcher: `namespace=~"a|b"`. Metric names are those of kube-state-metrics and the kubelet's cAdvisor. */
export const podAlerts = (namespaces: string): readonly Alert[] => [
  {
    name: 'PodCrashLooping',
    expr: `max by (namespace, pod, container) (max_over_time(kube_pod_container_status_waiting_reason{${namespaces},reason="CrashLoopBackOff"}[5m])) >= 1`,
    forSeconds: 600,
    severity: 'warning',
    symptom: 'errors',
    summary: 'A container keeps exiting soon after its start.',
    description: '{{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} has exited and waits for its next restart.',
  },
  {
    // A finished Job has no ready pod and needs none.
    name: 'PodNotReady',
    expr: `max by (namespace, pod) (kube_pod_status_ready{${namespaces},condition="false"}) == 1 unless on (namespace, pod) (kube_pod_status_phase{phase=~"Succeeded|Failed"} == 1) unless on (namespace, pod) kube_pod_deletion_timestamp`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'down',
    summary: 'A pod has not been ready for a quarter of an hour.',
    description: '{{ $labels.pod }} in {{ $labels.namespace }} is not ready: it waits for a node or its image, or fails its probe.',
  },
  {
    name: 'ContainerOutOfMemory',
    expr: `max by (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{${namespaces},reason="OOMKilled"}) == 1 and sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total{${namespaces}}[15m])) > 0`,
    forSeconds: 0,
    severity: 'warning',
    symptom: 'full',
    summary: 'A container was killed because it reached its memory limit.',
    description: '{{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} was killed; its open requests are lost.',
  },
  {
    // 90 %: the working set has no page cache left to give back. https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
    name: 'ContainerMemoryNearLimit',
    expr: `max by (namespace, pod, container) (container_memory_working_set_bytes{${namespaces},container!=""}) / max by (namespace, pod, container) (kube_pod_container_resource_limits{${namespaces},resource="memory"}) > 0.9`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'full',
    summary: 'A container is close to its memory limit and will be killed when it reaches it.',
    description: '{{ $labels.container }} of {{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit.',
  },
  {
    // Half of the periods: every answer of the pod is late. Short bursts of garbage collection stay below.
    name: 'CpuThrottled',
    expr: `${throttled(namespaces)} / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total{${namespaces},container!=""}[5m])) > 0.5 and ${throttled(namespaces)} > ${WORTH_PERIODS}`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'slow',
    summary: 'A container is throttled by its CPU limit.',
    description:
      '{{ $labels.container }} of {{ $labels.pod }} is throttled in {{ $value | humanizePercentage }} of its scheduling periods.',
  },
  {
    name: 'AutoscalerAtMaximum',
    expr: `max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas{${namespaces}}) >= max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{${namespaces}}) and max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{${namespaces}}) > max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_min_replicas{${namespaces}})`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'full',
    summary: 'An autoscaler is at its maximum: the service cannot get more pods.',
    description: '{{ $labels.horizontalpodautoscaler }} in {{ $labels.namespace }} has reached its maximum of {{ $value }} pods.',
  },
  {
    name: 'DisruptionBudgetViolated',
    expr: `max by (namespace, poddisruptionbudget) (kube_poddisruptionbudget_status_current_healthy{${namespaces}}) < max by (namespace, poddisruptionbudget) (kube_poddisruptionbudget_status_desired_healthy{${namespaces}})`,
    forSeconds: 600,
    severity: 'warning',
    symptom: 'down',
    summary: 'A component has fewer healthy pods than it must have; nodes cannot be drained.',
    description:
      '{{ $labels.poddisruptionbudget }} in {{ $labels.namespace }} has {{ $value }} healthy pods, fewer than its budget requires.',
  },
  {
    name: 'RolloutStuck',
    expr: `max by (namespace, deployment) (kube_deployment_status_condition{${namespaces},condition="Progressing",status="false"}) == 1`,
    forSeconds: 60,
    severity: 'warning',
    symptom: 'stale',
    summary: 'A rollout is stuck: the old release is still running.',
    description: 'The rollout of {{ $labels.deployment }} in {{ $labels.namespace }} has passed its deadline.',
  },
  {
    name: 'StatefulSetIncomplete',
    expr: `max by (namespace, statefulset) (kube_statefulset_status_replicas_ready{${namespaces}}) < max by (namespace, statefulset) (kube_statefulset_replicas{${namespaces}})`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'down',
    summary: 'A StatefulSet lacks a ready member.',
    description: 'Only {{ $value }} members of {{ $labels.statefulset }} in {{ $labels.namespace }} are ready.',
  },
  {
    // Jobs of a CronJob are left out once a later one succeeded: kube_job_failed stays as long as the Job is kept.
    name: 'JobFailed',
    expr: `max by (namespace, job_name) (kube_job_failed{${namespaces},condition="true"}) == 1 and on (namespace, job_name) time() - max by (namespace, job_name) (kube_job_created{${namespaces}}) < 86400`,
    forSeconds: 60,
    severity: 'warning',
    symptom: 'errors',
    summary: 'A Job has failed.',
    description: '{{ $labels.job_name }} in {{ $labels.namespace }} has failed all of its attempts.',
  },
  {
    name: 'QuotaNearlyUsed',
    expr: `max by (namespace, resourcequota, resource) (kube_resourcequota{${namespaces},type="used"}) / (max by (namespace, resourcequota, resource) (kube_resourcequota{${namespaces},type="hard"}) > 0) > 0.9`,
    forSeconds: 900,
    severity: 'warning',
    symptom: 'full',
    summary: 'The quota of the namespace is almost used up: the next rollout may not start.',
    description: '{{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its quota of {{ $labels.resource }}.',
  },
];
