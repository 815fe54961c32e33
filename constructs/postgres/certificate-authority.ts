import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';
import { componentLabels } from '../kubernetes';
import type { CertificateAuthority } from '../contracts';

export interface PostgresAuthorityProps {
  readonly namespace: string;
  /** Name of the ConfigMap to create. */
  readonly ca: CertificateAuthority;
  /** In PEM form. */
  readonly certificates: string;
}

/** Certificate authority that clients in the namespace verify the server with. It is public. */
export class PostgresAuthority extends Construct {
  /** Whatever mounts it waits for it. */
  readonly configMap: ConfigMapV1;

  constructor(scope: Construct, id: string, { namespace, ca, certificates }: PostgresAuthorityProps) {
    super(scope, id);
    this.configMap = new ConfigMapV1(this, 'ConfigMap', {
      metadata: { name: ca.configMap, namespace, labels: componentLabels('postgres') },
      data: { [ca.key]: certificates },
    });
  }
}
