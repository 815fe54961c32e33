import type { Construct } from 'constructs';
import type { EksConfig, Surroundings } from '../../config';
import type { AwsPlacement } from '../contracts';
import { Eks } from './eks';
import { ExistingEks } from './existing-eks';

export { kubernetesAccess, type KubernetesAccess } from './kubernetes-access';
export { SecurityGroupRules, type SecurityGroupRulesProps } from './security-group-rules';

/** The Kubernetes cluster of an environment on AWS, created here or existing. */
export interface Cluster {
  /** Known before the cluster exists. */
  readonly name: string;
  /** Security group of the API server, the nodes and all pods. */
  readonly securityGroupId: string;
}

export interface ClusterProps {
  readonly config: EksConfig;
  readonly placement: AwsPlacement;
  /** ARNs of the roles that plan and apply. */
  readonly automation: { readonly planRole: string; readonly applyRole: string };
  readonly surroundings: Surroundings;
}

/** Among the constructs, only this function asks whether the cluster is created here or exists already. */
export function createCluster(scope: Construct, id: string, { config, ...props }: ClusterProps): Cluster {
  return config.mode === 'create' ? new Eks(scope, id, { config, ...props }) : new ExistingEks(scope, id, { config, ...props });
}
