import { Construct } from 'constructs';
import type { ExternalRedisConfig } from '../../../config';
import type { CertificateAuthority, Endpoint, SecretReference } from '../../contracts';
import type { Redis } from '..';

export interface ExternalRedisProps {
  readonly config: ExternalRedisConfig;
}

/** An existing Redis Cluster: nothing is created, this only says where it is. */
export class ExternalRedis extends Construct implements Redis {
  readonly discovery: Endpoint;
  readonly tls: boolean;
  readonly ca: CertificateAuthority | null;
  readonly credentials: Redis['credentials'];
  readonly storedSecrets: readonly SecretReference[] = [];

  constructor(scope: Construct, id: string, { config }: ExternalRedisProps) {
    super(scope, id);
    this.discovery = config.discovery;
    this.tls = config.tls.enabled;
    this.ca = config.tls.enabled ? config.tls.certificateAuthority : null;
    this.credentials = { app: { name: config.secret, source: null }, monitor: { name: config.monitorSecret, source: null } };
  }
}
