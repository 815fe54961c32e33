import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import type { KubernetesProviderConfig } from '@cdktf/provider-kubernetes/lib/provider';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';

export interface KubernetesAccessProps {
  /** Name of the cluster, a literal: it is looked up when a state is planned, when the cluster already exists. */
  readonly cluster: string;
  readonly region: string;
  /** ARN of a role to assume for the token; null: the credentials Terraform runs with. */
  readonly roleArn: string | null;
}

/** Configuration of the kubernetes provider. */
export type KubernetesAccess = Required<Pick<KubernetesProviderConfig, 'host' | 'clusterCaCertificate' | 'exec'>>;

/**
 * How a state that comes after the cluster reaches it: address and certificate are looked up by name, so they are known at plan. The AWS
 * CLI fetches the token whenever it is needed: it lives for 15 minutes and is in no plan and no state.
 * https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#exec-plugins
 */
export function kubernetesAccess(
  scope: Construct,
  id: string,
  { cluster: name, region, roleArn }: KubernetesAccessProps,
): KubernetesAccess {
  const cluster = new DataAwsEksCluster(scope, id, { name });
  return {
    host: cluster.endpoint,
    clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
    exec: [
      {
        apiVersion: 'client.authentication.k8s.io/v1beta1', // the version `aws eks get-token` answers with by default
        command: 'aws',
        args: [
          ...['eks', 'get-token', '--cluster-name', name, '--region', region, '--output', 'json'],
          ...(roleArn === null ? [] : ['--role-arn', roleArn]),
        ],
      },
    ],
  };
}
