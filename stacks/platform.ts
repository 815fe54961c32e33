import type { Construct } from 'constructs';
import { components, flows, namespaceQuota, streamingChain, switchesOnNetworkPolicies, versions, type ClusterEnvironment } from '../config';
import type { Cluster } from '../constructs/cluster';
import type { AwsPlacement, KubernetesPlacement } from '../constructs/contracts';
import { EncryptedStorageClass, Namespace, NetworkPolicies, NetworkPolicyEnforcement, readinessGates } from '../constructs/platform';
import { BaseStack } from './base-stack';
import { publish, type Outputs } from './outputs';

export interface PlatformStackInputs {
  /** Where the environment makes its cluster itself: it comes before. Null: the cluster is there. */
  readonly aws: { readonly cluster: Outputs<Pick<Cluster, 'name'>>; readonly network: Outputs<AwsPlacement> } | null;
}

/** The namespace with its Pod Security labels, its quota and every network policy. */
export class PlatformStack extends BaseStack {
  readonly outputs: Outputs<KubernetesPlacement>;

  constructor(scope: Construct, environment: ClusterEnvironment, { aws }: PlatformStackInputs) {
    super(scope, environment, 'platform');
    aws?.cluster.in(this);
    if (environment.target === 'aws') this.useAws(environment);
    this.useCluster(environment);
    const { namespace, sizing, streaming, cdn, deletionProtection } = environment;
    const { name, resources } = new Namespace(this, 'Namespace', {
      name: namespace.name,
      labels: aws === null ? {} : readinessGates,
      ...namespaceQuota(namespace, sizing),
      podSecurityVersion: versions.podSecurity,
      deletionProtection,
      drain: streamingChain(streaming, cdn).app.drain,
    });
    const enforced =
      environment.target === 'aws' && switchesOnNetworkPolicies(environment.cluster)
        ? [new NetworkPolicyEnforcement(this, 'NetworkPolicyEnforcement').resource]
        : [];
    new NetworkPolicies(this, 'NetworkPolicies', {
      namespace: name,
      flows: flows(environment),
      components: components(environment),
      dependsOn: [...resources, ...enforced],
    });
    const storageClass =
      aws === null
        ? null
        : new EncryptedStorageClass(this, 'StorageClass', { name: 'encrypted', kmsKeyArn: aws.network.in(this).kmsKeyArns.cluster }).name;
    this.outputs = publish(this, { kind: 'kubernetes', namespace: name, storageClass } as const);
  }
}
