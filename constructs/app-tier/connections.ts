import { Tokenization } from 'cdktf';
import type { ObjectStorage } from '../object-storage';
import type { Endpoint, SecretReference } from '../contracts';
import type { Postgres } from '../postgres';
import type { Redis } from '../redis';
import type { PodEnvironment } from '../kubernetes';

/** The stores a service may use. */
export interface Stores {
  readonly postgres: Postgres;
  readonly redis: Redis;
  readonly objectStorage: ObjectStorage;
}

/** Where the certificate authorities of the stores are mounted. */
const POSTGRES_CA = '/etc/connections/postgres-ca.crt';
const REDIS_CA = '/etc/connections/redis-ca.crt';

/**
 * A pod may start before its network policies are in force: a first connection that hangs is given up and tried again (ADR 013). As libpq’s
 * variable and not in the URL, because a driver that does not know the parameter would send it to the server, which refuses it.
 */
const CONNECT_SECONDS = '10';

/**
 * The whole contract between stores and services, for the stores that are given. URLs name user and password as `$(…)`, which Kubernetes
 * fills in when the pod starts: no composed URL is kept anywhere. Users and passwords must therefore be URL-safe.
 */
export function connections({ postgres, redis, objectStorage }: Partial<Stores>): PodEnvironment {
  return mergeEnvironments(
    ...(postgres === undefined ? [] : [databaseConnections(postgres)]),
    ...(redis === undefined ? [] : [redisConnections(redis)]),
    ...(objectStorage === undefined ? [] : [objectStorageConnections(objectStorage)]),
  );
}

/** The database as the role that may change its schema, and nothing else. */
export const migrationConnections = (postgres: Postgres): PodEnvironment => ({
  values: { DATABASE_URL: databaseUrl(postgres, postgres.primary), PGCONNECT_TIMEOUT: CONNECT_SECONDS },
  secrets: login('DATABASE', postgres.credentials.migrate),
  files: certificateAuthority(POSTGRES_CA, postgres.ca),
});

/** Later objects win. */
const mergeEnvironments = (...environments: readonly PodEnvironment[]): PodEnvironment => ({
  values: Object.assign({}, ...environments.map(({ values }) => values)),
  secrets: Object.assign({}, ...environments.map(({ secrets }) => secrets)),
  files: Object.assign({}, ...environments.map(({ files }) => files)),
});

const databaseConnections = (postgres: Postgres): PodEnvironment => ({
  values: {
    DATABASE_URL: databaseUrl(postgres, postgres.primary),
    DATABASE_READ_URL: databaseUrl(postgres, postgres.replicas),
    PGCONNECT_TIMEOUT: CONNECT_SECONDS,
  },
  secrets: login('DATABASE', postgres.credentials.app),
  files: certificateAuthority(POSTGRES_CA, postgres.ca),
});

/** REDIS_URL is always the address of a cluster: a client asks it for the members. */
const redisConnections = ({ discovery, tls, ca, credentials }: Redis): PodEnvironment => ({
  values: {
    REDIS_URL: `${tls ? 'rediss' : 'redis'}://$(REDIS_USERNAME):$(REDIS_PASSWORD)@${address(discovery)}`,
    ...(ca === null ? {} : { REDIS_CA_FILE: REDIS_CA }), // a Redis URL has no agreed parameter for it
  },
  secrets: login('REDIS', credentials.app),
  files: certificateAuthority(REDIS_CA, ca),
});

const objectStorageConnections = ({ endpoint, region, buckets, access }: ObjectStorage): PodEnvironment => ({
  values: { S3_ENDPOINT: endpoint, S3_REGION: region, S3_BUCKET_ASSETS: buckets.assets },
  // By pod identity the client library finds its keys itself.
  secrets:
    access.assets.by === 'keys'
      ? {
          AWS_ACCESS_KEY_ID: { name: access.assets.secret.name, key: 'username' },
          AWS_SECRET_ACCESS_KEY: { name: access.assets.secret.name, key: 'password' },
        }
      : {},
  files: {},
});

function databaseUrl({ database, sslMode, ca }: Postgres, endpoint: Endpoint): string {
  const authority = ca === null ? '' : `&sslrootcert=${POSTGRES_CA}`;
  return `postgres://$(DATABASE_USERNAME):$(DATABASE_PASSWORD)@${address(endpoint)}/${database}?sslmode=${sslMode}${authority}`;
}

/** A port that only Terraform knows is a negative number until the apply; a text needs its marker instead. */
const address = ({ host, port }: Endpoint): string => `${host}:${Tokenization.stringifyNumber(port)}`;

const login = (store: string, { name }: SecretReference): PodEnvironment['secrets'] => ({
  [`${store}_USERNAME`]: { name, key: 'username' },
  [`${store}_PASSWORD`]: { name, key: 'password' },
});

const certificateAuthority = (path: string, ca: Postgres['ca']): PodEnvironment['files'] =>
  ca === null ? {} : { [path]: { configMap: ca.configMap, key: ca.key } };
