import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { auroraCapacity, patroniMembers, type PostgresConfig, type Sizing } from '../../config';
import type { CertificateAuthority, Endpoint, Placement, SecretReference } from '../contracts';
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
  readonly sizing: Sizing;
  /** How many failure zones the nodes span. */
  readonly zones: number;
  /** Whether Terraform refuses to destroy a volume. */
  readonly deletionProtection: boolean;
  /** `secrets.revision` of the environment. */
  readonly secretsRevision: number;
}

/** Among the constructs, only this file asks for the engine. */
export function createPostgres(scope: Construct, id: string, { config, placement, sizing, ...props }: PostgresProps): Postgres {
  if (config.engine === 'external') return new ExternalPostgres(scope, id, { config });
  if (config.engine === 'patroni' && placement.kind === 'kubernetes')
    return new Patroni(scope, id, { config, placement, members: patroniMembers(config, sizing), ...props });
  if (config.engine === 'aurora' && placement.kind === 'aws')
    return new Aurora(scope, id, { config, placement, capacity: auroraCapacity(config, sizing), ...props });
  throw new Error(`${scope.node.path}/${id}: ${config.engine} does not run on ${placement.kind}`); // config does not let it be written
}

export interface RolesProps extends Pick<PostgresProps, 'config' | 'secretsRevision'> {
  readonly postgres: Postgres;
  readonly namespace: string;
  /** Beside what this makes, all that has to be there before: copies of `storedSecrets`. Default: nothing. */
  readonly after?: readonly ITerraformDependable[];
}

/** What has to be there before anybody but the admin can log in; null where the roles are brought along with the server. */
export function createPostgresRoles(scope: Construct, id: string, { config, after = [], ...props }: RolesProps): PostgresRoles | null {
  if (config.engine === 'external') return null;
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
