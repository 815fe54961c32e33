import type { App } from 'cdktf';
import type { Environment } from '../config';
import type { KubernetesPlacement, Placement } from '../constructs/contracts';
import { AppStack } from './app';
import { BackupStack } from './backup';
import { CdnStack } from './cdn';
import { ClusterStack } from './cluster';
import { DataStack } from './data';
import { MonitoringStack } from './monitoring';
import { NetworkStack } from './network';
import type { Outputs } from './outputs';
import { PlatformStack } from './platform';

/**
 * user → cdn → load balancer → app tier (backend, admin, portal) → postgres, redis, object storage
 *                monitoring watches all of it        └ backup copies it
 */
export function buildEnvironment(app: App, environment: Environment): void {
  switch (environment.target) {
    case 'aws': {
      const network = new NetworkStack(app, environment).outputs;
      const cluster = new ClusterStack(app, environment, { network }).outputs;
      const platform = new PlatformStack(app, environment, { aws: { cluster, network } });
      return workloads(app, environment, platform.outputs, network);
    }
    case 'kubernetes': {
      const platform = new PlatformStack(app, environment, { aws: null });
      return workloads(app, environment, platform.outputs, platform.outputs);
    }
  }
}

/** The states that are the same in every cluster; `placement` says where the data services and the load balancer go. */
function workloads(app: App, environment: Environment, platform: Outputs<KubernetesPlacement>, placement: Outputs<Placement>): void {
  const data = new DataStack(app, environment, { placement }).outputs;
  const application = new AppStack(app, environment, { platform, placement, data });
  if (environment.backup !== null) new BackupStack(app, environment, { backup: environment.backup, platform, data, after: application });
  new MonitoringStack(app, environment, { platform, data, after: application });
  if (environment.edge.limits !== null) new CdnStack(app, environment, { loadBalancer: application.outputs });
}
