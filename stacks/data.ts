import type { Construct } from 'constructs';
import { clusterFacts, type ClusterEnvironment } from '../config';
import { createObjectStorage } from '../constructs/object-storage';
import type { Placement } from '../constructs/contracts';
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
    // In a cluster, or beside it: stores of AWS are made while the cluster is.
    if (environment.target === 'aws') this.useAws(environment);
    else this.useCluster(environment);
    const placement = inputs.placement.in(this);
    const { sizing, deletionProtection, secrets } = environment;
    const stateful = { placement, sizing, zones: clusterFacts(environment).zones, deletionProtection, secretsRevision: secrets.revision };
    const postgres = createPostgres(this, 'Postgres', { config: environment.postgres, ...stateful });
    const redis = createRedis(this, 'Redis', { config: environment.redis, ...stateful });
    const objectStorage = createObjectStorage(this, 'ObjectStorage', { config: environment.objectStorage, ...stateful });

    const { primary, replicas, database, sslMode, ca, certificates, credentials, storedSecrets } = postgres;
    const { endpoint, region, buckets, access } = objectStorage;
    this.outputs = publish<Stores>(this, {
      postgres: { primary, replicas, database, sslMode, ca, certificates, credentials, storedSecrets },
      redis: {
        discovery: redis.discovery,
        tls: redis.tls,
        ca: redis.ca,
        credentials: redis.credentials,
        storedSecrets: redis.storedSecrets,
      },
      objectStorage: { endpoint, region, buckets, access },
    });
  }
}
