import type { Construct } from 'constructs';
import type { RedisConfig } from '../../config';
import type { CertificateAuthority, Endpoint, Placement, SecretReference } from '../placement';
import { ExternalRedis } from './external';

/** Redis, always in cluster mode: a client asks one member for the others and follows redirections. */
export interface Redis {
  /** Where a client asks for the members. */
  readonly discovery: Endpoint;
  readonly tls: boolean;
  /** What a client checks the members' certificates with; null: what its image trusts, or no TLS. */
  readonly ca: CertificateAuthority | null;
  readonly credentials: SecretReference;
}

export interface RedisProps {
  readonly config: RedisConfig;
  readonly placement: Placement;
}

/** Among the constructs, only this function asks for the engine. */
export function createRedis(scope: Construct, id: string, { config }: RedisProps): Redis {
  switch (config.engine) {
    case 'external':
      return new ExternalRedis(scope, id, { config });
  }
}
