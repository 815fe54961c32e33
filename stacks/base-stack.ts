import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { LocalBackend, S3Backend, TerraformElement, TerraformStack, type TerraformBackend, type TerraformRemoteState } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { stackId, versions, type ClusterEnvironment, type StateName } from '../config';
import { KubernetesBackend } from './kubernetes-backend';

/** One Terraform state of an environment: its backend, its versions, and addresses that people can read. */
export class BaseStack extends TerraformStack {
  readonly stackName: string;
  private readonly backend: TerraformBackend;
  private readonly paths = new Map<string, string>();

  constructor(scope: Construct, environment: ClusterEnvironment, state: StateName) {
    super(scope, stackId(environment.name, state));
    this.stackName = stackId(environment.name, state);
    this.addOverride('terraform.required_version', versions.terraform);
    this.backend = backendOf(this, environment);
  }

  /** The state of `producer` as seen from this stack; one data source each. */
  stateOf(producer: BaseStack): TerraformRemoteState {
    const id = `${producer.stackName}-state`;
    const existing = this.node.tryFindChild(id) as TerraformRemoteState | undefined;
    return existing ?? producer.backend.getRemoteStateDataSource(this, id, producer.stackName);
  }

  /** `AppTier_Backend_Deployment`: the ids below the stack, without a hash (docs/adr/004-readable-logical-ids.md). */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const path = node.path.split('/').slice(1);
    const name = path.filter((id, index) => id !== 'Resource' || index === 0).join('_');
    const taken = this.paths.get(name);
    if (taken !== undefined && taken !== node.path) throw new Error(`${node.path} and ${taken} would both be ${name}`);
    this.paths.set(name, node.path);
    return name;
  }

  /** The provider of the environment's cluster. Only a state that comes after the cluster may ask for it. */
  protected useCluster({ cluster: { kubeconfig } }: ClusterEnvironment): void {
    new KubernetesProvider(this, 'Kubernetes', { configPath: kubeconfig.path, configContext: kubeconfig.context });
    this.addOverride('terraform.required_providers.kubernetes.version', versions.providers.kubernetes);
  }
}

function backendOf(stack: BaseStack, { name, state, cluster }: ClusterEnvironment): TerraformBackend {
  switch (state.backend) {
    case 'local':
      // Seen from cdktf.out/stacks/<stack>: beside cdktf.out, which may be deleted at any time.
      return new LocalBackend(stack, { path: `../../../.terraform-state/${stack.stackName}.tfstate` });
    case 's3': {
      const place = state.endpoint === null ? { encrypt: true } : nonAws(state.endpoint);
      // cdktf 0.21 does not know use_lockfile, and hands on what it does not know: https://github.com/hashicorp/terraform-cdk/issues/3834
      const lock = { useLockfile: true };
      return new S3Backend(stack, {
        bucket: state.bucket,
        key: `${name}/${stack.stackName}.tfstate`,
        region: state.region,
        ...place,
        ...(state.kmsKeyId === null ? {} : { kmsKeyId: state.kmsKeyId }),
        ...lock,
      });
    }
    case 'kubernetes':
      return new KubernetesBackend(stack, {
        secretSuffix: stack.stackName,
        namespace: state.namespace,
        configPath: cluster.kubeconfig.path,
        configContext: cluster.kubeconfig.context,
      });
  }
}

/** What an S3 interface that is not AWS's does not have. https://developer.hashicorp.com/terraform/language/backend/s3 */
const nonAws = (endpoint: string) => ({
  endpoints: { s3: endpoint },
  skipCredentialsValidation: true,
  skipMetadataApiCheck: true,
  skipRegionValidation: true,
  skipRequestingAccountId: true,
  skipS3Checksum: true,
  usePathStyle: true,
});
