import { TerraformBackend, TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';

export interface KubernetesBackendProps {
  /** The state is the Secret `tfstate-default-<secretSuffix>`. */
  readonly secretSuffix: string;
  readonly namespace: string;
  readonly configPath: string;
  readonly configContext: string;
}

const attributes = ({ secretSuffix, namespace, configPath, configContext }: KubernetesBackendProps) => ({
  secret_suffix: secretSuffix,
  namespace,
  config_path: configPath,
  config_context: configContext,
});

/**
 * State in a Secret of a cluster, locked by a Lease. cdktf 0.21 has no class for it.
 * https://developer.hashicorp.com/terraform/language/backend/kubernetes
 */
export class KubernetesBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly props: KubernetesBackendProps,
  ) {
    super(scope, 'backend', 'kubernetes');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return attributes(this.props);
  }

  override getRemoteStateDataSource(scope: Construct, name: string): TerraformRemoteState {
    return new KubernetesRemoteState(scope, name, this.props);
  }
}

class KubernetesRemoteState extends TerraformRemoteState {
  constructor(scope: Construct, id: string, props: KubernetesBackendProps) {
    super(scope, id, 'kubernetes', attributes(props) as object);
  }
}
