import { KubernetesProvider, type KubernetesProviderConfig } from '@cdktf/provider-kubernetes/lib/provider';
import { LocalBackend, S3Backend, type TerraformBackend, type TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import { stackId, versions, type AwsEnvironment, type Environment, type StateName } from '../config';
import { kubernetesAccess } from '../constructs/cluster';
import { KubernetesBackend } from './kubernetes-backend';
import { ProgramStack } from './program-stack';

/** One Terraform state of an environment, in the environment's backend. */
export class BaseStack extends ProgramStack {
  readonly stackName: string;
  private readonly backend: TerraformBackend;

  constructor(
    scope: Construct,
    private readonly environment: Environment,
    state: StateName,
  ) {
    super(scope, stackId(environment.name, state));
    this.stackName = stackId(environment.name, state);
    this.backend = backendOf(this, environment);
  }

  /** The state of `producer` as seen from this stack; one data source for each. */
  stateOf(producer: BaseStack): TerraformRemoteState {
    const id = `${producer.stackName}-state`;
    const existing = this.node.tryFindChild(id) as TerraformRemoteState | undefined;
    return existing ?? producer.backend.getRemoteStateDataSource(this, id, producer.stackName);
  }

  /** Everything the environment is placed in: its cluster and, on AWS, its account. Only a state after the cluster may ask for it. */
  protected useProviders(): void {
    if (this.environment.aws !== null) this.useAccountOf(this.environment.aws);
    this.useCluster();
  }

  /** The provider of the environment's cluster. Only a state that comes after the cluster may ask for it. */
  protected useCluster(): void {
    new KubernetesProvider(this, 'Kubernetes', kubernetesSettings(this, this.environment));
    this.addOverride('terraform.required_providers.kubernetes.version', versions.providers.kubernetes);
  }

  /** The provider of the environment's account. */
  protected useAccountOf({ region, accountId, tags }: AwsEnvironment['aws']): void {
    this.useAccount(accountId, region, { ...tags, environment: this.environment.name });
  }
}

function kubernetesSettings(stack: BaseStack, environment: Environment): KubernetesProviderConfig {
  if (environment.target === 'aws') {
    const { clusterName, region } = environment.aws;
    return kubernetesAccess(stack, 'Cluster', { cluster: clusterName, region, roleArn: null });
  }
  const { path, context } = environment.kubeconfig;
  return { configPath: path, configContext: context };
}

function backendOf(stack: BaseStack, environment: Environment): TerraformBackend {
  const { name, state } = environment;
  switch (state.backend) {
    case 'local':
      // Path from cdktf.out/stacks/<stack> to a place beside cdktf.out, which may be deleted at any time.
      return new LocalBackend(stack, { path: `../../../.terraform-state/${stack.stackName}.tfstate` });
    case 's3': {
      const place = state.endpoint === null ? {} : nonAws(state.endpoint);
      // cdktf 0.21 does not know use_lockfile, but passes unknown arguments on: https://github.com/hashicorp/terraform-cdk/issues/3834
      const lock = { useLockfile: true };
      return new S3Backend(stack, {
        bucket: state.bucket,
        key: `${name}/${stack.stackName}.tfstate`,
        region: state.region,
        ...place,
        // `encrypt` without a key asks for AES256 instead of the bucket's default key.
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

/** Checks and features that S3 interfaces other than AWS's lack. https://developer.hashicorp.com/terraform/language/backend/s3 */
const nonAws = (endpoint: string) => ({
  endpoints: { s3: endpoint },
  skipCredentialsValidation: true,
  skipMetadataApiCheck: true,
  skipRegionValidation: true,
  skipRequestingAccountId: true,
  skipS3Checksum: true,
  usePathStyle: true,
});

/** Only an existing cluster can keep a state: config rejects any other. */
function clusterOfState(environment: Environment) {
  if (environment.target !== 'kubernetes') throw new Error(`${environment.name}: its cluster cannot keep its state`);
  const { path: configPath, context: configContext } = environment.kubeconfig;
  return { configPath, configContext };
}
