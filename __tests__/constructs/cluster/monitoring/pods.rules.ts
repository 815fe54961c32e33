import type { AlertTests } from '../../../support/monitoring/rule-test';

const ours = 'namespace="openrouter",pod="backend-1"';
const container = `${ours},container="backend"`;
const others = 'namespace="kube-system",pod="other-1",container="other"';
const waiting = (labels: string) => `kube_pod_container_status_waiting_reason{${labels},reason="CrashLoopBackOff"}`;
const hpa = (name: string) => `kube_horizontalpodautoscaler_${name}{namespace="openrouter",horizontalpodautoscaler="backend"}`;
const pdb = (name: string) => `kube_poddisruptionbudget_status_${name}{namespace="openrouter",poddisruptionbudget="backend"}`;
const progressing = (status: string) =>
  `kube_deployment_status_condition{namespace="openrouter",deployment="backend",condition="Progressing",status="${status}"}`;
const set = (name: string) => `kube_statefulset_${name}{namespace="openrouter",statefulset="postgres"}`;
const job = (name: string, labels = '') => `kube_job_${name}{namespace="openrouter",job_name="migration-1"${labels}}`;
const quota = (type: string) => `kube_resourcequota{namespace="openrouter",resourcequota="quota",resource="limits.memory",type="${type}"}`;
const lastEnd = `kube_pod_container_status_last_terminated_reason{${container},reason="OOMKilled"}`;
const restarts = `kube_pod_container_status_restarts_total{${container}}`;
const memory = `container_memory_working_set_bytes{${container}}`;
const memoryLimit = `kube_pod_container_resource_limits{${container},resource="memory",unit="byte"}`;
const periods = (kind: string) => `container_cpu_cfs_${kind}periods_total{${container}}`;
const labels = { namespace: 'openrouter', pod: 'backend-1', container: 'backend' };

export const podTests: AlertTests = {
  PodCrashLooping: {
    fires: {
      // Between two waits it runs for a moment.
      series: { [waiting(container)]: '1 0 1 1x20' },
      atMinutes: 15,
      alerts: [{ labels, description: 'backend of backend-1 in openrouter has exited and waits for its next restart.' }],
    },
    silent: { because: 'it is not ours', series: { [waiting(others)]: '1x20' }, atMinutes: 15 },
  },
  PodNotReady: {
    fires: {
      series: { [`kube_pod_status_ready{${ours},condition="false"}`]: '1x30', [`kube_pod_status_phase{${ours},phase="Running"}`]: '1x30' },
      atMinutes: 20,
      alerts: [
        {
          labels: { namespace: 'openrouter', pod: 'backend-1' },
          description: 'backend-1 in openrouter is not ready: it waits for a node or its image, or fails its probe.',
        },
      ],
    },
    silent: {
      because: 'one has done its work, and one drains its streams',
      series: {
        [`kube_pod_status_ready{${ours},condition="false"}`]: '1x30',
        [`kube_pod_status_phase{${ours},phase="Succeeded"}`]: '1x30',
        'kube_pod_status_ready{namespace="openrouter",pod="backend-2",condition="false"}': '1x30',
        'kube_pod_deletion_timestamp{namespace="openrouter",pod="backend-2"}': '1000x30',
      },
      atMinutes: 20,
    },
  },
  ContainerOutOfMemory: {
    fires: {
      series: { [lastEnd]: '0x5 1x20', [restarts]: '0x5 1x20' },
      atMinutes: 10,
      alerts: [{ labels, description: 'backend of backend-1 in openrouter was killed; its open requests are lost.' }],
    },
    silent: { because: 'it was killed yesterday', series: { [lastEnd]: '1x30', [restarts]: '4x30' }, atMinutes: 20 },
  },
  ContainerMemoryNearLimit: {
    fires: {
      series: { [memory]: '95x30', [memoryLimit]: '100x30' },
      atMinutes: 20,
      alerts: [{ labels, description: 'backend of backend-1 uses 95% of its memory limit.' }],
    },
    silent: { because: 'a container without a limit has none to reach', series: { [memory]: '95x30' }, atMinutes: 20 },
    alsoSilent: [
      { because: 'four fifths are what it was given for', series: { [memory]: '80x30', [memoryLimit]: '100x30' }, atMinutes: 20 },
    ],
  },
  CpuThrottled: {
    fires: {
      series: { [periods('')]: '0+600x30', [periods('throttled_')]: '0+420x30' },
      atMinutes: 25,
      alerts: [{ labels, description: 'backend of backend-1 is throttled in 70% of its scheduling periods.' }],
    },
    silent: { because: 'a third is a burst', series: { [periods('')]: '0+600x30', [periods('throttled_')]: '0+200x30' }, atMinutes: 25 },
    alsoSilent: [
      { because: 'it runs now and then', series: { [periods('')]: '0+20x30', [periods('throttled_')]: '0+18x30' }, atMinutes: 25 },
    ],
  },
  AutoscalerAtMaximum: {
    fires: {
      series: { [hpa('status_desired_replicas')]: '6x30', [hpa('spec_max_replicas')]: '6x30', [hpa('spec_min_replicas')]: '3x30' },
      atMinutes: 20,
      alerts: [
        {
          labels: { namespace: 'openrouter', horizontalpodautoscaler: 'backend' },
          description: 'backend in openrouter has reached its maximum of 6 pods.',
        },
      ],
    },
    silent: {
      because: 'it is fixed at one number',
      series: { [hpa('status_desired_replicas')]: '3x30', [hpa('spec_max_replicas')]: '3x30', [hpa('spec_min_replicas')]: '3x30' },
      atMinutes: 20,
    },
  },
  DisruptionBudgetViolated: {
    fires: {
      series: { [pdb('current_healthy')]: '3x5 1x20', [pdb('desired_healthy')]: '2x30' },
      atMinutes: 20,
      alerts: [
        {
          labels: { namespace: 'openrouter', poddisruptionbudget: 'backend' },
          description: 'backend in openrouter has 1 healthy pods, fewer than its budget requires.',
        },
      ],
    },
    silent: {
      because: 'the budget is used and not overdrawn',
      series: { [pdb('current_healthy')]: '2x30', [pdb('desired_healthy')]: '2x30' },
      atMinutes: 20,
    },
  },
  RolloutStuck: {
    fires: {
      series: { [progressing('false')]: '0x5 1x20', [progressing('true')]: '1x5 0x20' },
      atMinutes: 10,
      alerts: [
        {
          labels: { namespace: 'openrouter', deployment: 'backend' },
          description: 'The rollout of backend in openrouter has passed its deadline.',
        },
      ],
    },
    silent: { because: 'it gets on', series: { [progressing('false')]: '0x20', [progressing('true')]: '1x20' }, atMinutes: 10 },
  },
  StatefulSetIncomplete: {
    fires: {
      series: { [set('status_replicas_ready')]: '3x5 2x30', [set('replicas')]: '3x40' },
      atMinutes: 30,
      alerts: [
        {
          labels: { namespace: 'openrouter', statefulset: 'postgres' },
          description: 'Only 2 members of postgres in openrouter are ready.',
        },
      ],
    },
    silent: {
      because: 'a member restarts for ten minutes',
      series: { [set('status_replicas_ready')]: '3x5 2x10 3x20', [set('replicas')]: '3x40' },
      atMinutes: 16,
    },
  },
  JobFailed: {
    fires: {
      series: { [job('failed', ',condition="true"')]: '0x5 1x20', [job('created')]: '60x30' },
      atMinutes: 10,
      alerts: [
        {
          labels: { namespace: 'openrouter', job_name: 'migration-1' },
          description: 'migration-1 in openrouter has failed all of its attempts.',
        },
      ],
    },
    silent: {
      because: 'it failed days ago and is kept as a record',
      series: { [job('failed', ',condition="true"')]: '1x30', [job('created')]: '-200000x30' },
      atMinutes: 10,
    },
  },
  QuotaNearlyUsed: {
    fires: {
      series: { [quota('used')]: '95x30', [quota('hard')]: '100x30' },
      atMinutes: 20,
      alerts: [
        {
          labels: { namespace: 'openrouter', resourcequota: 'quota', resource: 'limits.memory' },
          description: 'openrouter uses 95% of its quota of limits.memory.',
        },
      ],
    },
    silent: {
      because: 'what may not be used at all is not used up',
      series: { [quota('used')]: '0x30', [quota('hard')]: '0x30' },
      atMinutes: 20,
    },
    alsoSilent: [{ because: 'a fifth is left', series: { [quota('used')]: '80x30', [quota('hard')]: '100x30' }, atMinutes: 20 }],
  },
};
