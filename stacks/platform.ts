import type { Construct } from 'constructs';
import { components, flows, namespaceQuota, streamingChain, versions, type ClusterEnvironment } from '../config';
import { Namespace } from '../constructs/namespace';
import { NetworkPolicies } from '../constructs/network-policies';
import type { KubernetesPlacement } from '../constructs/placement';
import { BaseStack } from './base-stack';
import { publish, type Outputs } from './outputs';

/** The namespace with its Pod Security labels, its quota and every network policy. */
export class PlatformStack extends BaseStack {
  readonly outputs: Outputs<KubernetesPlacement>;

  constructor(scope: Construct, environment: ClusterEnvironment) {
    super(scope, environment, 'platform');
    this.useCluster(environment);
    const { namespace, sizing, streaming, cdn, deletionProtection } = environment;
    const { name, resources } = new Namespace(this, 'Namespace', {
      name: namespace.name,
      ...namespaceQuota(namespace, sizing),
      podSecurityVersion: versions.podSecurity,
      deletionProtection,
      drain: streamingChain(streaming, cdn).app.drain,
    });
    new NetworkPolicies(this, 'NetworkPolicies', {
      namespace: name,
      flows: flows(environment),
      components: components(environment),
      dependsOn: resources,
    });
    this.outputs = publish(this, { kind: 'kubernetes', namespace: name, storageClass: null } as const);
  }
}
