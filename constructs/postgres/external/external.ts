import { Construct } from 'constructs';
import type { ExternalPostgresConfig } from '../../../config';
import type { CertificateAuthority, Endpoint, SecretReference } from '../../contracts';
import type { Postgres } from '..';

export interface ExternalPostgresProps {
  readonly config: ExternalPostgresConfig;
}

/** An existing PostgreSQL: nothing is created, this only says where it is. */
export class ExternalPostgres extends Construct implements Postgres {
  readonly primary: Endpoint;
  readonly replicas: Endpoint;
  readonly database: string;
  readonly sslMode: Postgres['sslMode'];
  readonly ca: CertificateAuthority | null;
  readonly certificates = null;
  readonly credentials: Postgres['credentials'];
  readonly storedSecrets: readonly SecretReference[] = [];

  constructor(scope: Construct, id: string, { config }: ExternalPostgresProps) {
    super(scope, id);
    this.primary = config.primary;
    this.replicas = config.replicas ?? config.primary;
    this.database = config.database;
    this.ca = config.certificateAuthority;
    this.sslMode = this.ca === null ? 'require' : 'verify-full';
    const secret = (name: string) => ({ name, source: null });
    const { admin, app, migrate, monitor, backup } = config.secrets;
    this.credentials = {
      admin: secret(admin),
      app: secret(app),
      migrate: secret(migrate),
      monitor: secret(monitor),
      backup: secret(backup),
    };
  }
}
