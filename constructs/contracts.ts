/** What boxes hand to each other. Interfaces only: a capability is the same whichever engine runs it. */
import type { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import type { SecurityGroupName, ServiceName } from '../config';

/** Where something answers. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where a credential is kept, never its value: a Kubernetes Secret with the keys `username` and `password`. */
export interface SecretReference {
  readonly name: string;
  /** Where its value comes from: a secret of a cloud's store and the revision of its value. Null: the Kubernetes Secret is the store. */
  readonly source: { readonly secretId: string; readonly revision: number } | null;
}

/** Certificates that a client checks a server with. They are public: a ConfigMap of the namespace holds them. */
export interface CertificateAuthority {
  readonly configMap: string;
  readonly key: string;
}

/** What data services and load balancers are put into. */
export type Placement = AwsPlacement | KubernetesPlacement;

/** What a KMS key encrypts: one key a class of data. */
export type KmsKeyPurpose = 'postgres' | 'redis' | 'assets' | 'backups' | 'secrets' | 'logs' | 'cluster';

/** A network of AWS. Names, account and region are known at synth; ids come from the state that made them. */
export interface AwsPlacement {
  readonly kind: 'aws';
  /** Name of the environment, the first part of physical names. */
  readonly environment: string;
  /** Name of the EKS cluster, known before it is there. */
  readonly clusterName: string;
  /** Part of names that AWS keeps after a teardown. */
  readonly generation: number;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  /** One a zone. */
  readonly subnetIds: Readonly<Record<'public' | 'private' | 'data', readonly string[]>>;
  /** Made empty; their rules come from the flows. */
  readonly securityGroupIds: Readonly<Record<SecurityGroupName, string>>;
  readonly kmsKeyArns: Readonly<Record<KmsKeyPurpose, string>>;
  /** ARN of the policy that bounds every role of the environment; null: none does. */
  readonly permissionsBoundaryArn: string | null;
  /** Certificate of the hosts. */
  readonly certificateArn: string;
  /** Name of the bucket that S3 and the load balancer write their access logs to. */
  readonly logBucket: string;
  /** The application's namespace in the cluster. */
  readonly namespace: string;
}

/** A namespace of a Kubernetes cluster. */
export interface KubernetesPlacement {
  readonly kind: 'kubernetes';
  readonly namespace: string;
  /** Class of the volumes; null: the cluster's default. */
  readonly storageClass: string | null;
}

/** What forwards the hosts to the services, whatever runs it. */
export interface LoadBalancer {
  /** What DNS records of the hosts point to; null where nothing of this program points to it. */
  readonly origin: { readonly recordType: 'A' | 'CNAME'; readonly value: string } | null;
}

/** One that services are put behind while they are made. */
export interface AttachableLoadBalancer extends LoadBalancer {
  /**
   * Leads a route to the pods behind a Service.
   * @returns what the pods must come after: only those that are made later are counted as ready when the load balancer, too, found them so.
   */
  readonly attach: (service: ServiceName, front: ServiceV1) => readonly ITerraformDependable[];
}
