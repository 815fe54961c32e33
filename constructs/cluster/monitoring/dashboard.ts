import { dashboard } from '../../mixin/dashboard';

/** `namespaces` is a matcher. */
export const kubernetesDashboard = (namespaces: string) =>
  dashboard({
    uid: 'kubernetes',
    title: 'Kubernetes',
    description: 'Pods, autoscalers, quota and nodes.',
    rows: {
      Pods: [
        {
          title: 'CPU',
          description: 'Cores in use by pod.',
          unit: 'short',
          queries: { '{{pod}}': `sum by (pod) (rate(container_cpu_usage_seconds_total{${namespaces},container!=""}[$__rate_interval]))` },
        },
        {
          title: 'Throttled by the CPU limit',
          description: 'Share of scheduling periods. CpuThrottled fires above 50 %.',
          unit: 'percentunit',
          queries: {
            '{{pod}}': `sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{${namespaces},container!=""}[$__rate_interval])) / sum by (pod) (rate(container_cpu_cfs_periods_total{${namespaces},container!=""}[$__rate_interval]))`,
          },
          limit: 0.5,
        },
        {
          title: 'Memory in use, relative to the limit',
          description: 'Working set. ContainerMemoryNearLimit fires above 90 %; at 100 % the container is killed.',
          unit: 'percentunit',
          queries: {
            '{{pod}}/{{container}}': `max by (pod, container) (container_memory_working_set_bytes{${namespaces},container!=""}) / max by (pod, container) (kube_pod_container_resource_limits{${namespaces},resource="memory"})`,
          },
          limit: 0.9,
        },
        {
          title: 'Restarts in an hour',
          description: 'Each restart is a process that ended unexpectedly.',
          unit: 'short',
          queries: {
            '{{pod}}/{{container}}': `sum by (pod, container) (increase(kube_pod_container_status_restarts_total{${namespaces}}[1h])) > 0`,
          },
        },
        {
          title: 'Pods by phase',
          description: 'Pods pending for long: no node has room, or a volume is missing.',
          unit: 'short',
          queries: { '{{phase}}': `sum by (phase) (kube_pod_status_phase{${namespaces}})` },
        },
        {
          title: 'Network',
          description: 'Bytes per second that pods send.',
          unit: 'Bps',
          queries: { '{{pod}}': `sum by (pod) (rate(container_network_transmit_bytes_total{${namespaces}}[$__rate_interval]))` },
        },
      ],
      Capacity: [
        {
          title: 'Desired replicas of the autoscalers',
          description: 'AutoscalerAtMaximum fires at the maximum.',
          unit: 'short',
          queries: {
            '{{horizontalpodautoscaler}}': `max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas{${namespaces}})`,
            '{{horizontalpodautoscaler}} at most': `max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{${namespaces}})`,
          },
        },
        {
          title: 'Quota in use',
          description: 'QuotaNearlyUsed fires above 90 %: a rollout needs room for additional pods.',
          unit: 'percentunit',
          queries: {
            '{{resource}}': `max by (resource) (kube_resourcequota{${namespaces},type="used"}) / (max by (resource) (kube_resourcequota{${namespaces},type="hard"}) > 0)`,
          },
          limit: 0.9,
        },
        {
          title: 'Volumes in use',
          description: 'Share of the space. To grow a volume, raise its size in the configuration.',
          unit: 'percentunit',
          queries: {
            '{{persistentvolumeclaim}}': `1 - max by (persistentvolumeclaim) (kubelet_volume_stats_available_bytes{${namespaces}} / kubelet_volume_stats_capacity_bytes{${namespaces}})`,
          },
          limit: 0.9,
        },
      ],
      Nodes: [
        {
          title: 'CPU in use',
          description: 'NodeCpuSaturated fires after half an hour above 95 %.',
          unit: 'percentunit',
          queries: { '{{node}}': '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))' },
          limit: 0.95,
        },
        {
          title: 'Memory in use',
          description: 'Memory that is not available. NodeMemoryFull fires above 92 %.',
          unit: 'percentunit',
          queries: { '{{node}}': '1 - min by (node) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)' },
          limit: 0.92,
        },
        {
          title: 'Root disk in use',
          description: 'NodeDiskFull fires above 88 %.',
          unit: 'percentunit',
          queries: {
            '{{node}}': '1 - min by (node) (node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"})',
          },
          limit: 0.88,
        },
      ],
    },
  });
