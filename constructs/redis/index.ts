import type { Construct } from 'constructs';
import { elasticacheNodeType, redisMembers, type RedisConfig, type Sizing } from '../../config';
import type { CertificateAuthority, Endpoint, Placement, SecretReference } from '../contracts';
import { Elasticache } from './elasticache/elasticache';
import { ExternalRedis } from './external/external';
import { RedisCluster } from './redis-cluster/redis-cluster';

/** Redis, always in cluster mode: a client asks one member for the others and follows redirections. */
export interface Redis {
  /** Where a client asks for the members. */
  readonly discovery: Endpoint;
  readonly tls: boolean;
  /** What a client checks the members' certificates with; null: what its image trusts, or no TLS. */
  readonly ca: CertificateAuthority | null;
  /** The services' user, and the exporter's, which sees no data. */
  readonly credentials: Readonly<Record<'app' | 'monitor', SecretReference>>;
  /** Every login of a cloud's store, both slots of a rotation: the namespace needs copies. None where its Secrets are the store. */
  readonly storedSecrets: readonly SecretReference[];
}

export interface RedisProps {
  readonly config: RedisConfig;
  readonly placement: Placement;
  readonly sizing: Sizing;
  /** How many failure zones the nodes span. */
  readonly zones: number;
  /** Whether Terraform refuses to destroy a volume. */
  readonly deletionProtection: boolean;
  /** `secrets.revision` of the environment. */
  readonly secretsRevision: number;
}

/** Among the constructs, only this function asks for the engine. */
export function createRedis(scope: Construct, id: string, { config, placement, sizing, ...props }: RedisProps): Redis {
  if (config.engine === 'external') return new ExternalRedis(scope, id, { config });
  if (config.engine === 'redis-cluster' && placement.kind === 'kubernetes')
    return new RedisCluster(scope, id, { config, placement, members: redisMembers(config, sizing), ...props });
  if (config.engine === 'elasticache' && placement.kind === 'aws')
    return new Elasticache(scope, id, { config, placement, nodeType: elasticacheNodeType(config, sizing), ...props });
  throw new Error(`${scope.node.path}/${id}: ${config.engine} does not run on ${placement.kind}`); // config does not let it be written
}
