/** The kinds that hold pods; see TypedResource. */
import type { DaemonSetV1Config } from '@cdktf/provider-kubernetes/lib/daemon-set-v1';
import type { DeploymentV1Config } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { JobV1Config } from '@cdktf/provider-kubernetes/lib/job-v1';
import type { StatefulSetV1Config } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import type { Construct } from 'constructs';
import { TypedResource, type Maps } from '../typed-resource';

const maps: Maps<DaemonSetV1Config | DeploymentV1Config | JobV1Config | StatefulSetV1Config> = {
  annotations: true,
  labels: true,
  limits: true,
  options: true,
  matchLabels: true,
  nodeSelector: true,
  requests: true,
  volumeAttributes: true,
};

export class DaemonSetV1 extends TypedResource<DaemonSetV1Config> {
  constructor(scope: Construct, id: string, config: DaemonSetV1Config) {
    super(scope, id, 'kubernetes_daemon_set_v1', maps, config);
  }
}

export class DeploymentV1 extends TypedResource<DeploymentV1Config> {
  constructor(scope: Construct, id: string, config: DeploymentV1Config) {
    super(scope, id, 'kubernetes_deployment_v1', maps, config);
  }
}

export class JobV1 extends TypedResource<JobV1Config> {
  constructor(scope: Construct, id: string, config: JobV1Config) {
    super(scope, id, 'kubernetes_job_v1', maps, config);
  }
}

export class StatefulSetV1 extends TypedResource<StatefulSetV1Config> {
  constructor(scope: Construct, id: string, config: StatefulSetV1Config) {
    super(scope, id, 'kubernetes_stateful_set_v1', maps, config);
  }
}
