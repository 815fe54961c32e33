import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { KubernetesProvider, type KubernetesProviderConfig } from '@cdktf/provider-kubernetes/lib/provider';
import { LocalBackend, S3Backend, TerraformStack, type TerraformBackend, type TerraformElement, type TerraformRemoteState } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { eksClusterName, stackId, versions, type AwsEnvironment, type ClusterEnvironment, type StateName } from '../config';
import { kubernetesAccess } from '../constructs/cluster/kubernetes-access';
import { KubernetesBackend } from './kubernetes-backend';
import { LogicalIds } from './logical-ids';

/** One Terraform state of an environment: its backend, its versions, and addresses that people can read. */
export class BaseStack extends TerraformStack {
  readonly stackName: string;
  private readonly backend: TerraformBackend;
  private readonly logicalIds = new LogicalIds();

  constructor(scope: Construct, environment: ClusterEnvironment, state: StateName) {
    super(scope, stackId(environment.name, state));
    this.stackName = stackId(environment.name, state);
    this.addOverride('terraform.required_version', versions.terraform);
    this.backend = backendOf(this, environment);
  }

  /**
   * cdktf resolves every stack once before it writes it, to find what is referred to in another one. Nothing is: a stack sees the outputs
   * of another's state (`stateOf`), and a token of another stack is an error, which the guard for undeclared names and Terraform tell of.
   */
  override prepareStack(): void {
    return;
  }

  /** The state of `producer` as seen from this stack; one data source each. */
  stateOf(producer: BaseStack): TerraformRemoteState {
    const id = `${producer.stackName}-state`;
    const existing = this.node.tryFindChild(id) as TerraformRemoteState | undefined;
    return existing ?? producer.backend.getRemoteStateDataSource(this, id, producer.stackName);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return this.logicalIds.of(element);
  }

  /** The provider of the environment's cluster. Only a state that comes after the cluster may ask for it. */
  protected useCluster(environment: ClusterEnvironment): void {
    new KubernetesProvider(this, 'Kubernetes', kubernetesSettings(this, environment));
    this.addOverride('terraform.required_providers.kubernetes.version', versions.providers.kubernetes);
  }

  /** The provider of the environment's account: its credentials have to be of this account, and everything carries the same tags. */
  protected useAws({ name, aws: { region, accountId, tags } }: AwsEnvironment): void {
    new AwsProvider(this, 'Aws', {
      region,
      allowedAccountIds: [accountId],
      defaultTags: [{ tags: { ...tags, environment: name, 'managed-by': 'massrouter-infrastructure' } }],
    });
    this.addOverride('terraform.required_providers.aws.version', versions.providers.aws);
  }
}

function kubernetesSettings(stack: BaseStack, environment: ClusterEnvironment): KubernetesProviderConfig {
  if (environment.target === 'aws') {
    const { name, cluster, aws } = environment;
    return kubernetesAccess(stack, 'Cluster', { cluster: eksClusterName(name, cluster), region: aws.region, roleArn: null });
  }
  const { path, context } = environment.cluster.kubeconfig;
  return { configPath: path, configContext: context };
}

function backendOf(stack: BaseStack, environment: ClusterEnvironment): TerraformBackend {
  const { name, state } = environment;
  switch (state.backend) {
    case 'local':
      // Seen from cdktf.out/stacks/<stack>: beside cdktf.out, which may be deleted at any time.
      return new LocalBackend(stack, { path: `../../../.terraform-state/${stack.stackName}.tfstate` });
    case 's3': {
      const place = state.endpoint === null ? {} : nonAws(state.endpoint);
      // cdktf 0.21 does not know use_lockfile, and hands on what it does not know: https://github.com/hashicorp/terraform-cdk/issues/3834
      const lock = { useLockfile: true };
      return new S3Backend(stack, {
        bucket: state.bucket,
        key: `${name}/${stack.stackName}.tfstate`,
        region: state.region,
        ...place,
        // `encrypt` without a key asks for AES256 instead of the key that the bucket encrypts with by default.
        ...(state.kmsKeyId === null ? {} : { encrypt: true, kmsKeyId: state.kmsKeyId }),
        ...lock,
      });
    }
    case 'kubernetes':
      return new KubernetesBackend(stack, {
        secretSuffix: stack.stackName,
        namespace: state.namespace,
        ...clusterOfState(environment),
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

/** Only a cluster that is there already can keep a state: config does not let the others name it. */
function clusterOfState(environment: ClusterEnvironment) {
  if (environment.target !== 'kubernetes') throw new Error(`${environment.name}: its cluster cannot keep its state`);
  const { path: configPath, context: configContext } = environment.cluster.kubeconfig;
  return { configPath, configContext };
}
