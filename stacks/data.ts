import type { Construct } from 'constructs';
import type { Environment } from '../config';
import type { Stores } from '../constructs/app-tier';
import type { Placement } from '../constructs/contracts';
import { createObjectStorage } from '../constructs/object-storage';
import { createPostgres } from '../constructs/postgres';
import { createRedis } from '../constructs/redis';
import { KeptEngines } from '../constructs/terraform/engine';
import { BaseStack } from './base-stack';
import { publish, type Outputs } from './outputs';

export interface DataStackInputs {
  readonly placement: Outputs<Placement>;
}

/** PostgreSQL, Redis and object storage: everything that must not be lost. */
export class DataStack extends BaseStack {
  readonly outputs: Outputs<Stores>;

  constructor(scope: Construct, environment: Environment, inputs: DataStackInputs) {
    super(scope, environment, 'data');
    // In a cluster, or beside it: on AWS the stores are created while the cluster is.
    if (environment.aws === null) this.useCluster();
    else this.useAccountOf(environment.aws);
    const placement = inputs.placement.in(this);
    const { surroundings } = environment;
    const configs = {
      postgres: environment.postgres.config,
      redis: environment.redis.config,
      objectStorage: environment.objectStorage.config,
    };
    new KeptEngines(this, 'Kept', configs, surroundings.deletionProtection);
    const objectStorage = createObjectStorage(this, 'ObjectStorage', { config: configs.objectStorage, placement, surroundings });
    const { endpoint, region, buckets, access, resources } = objectStorage;
    const postgres = createPostgres(this, 'Postgres', {
      config: configs.postgres,
      backups:
        access.backups.by === 'keys' ? { endpoint, region, bucket: buckets.backups, keys: access.backups.secret.name, resources } : null,
      placement,
      surroundings,
    });
    const redis = createRedis(this, 'Redis', { config: configs.redis, placement, surroundings });

    const { primary, replicas, database, sslMode, ca, certificates, credentials, storedSecrets } = postgres;
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
