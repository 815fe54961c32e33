import type { Construct } from 'constructs';
import { elasticacheNodeType, redisMembers, type RedisConfig, type Surroundings } from '../../config';
import type { CertificateAuthority, Endpoint, Placement, SecretReference } from '../contracts';
import { createEngine, inKubernetes, onAws, type Creators } from '../terraform/engine';
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
  readonly surroundings: Surroundings;
}

/** The construct of each engine. config keeps an engine from a target that cannot run it. */
const engines: Creators<RedisConfig, RedisProps, Redis> = {
  external: { create: (scope, id, { config }) => new ExternalRedis(scope, id, { config }) },
  'redis-cluster': {
    create: (scope, id, { config, placement, surroundings }) =>
      new RedisCluster(scope, id, {
        config,
        placement: inKubernetes(placement),
        members: redisMembers(config, surroundings.sizing),
        surroundings,
      }),
  },
  elasticache: {
    create: (scope, id, { config, placement, surroundings }) =>
      new Elasticache(scope, id, {
        config,
        placement: onAws(placement),
        nodeType: elasticacheNodeType(config, surroundings.sizing),
        surroundings,
      }),
  },
};

/** Redis, by the engine that is configured. */
export function createRedis(scope: Construct, id: string, props: RedisProps): Redis {
  return createEngine<RedisConfig, RedisProps, Redis>(engines, scope, id, props);
}
