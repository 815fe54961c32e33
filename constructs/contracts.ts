/** What boxes hand to each other. Interfaces only: a capability is the same whichever engine provides it. */
import type { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import type { SecurityGroupName, ServiceName } from '../config';

/** Address of a server. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where a credential is kept, never its value: a Kubernetes Secret with the keys `username` and `password`. */
export interface SecretReference {
  readonly name: string;
  /** Source of its value: a secret in a cloud's store, with the value's revision. Null: the Kubernetes Secret is the store. */
  readonly source: { readonly secretId: string; readonly revision: number } | null;
}

/** Certificate authorities that a client verifies a server with. They are public: a ConfigMap in the namespace holds them. */
export interface CertificateAuthority {
  readonly configMap: string;
  readonly key: string;
}

/** Where data services and load balancers are placed. */
export type Placement = AwsPlacement | KubernetesPlacement;

/** Purposes of the KMS keys: one key per class of data. */
export type KmsKeyPurpose = 'postgres' | 'redis' | 'assets' | 'backups' | 'secrets' | 'logs' | 'cluster';

/** A network on AWS. Names, account and region are known at synth; ids come from the state that created them. */
export interface AwsPlacement {
  readonly kind: 'aws';
  /** Name of the environment, the first part of physical names. */
  readonly environment: string;
  /** Name of the EKS cluster, known before the cluster exists. */
  readonly clusterName: string;
  /** Part of the names that AWS still reserves after a teardown. */
  readonly generation: number;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  /** Names of the availability zones, in the order of the subnets. */
  readonly zones: readonly string[];
  /** One per zone. */
  readonly subnetIds: Readonly<Record<'public' | 'private' | 'data', readonly string[]>>;
  /** Created empty; their rules come from the flows. */
  readonly securityGroupIds: Readonly<Record<SecurityGroupName, string>>;
  readonly kmsKeyArns: Readonly<Record<KmsKeyPurpose, string>>;
  /** ARN of the policy that bounds every role of the environment; null: none does. */
  readonly permissionsBoundaryArn: string | null;
  /** Certificate of the hosts: one that is there, or the zone that proves the one that the load balancer makes. */
  readonly certificate: { readonly by: 'arn'; readonly arn: string } | { readonly by: 'zone'; readonly zoneId: string };
  /** Name of the bucket that S3 and the load balancer write their access logs to. */
  readonly logBucket: string;
  /** The application's namespace in the cluster. */
  readonly namespace: string;
}

/** A namespace of a Kubernetes cluster. */
export interface KubernetesPlacement {
  readonly kind: 'kubernetes';
  readonly namespace: string;
  /** Storage class of the volumes; null: the cluster's default. */
  readonly storageClass: string | null;
}

/** Forwards the hosts to the services, whichever engine runs it. */
export interface LoadBalancer {
  /** Target of the hosts' DNS records; null where nothing in this program points to it. */
  readonly origin: { readonly recordType: 'A' | 'CNAME'; readonly value: string } | null;
}

/** A load balancer that services are registered with as they are created. */
export interface AttachableLoadBalancer extends LoadBalancer {
  /**
   * Leads a route to the pods behind a Service.
   * @returns what the pods must come after: only pods created later wait to be ready until the load balancer, too, finds them healthy.
   */
  readonly attach: (service: ServiceName, front: ServiceV1) => readonly ITerraformDependable[];
}
