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
  /** What the ConfigMap of `ca` has to be made of, in PEM form; null where it is there already. */
  readonly certificates: string | null;
  readonly credentials: Readonly<Record<PostgresRole, SecretReference>>;
  /** Every login of a cloud's store, both slots of a rotation: the namespace needs copies. None where its Secrets are the store. */
  readonly storedSecrets: readonly SecretReference[];
}

export interface PostgresProps {
  readonly config: PostgresConfig;
  readonly placement: Placement;
  readonly surroundings: Surroundings;
}

/** The construct of each engine. config keeps an engine from a target that cannot run it. */
const engines: Creators<PostgresConfig, PostgresProps, Postgres> = {
  external: { create: (scope, id, { config }) => new ExternalPostgres(scope, id, { config }) },
  patroni: {
    create: (scope, id, { config, placement, surroundings }) =>
      new Patroni(scope, id, {
        config,
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

/** PostgreSQL, by the engine that is configured. */
export function createPostgres(scope: Construct, id: string, props: PostgresProps): Postgres {
  return createEngine<PostgresConfig, PostgresProps, Postgres>(engines, scope, id, props);
}

export interface RolesProps extends Pick<PostgresProps, 'config' | 'surroundings'> {
  readonly postgres: Postgres;
  readonly namespace: string;
  /** Beside what this makes, all that has to be there before: copies of `storedSecrets`. Default: nothing. */
  readonly after?: readonly ITerraformDependable[];
}

/** What has to be there before anybody but the admin can log in; null where the roles are brought along with the server. */
export function createPostgresRoles(scope: Construct, id: string, { config, after = [], ...props }: RolesProps): PostgresRoles | null {
  if (!('extensions' in config)) return null; // the roles are made by whoever made the server
  const { ca, certificates } = props.postgres;
  const authority =
    ca === null || certificates === null
      ? []
      : [new PostgresAuthority(scope, 'PostgresAuthority', { ca, certificates, namespace: props.namespace }).configMap];
  const { image, extensions } = config;
  const logins = rolePurposes.flatMap((purpose) => loginSlots.map((slot) => ({ purpose, secret: loginSecret(purpose, slot) })));
  return new PostgresRoles(scope, id, {
    ...{ ...props, image, extensions, logins, user: POSTGRES_USER, programPath: PROGRAM_PATH },
    dependsOn: [...authority, ...after],
  });
}
