import type { Construct } from 'constructs';
import type { ClusterEnvironment } from '../config';
import { createObjectStorage } from '../constructs/object-storage';
import type { Placement } from '../constructs/placement';
import { createPostgres } from '../constructs/postgres';
import { createRedis } from '../constructs/redis';
import type { Stores } from '../constructs/app-tier';
import { BaseStack } from './base-stack';
import { publish, type Outputs } from './outputs';

export interface DataStackInputs {
  readonly placement: Outputs<Placement>;
}

/** PostgreSQL, Redis and object storage: all that must not be lost. */
export class DataStack extends BaseStack {
  readonly outputs: Outputs<Stores>;

  constructor(scope: Construct, environment: ClusterEnvironment, inputs: DataStackInputs) {
    super(scope, environment, 'data');
    this.useCluster(environment);
    const placement = inputs.placement.in(this);
    const { sizing, deletionProtection, cluster, secrets } = environment;
    const stateful = { placement, sizing, zones: cluster.zones, deletionProtection, secretsRevision: secrets.revision };
    const postgres = createPostgres(this, 'Postgres', { config: environment.postgres, ...stateful });
    const redis = createRedis(this, 'Redis', { config: environment.redis, ...stateful });
    const objectStorage = createObjectStorage(this, 'ObjectStorage', { config: environment.objectStorage, ...stateful });

    const { primary, replicas, database, sslMode, ca, credentials } = postgres;
    const { endpoint, region, buckets, access } = objectStorage;
    this.outputs = publish<Stores>(this, {
      postgres: { primary, replicas, database, sslMode, ca, credentials },
      redis: { discovery: redis.discovery, tls: redis.tls, ca: redis.ca, credentials: redis.credentials },
      objectStorage: { endpoint, region, buckets, access },
    });
  }
}
