/** Kinds of workload that hold pods; see typedResource. */
import type { CronJobV1Config } from '@cdktf/provider-kubernetes/lib/cron-job-v1';
import type { DaemonSetV1Config } from '@cdktf/provider-kubernetes/lib/daemon-set-v1';
import type { DeploymentV1Config } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { JobV1Config } from '@cdktf/provider-kubernetes/lib/job-v1';
import type { StatefulSetV1Config } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { typedResource, type Maps } from '../terraform/typed-resource';

const maps: Maps<CronJobV1Config | DaemonSetV1Config | DeploymentV1Config | JobV1Config | StatefulSetV1Config> = {
  annotations: true,
  labels: true,
  limits: true,
  options: true,
  matchLabels: true,
  nodeSelector: true,
  requests: true,
  volumeAttributes: true,
};

export class CronJobV1 extends typedResource<CronJobV1Config>('kubernetes_cron_job_v1', maps) {}

export class DaemonSetV1 extends typedResource<DaemonSetV1Config>('kubernetes_daemon_set_v1', maps) {}

export class DeploymentV1 extends typedResource<DeploymentV1Config>('kubernetes_deployment_v1', maps) {}

export class JobV1 extends typedResource<JobV1Config>('kubernetes_job_v1', maps) {}

export class StatefulSetV1 extends typedResource<StatefulSetV1Config>('kubernetes_stateful_set_v1', maps) {}
