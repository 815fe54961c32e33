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

/** A network of AWS. */
export interface AwsPlacement {
  readonly kind: 'aws';
  readonly vpcId: string;
  readonly subnetIds: Readonly<Record<'public' | 'private' | 'data', readonly string[]>>;
  readonly securityGroupIds: Readonly<Record<'loadBalancer' | 'postgres' | 'redis', string>>;
  readonly certificateArn: string;
}

/** A namespace of a Kubernetes cluster. */
export interface KubernetesPlacement {
  readonly kind: 'kubernetes';
  readonly namespace: string;
  /** Class of the volumes; null: the cluster's default. */
  readonly storageClass: string | null;
}
