import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import type { KubernetesProviderConfig } from '@cdktf/provider-kubernetes/lib/provider';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';

export interface KubernetesAccessProps {
  /** Name of the cluster, a literal: it is looked up when a state is planned, in an account that has it by then. */
  readonly cluster: string;
  readonly region: string;
  /** ARN of a role to take on for the token; null: whoever runs Terraform. */
  readonly roleArn: string | null;
}

/** What the kubernetes provider is told. */
export type KubernetesAccess = Required<Pick<KubernetesProviderConfig, 'host' | 'clusterCaCertificate' | 'exec'>>;

/**
 * How a state that comes after the cluster reaches it: address and certificate are looked up by name, so they are known at plan; the token is
 * fetched by the AWS CLI whenever it is needed, for it lives 15 minutes, is part of no plan and of no state.
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
        apiVersion: 'client.authentication.k8s.io/v1beta1', // what `aws eks get-token` answers when it is asked for nothing else
        command: 'aws',
        args: [
          ...['eks', 'get-token', '--cluster-name', name, '--region', region, '--output', 'json'],
          ...(roleArn === null ? [] : ['--role-arn', roleArn]),
        ],
      },
    ],
  };
}
