import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { auroraCapacity, patroniMembers, type PostgresConfig, type Surroundings } from '../../config';
import type { CertificateAuthority, Endpoint, Placement, SecretReference } from '../contracts';
import { createEngine, inKubernetes, onAws, type Creators } from '../terraform/engine';
import { Aurora } from './aurora/aurora';
import { PostgresAuthority } from './certificate-authority';
import { ExternalPostgres } from './external/external';
import { loginSecret, loginSlots, rolePurposes } from './logins';
import { Patroni } from './patroni/patroni';
import { POSTGRES_USER, PROGRAM_PATH } from './patroni/image';
import { PostgresRoles } from './roles';

/** Roles of the database, each with least privilege. */
export type PostgresRole = 'admin' | 'app' | 'migrate' | 'monitor' | 'backup';

/** PostgreSQL: one writer and its replicas, whichever engine runs them. */
export interface Postgres {
  /** Address that takes writes. */
  readonly primary: Endpoint;
  /** Address for reads that may be seconds old; the primary's where there is no replica. */
  readonly replicas: Endpoint;
  readonly database: string;
  /** How a client verifies the server: `require` is TLS without verifying the certificate. */
  readonly sslMode: 'verify-full' | 'require';
  /** Authority that a client verifies the certificate with; null where it cannot. */
  readonly ca: CertificateAuthority | null;
  /** Contents of the ConfigMap of `ca`, in PEM form; null where the ConfigMap exists already. */
  readonly certificates: string | null;
  readonly credentials: Readonly<Record<PostgresRole, SecretReference>>;
  /** Every login in a cloud's store, both slots of a rotation: the namespace needs copies. None where its own Secrets are the store. */
  readonly storedSecrets: readonly SecretReference[];
}

/** The bucket of the backups, for an engine that writes there itself. */
export interface BackupBucket {
  /** URL of the S3 interface. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Name of the Secret of the namespace with the keys `username` and `password`. */
  readonly keys: string;
  /** Resources that must exist before a pod uses it. */
  readonly resources: readonly ITerraformDependable[];
}

export interface PostgresProps {
  readonly config: PostgresConfig;
  /** Where backups go; null: no engine that can run here writes any. */
  readonly backups: BackupBucket | null;
  readonly placement: Placement;
  readonly surroundings: Surroundings;
}

/** Construct of each engine. config rejects an engine that the target cannot run. */
const engines: Creators<PostgresConfig, PostgresProps, Postgres> = {
  external: { create: (scope, id, { config }) => new ExternalPostgres(scope, id, { config }) },
  patroni: {
    create: (scope, id, { config, placement, surroundings, backups }) =>
      new Patroni(scope, id, {
        config,
        backups,
        placement: inKubernetes(placement),
        members: patroniMembers(config, surroundings.sizing),
        surroundings,
      }),
  },
  aurora: {
    create: (scope, id, { config, placement, surroundings }) =>
      new Aurora(scope, id, { config, placement: onAws(placement), capacity: auroraCapacity(config, surroundings.sizing), surroundings }),
  },
};

/** PostgreSQL, by the configured engine. */
export function createPostgres(scope: Construct, id: string, props: PostgresProps): Postgres {
  return createEngine<PostgresConfig, PostgresProps, Postgres>(engines, scope, id, props);
}

export interface RolesProps extends Pick<PostgresProps, 'config' | 'surroundings'> {
  readonly postgres: Postgres;
  readonly namespace: string;
  /** Resources that must exist before, beside those made here: copies of `storedSecrets`. Default: none. */
  readonly after?: readonly ITerraformDependable[];
}

/** Resources that must exist before anyone but the admin can log in; null where the server comes with its roles. */
export function createPostgresRoles(scope: Construct, id: string, { config, after = [], ...props }: RolesProps): PostgresRoles | null {
  if (!('extensions' in config)) return null; // the existing server has its own roles
  const { ca, certificates } = props.postgres;
  const authority =
    ca === null || certificates === null
      ? []
      : [new PostgresAuthority(scope, 'PostgresAuthority', { ca, certificates, namespace: props.namespace }).configMap];
  const { extensions } = config;
  const image = config.image ?? props.surroundings.images.programs.postgres;
  const logins = rolePurposes.flatMap((purpose) => loginSlots.map((slot) => ({ purpose, secret: loginSecret(purpose, slot) })));
  return new PostgresRoles(scope, id, {
    ...{ ...props, image, extensions, logins, user: POSTGRES_USER, programPath: PROGRAM_PATH },
    dependsOn: [...authority, ...after],
  });
}
