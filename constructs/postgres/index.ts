import type { Construct } from 'constructs';
import type { PostgresConfig } from '../../config';
import type { CertificateAuthority, Endpoint, Placement, SecretReference } from '../placement';
import { ExternalPostgres } from './external';

/** Roles of the database, least privilege each. */
export type PostgresRole = 'admin' | 'app' | 'migrate' | 'monitor' | 'backup';

/** PostgreSQL: one writer and its replicas, whatever runs them. */
export interface Postgres {
  /** Takes writes. */
  readonly primary: Endpoint;
  /** Takes reads that may be seconds old; the primary where there is no replica. */
  readonly replicas: Endpoint;
  readonly database: string;
  /** How far a client can check the server: `require` is TLS without a check of the certificate. */
  readonly sslMode: 'verify-full' | 'require';
  /** What a client checks the certificate with; null where it cannot. */
  readonly ca: CertificateAuthority | null;
  readonly credentials: Readonly<Record<PostgresRole, SecretReference>>;
}

export interface PostgresProps {
  readonly config: PostgresConfig;
  readonly placement: Placement;
}

/** Among the constructs, only this function asks for the engine. */
export function createPostgres(scope: Construct, id: string, { config }: PostgresProps): Postgres {
  switch (config.engine) {
    case 'external':
      return new ExternalPostgres(scope, id, { config });
  }
}
