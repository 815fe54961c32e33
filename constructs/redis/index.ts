import type { Construct } from 'constructs';
import { elasticacheNodeType, redisMembers, type RedisConfig, type Surroundings } from '../../config';
import type { CertificateAuthority, Endpoint, Placement, SecretReference } from '../contracts';
import { createEngine, inKubernetes, onAws, type Creators } from '../terraform/engine';
import { Elasticache } from './elasticache/elasticache';
import { ExternalRedis } from './external/external';
import { RedisCluster } from './redis-cluster/redis-cluster';

/** Redis, always in cluster mode: a client asks one member for the others and follows redirections. */
export interface Redis {
  /** Address at which clients ask for the members. */
  readonly discovery: Endpoint;
  readonly tls: boolean;
  /** Authority that clients verify the members' certificates with; null: the authorities in the client's image, or no TLS. */
  readonly ca: CertificateAuthority | null;
  /** Credentials of the services' user, and of the exporter's, which sees no data. */
  readonly credentials: Readonly<Record<'app' | 'monitor', SecretReference>>;
  /** Every login in a cloud's store, both slots of a rotation: the namespace needs copies. None where its own Secrets are the store. */
  readonly storedSecrets: readonly SecretReference[];
}

export interface RedisProps {
  readonly config: RedisConfig;
  readonly placement: Placement;
  readonly surroundings: Surroundings;
}

/** Construct of each engine. config rejects an engine that the target cannot run. */
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

/** Redis, by the configured engine. */
export function createRedis(scope: Construct, id: string, props: RedisProps): Redis {
  return createEngine<RedisConfig, RedisProps, Redis>(engines, scope, id, props);
}
