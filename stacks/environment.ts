import type { App } from 'cdktf';
import type { ClusterEnvironment, Environment } from '../config';
import type { KubernetesPlacement, Placement } from '../constructs/placement';
import { AppStack } from './app';
import { DataStack } from './data';
import type { Outputs } from './outputs';
import { PlatformStack } from './platform';

/** user → load balancer → app tier (backend, admin, portal) → postgres, redis, object storage */
export function buildEnvironment(app: App, environment: Environment): void {
  switch (environment.target) {
    case 'kubernetes': {
      const platform = new PlatformStack(app, environment);
      return workloads(app, environment, platform.outputs, platform.outputs);
    }
  }
}

/** The same in every cluster; `placement` says where the data services and the load balancer stand. */
function workloads(app: App, environment: ClusterEnvironment, platform: Outputs<KubernetesPlacement>, placement: Outputs<Placement>): void {
  const data = new DataStack(app, environment, { placement }).outputs;
  new AppStack(app, environment, { platform, placement, data });
}
