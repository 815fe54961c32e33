import type { Alert } from '../../mixin/component-monitoring';

/** File systems that programs store data on; the rest are the kernel's own or container images. */
const disks = 'fstype!~"tmpfs|ramfs|overlay|squashfs|erofs|nsfs|fuse.*",mountpoint!~"/(boot|run)(/.*)?"';
const free = `min by (node, mountpoint) (node_filesystem_avail_bytes{${disks}} / (node_filesystem_size_bytes{${disks}} > 0))`;

/** Metric names are those of kube-state-metrics and node-exporter. */
export const nodeAlerts: readonly Alert[] = [
  {
    name: 'NodeNotReady',
    expr: 'max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0',
    forSeconds: 300,
    severity: 'critical',
    symptom: 'down',
    summary: 'A node does not respond: its pods are replaced, but its volumes may stay attached.',
    description: '{{ $labels.node }} has not been ready for five minutes.',
  },
  {
    name: 'NodeUnderPressure',
    expr: 'max by (node, condition) (kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"}) == 1',
    forSeconds: 120,
    severity: 'warning',
    symptom: 'full',
    summary: 'A node is running out of memory, disk or process ids and evicts pods.',
    description: '{{ $labels.node }} reports {{ $labels.condition }}.',
  },
  {
    // The kubelet begins to evict at 10 % by default. https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
    name: 'NodeDiskFull',
    expr: `${free} < 0.12`,
    forSeconds: 300,
    severity: 'critical',
    symptom: 'full',
    summary: 'A disk of a node is almost full: the node will evict pods.',
    description: '{{ $labels.mountpoint }} on {{ $labels.node }} has {{ $value | humanizePercentage }} left.',
  },
  {
    name: 'NodeDiskFillsSoon',
    expr: `min by (node, mountpoint) (predict_linear(node_filesystem_avail_bytes{${disks}}[6h], 86400)) < 0 and ${free} < 0.4`,
    forSeconds: 3600,
    severity: 'warning',
    symptom: 'full',
    summary: 'A disk of a node will be full within a day at the current rate.',
    description: '{{ $labels.mountpoint }} on {{ $labels.node }} would have {{ $value | humanize1024 }}B left in a day.',
  },
  {
    name: 'NodeMemoryFull',
    expr: 'min by (node) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) < 0.08',
    forSeconds: 900,
    severity: 'warning',
    symptom: 'full',
    summary: 'A node has almost no memory left.',
    description: '{{ $labels.node }} has {{ $value | humanizePercentage }} of its memory available.',
  },
  {
    name: 'NodeCpuSaturated',
    expr: '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m])) > 0.95',
    forSeconds: 1800,
    severity: 'warning',
    symptom: 'slow',
    summary: 'The CPUs of a node are saturated: everything on it is slow.',
    description: '{{ $labels.node }} uses {{ $value | humanizePercentage }} of its CPUs.',
  },
  {
    // One second: Patroni's leases and TLS tolerate more, S3 request signatures fifteen minutes.
    name: 'NodeClockWrong',
    expr: 'max by (node) (abs(node_timex_offset_seconds)) > 1 or max by (node) (node_timex_sync_status == bool 0) == 1 and max by (node) (node_timex_maxerror_seconds) >= 16',
    forSeconds: 600,
    severity: 'warning',
    symptom: 'stale',
    summary: 'The clock of a node is wrong or not synchronized.',
    description: 'The clock of {{ $labels.node }} is off or not synchronized (value {{ $value }}).',
  },
  {
    name: 'NodeDiskReadOnly',
    expr: `max by (node, mountpoint) (node_filesystem_readonly{fstype=~"ext4|xfs|btrfs",mountpoint!~"/(boot|run)(/.*)?"}) == 1 and max by (node, mountpoint) (max_over_time(node_filesystem_readonly{fstype=~"ext4|xfs|btrfs"}[1d]) - min_over_time(node_filesystem_readonly{fstype=~"ext4|xfs|btrfs"}[1d])) == 1`,
    forSeconds: 60,
    severity: 'critical',
    symptom: 'errors',
    summary: 'A disk of a node has become read-only: the kernel found an error on it.',
    description: '{{ $labels.mountpoint }} on {{ $labels.node }} is mounted read-only (value {{ $value }}).',
  },
];
