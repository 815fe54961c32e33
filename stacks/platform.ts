import type { Construct } from 'constructs';
import { switchesOnNetworkPolicies, versions, type Environment } from '../config';
import type { Cluster } from '../constructs/cluster';
import type { AwsPlacement, KubernetesPlacement } from '../constructs/contracts';
import { EncryptedStorageClass, Namespace, NetworkPolicies, NetworkPolicyEnforcement, readinessGates } from '../constructs/platform';
import { BaseStack } from './base-stack';
import { publish, type Outputs } from './outputs';

export interface PlatformStackInputs {
  /** The cluster of the environment, which must come first; null: the cluster exists already. */
  readonly aws: { readonly cluster: Outputs<Pick<Cluster, 'name'>>; readonly network: Outputs<AwsPlacement> } | null;
}

/** The namespace with its Pod Security labels, its quota and every network policy. */
export class PlatformStack extends BaseStack {
  readonly outputs: Outputs<KubernetesPlacement>;

  constructor(scope: Construct, environment: Environment, inputs: PlatformStackInputs) {
    super(scope, environment, 'platform');
    inputs.aws?.cluster.in(this);
    this.useProviders();
    const { namespace, streaming, surroundings, flows, components, aws } = environment;
    const { name, resources } = new Namespace(this, 'Namespace', {
      ...namespace,
      labels: aws === null ? {} : readinessGates,
      podSecurityVersion: versions.podSecurity,
      surroundings,
      drain: streaming.app.drain,
    });
    const enforced =
      aws !== null && switchesOnNetworkPolicies(aws.eks) ? [new NetworkPolicyEnforcement(this, 'NetworkPolicyEnforcement').resource] : [];
    new NetworkPolicies(this, 'NetworkPolicies', { namespace: name, flows, components, dependsOn: [...resources, ...enforced] });
    const kmsKeyArn = inputs.aws?.network.in(this).kmsKeyArns.cluster;
    const storageClass =
      kmsKeyArn === undefined ? null : new EncryptedStorageClass(this, 'StorageClass', { name: 'encrypted', kmsKeyArn }).name;
    this.outputs = publish(this, { kind: 'kubernetes', namespace: name, storageClass } as const);
  }
}
