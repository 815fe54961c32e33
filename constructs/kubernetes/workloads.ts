/**
 * The kinds that hold pods. Their bindings are 18 MB of JavaScript, a sixth of a synth and of every test that builds a stack, for giving
 * names to attributes: of them only the types are used (docs/adr/015). __tests__/guards/workloads.test.ts holds these to the bindings.
 */
import type { DaemonSetV1Config } from '@cdktf/provider-kubernetes/lib/daemon-set-v1';
import type { DeploymentV1Config } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { JobV1Config } from '@cdktf/provider-kubernetes/lib/job-v1';
import type { StatefulSetV1Config } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { attributes, type WorkloadConfig } from './attributes';

/** A resource with the attributes of `Config`, which it can neither read back nor change. */
abstract class Workload<Config extends WorkloadConfig> extends TerraformResource {
  private readonly own: object;

  constructor(scope: Construct, id: string, type: string, config: Config) {
    const { provider, dependsOn, count, lifecycle, provisioners, connection, forEach, ...own } = config;
    super(scope, id, {
      terraformResourceType: `kubernetes_${type}`,
      terraformGeneratorMetadata: { providerName: 'kubernetes' },
      ...{ provider, dependsOn, count, lifecycle, provisioners, connection, forEach },
    });
    this.own = own;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return attributes(this.own);
  }

  protected override synthesizeHclAttributes(): never {
    throw new Error(`${this.node.path}: workloads are written as JSON only`);
  }
}

export class DaemonSetV1 extends Workload<DaemonSetV1Config> {
  constructor(scope: Construct, id: string, config: DaemonSetV1Config) {
    super(scope, id, 'daemon_set_v1', config);
  }
}

export class DeploymentV1 extends Workload<DeploymentV1Config> {
  constructor(scope: Construct, id: string, config: DeploymentV1Config) {
    super(scope, id, 'deployment_v1', config);
  }
}

export class JobV1 extends Workload<JobV1Config> {
  constructor(scope: Construct, id: string, config: JobV1Config) {
    super(scope, id, 'job_v1', config);
  }
}

export class StatefulSetV1 extends Workload<StatefulSetV1Config> {
  constructor(scope: Construct, id: string, config: StatefulSetV1Config) {
    super(scope, id, 'stateful_set_v1', config);
  }
}
