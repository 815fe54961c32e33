import { loginName, loginSlots, serverPasswordVariable, serverPurposes, type LoginSlot } from '../logins';
import { SUPERUSER } from './hba';
import { ARCHIVE_METRICS_PORT } from '../../../config';
import type { ArchiveOptions } from './archive/pgbackrest-conf';
import { memberFiles, type MemberPaths } from './paths';

/** What distinguishes one member from another. Values may be `$(…)`, which Kubernetes fills in. */
export interface MemberIdentity {
  readonly name: string;
  readonly address: string;
  readonly namespace: string;
  readonly ports: MemberPorts;
}

export interface MemberPorts {
  readonly postgres: number;
  /** Patroni's own interface: health, metrics, and calls between members. */
  readonly patroni: number;
}

/**
 * It listens only at its address and announces that: a name would have to be resolved even when the API server, and with it the cluster's
 * DNS, is in trouble.
 */
export const memberEnvironment = ({ name, address, namespace, ports }: MemberIdentity): Record<string, string> => ({
  // Patroni removes its own variables from the environment of what it starts.
  POSTGRES_MEMBER: name,
  POSTGRES_NAMESPACE: namespace,
  PATRONI_NAME: name,
  PATRONI_KUBERNETES_NAMESPACE: namespace,
  PATRONI_POSTGRESQL_LISTEN: `${address}:${ports.postgres}`,
  PATRONI_POSTGRESQL_CONNECT_ADDRESS: `${address}:${ports.postgres}`,
  PATRONI_RESTAPI_LISTEN: `${address}:${ports.patroni}`,
  PATRONI_RESTAPI_CONNECT_ADDRESS: `${address}:${ports.patroni}`,
});

/**
 * Passwords by variable, with the login they belong to. Members log in to each other with the slot that the last rotation left alone: a
 * member that has restarted with new Secrets can then still reach a primary that has not.
 */
export const memberPasswords = (
  steady: LoginSlot,
): Record<string, { readonly purpose: (typeof serverPurposes)[number]; readonly slot: LoginSlot }> => ({
  PATRONI_REPLICATION_PASSWORD: { purpose: 'replication', slot: steady },
  PATRONI_REWIND_PASSWORD: { purpose: 'rewind', slot: steady },
  ...Object.fromEntries(
    serverPurposes.flatMap((purpose) => loginSlots.map((slot) => [serverPasswordVariable(purpose, slot), { purpose, slot }])),
  ),
});

export const memberUsernames = (steady: LoginSlot): Record<string, string> => ({
  PATRONI_REPLICATION_USERNAME: loginName('replication', steady),
  PATRONI_REWIND_USERNAME: loginName('rewind', steady),
});

export interface ScriptOptions {
  /** Name of the cluster. */
  readonly scope: string;
  /** Namespace of the members' pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly paths: MemberPaths;
  readonly port: number;
  /** Database that the roles Job creates. */
  readonly database: string;
  /** Whether the certificate is supplied, and so may be renewed while the member runs. */
  readonly certificateAuthority: boolean;
  /** Archive of all changes; null: there is none. */
  readonly archive: ArchiveOptions | null;
}

/** Seconds for a switchover before the pod stops; without one, the pod's end causes a slower failover. */
export const HANDOVER_SECONDS = 90;

/** Variables of a member's scripts; their names avoid those that Patroni takes for its own and withholds from what it starts. */
export const scriptEnvironment = ({
  scope,
  labels,
  paths,
  port,
  database,
  certificateAuthority,
  archive,
}: ScriptOptions): Record<string, string> => ({
  POSTGRES_SCOPE: scope,
  POSTGRES_DATA: memberFiles(paths).data,
  POSTGRES_RUN: paths.run,
  POSTGRES_PORT: String(port),
  POSTGRES_SUPERUSER: SUPERUSER,
  POSTGRES_DATABASE: database,
  POSTGRES_SERVICE_ACCOUNT: paths.serviceAccount,
  POSTGRES_PRIMARY_SELECTOR: selector({ ...labels, role: 'primary' }),
  POSTGRES_CERTIFICATE_RENEWED: certificateAuthority ? 'yes' : 'no',
  POSTGRES_HANDOVER_SECONDS: String(HANDOVER_SECONDS),
  POSTGRES_ARCHIVED: archive === null ? 'no' : 'yes',
  ...(archive === null
    ? {}
    : {
        POSTGRES_ARCHIVE_STANZA: archive.stanza,
        POSTGRES_ARCHIVE_DAY: archive.fullBackupDay,
        POSTGRES_ARCHIVE_HOUR: String(archive.backupHour),
        PGBACKREST_CONFIG: memberFiles(paths).pgbackrest,
      }),
});

/** Variables of pgBackRest that hold secrets, and the keys of the Secrets that they come from. */
export const archiveSecrets = (keys: string, cipher: string): Record<string, { readonly name: string; readonly key: string }> => ({
  PGBACKREST_REPO1_S3_KEY: { name: keys, key: 'username' },
  PGBACKREST_REPO1_S3_KEY_SECRET: { name: keys, key: 'password' },
  PGBACKREST_REPO1_CIPHER_PASS: { name: cipher, key: 'password' },
});

/** Seconds between two looks for a copy that is due, and before a failed one is tried again. */
const LOOK_SECONDS = 60;
const RETRY_SECONDS = 900;

/** Further variables of the container of the copies. */
export const backupsEnvironment = (address: string): Record<string, string> => ({
  POSTGRES_ARCHIVE_LISTEN: `${address}:${ARCHIVE_METRICS_PORT}`,
  POSTGRES_ARCHIVE_LOOK_SECONDS: String(LOOK_SECONDS),
  POSTGRES_ARCHIVE_RETRY_SECONDS: String(RETRY_SECONDS),
});

/** Variables of the program that creates a member's own certificate. */
export const certificateEnvironment = ({ scope, paths }: Pick<ScriptOptions, 'scope' | 'paths'>): Record<string, string> => ({
  POSTGRES_SCOPE: scope,
  POSTGRES_CERTIFICATE_FILE: memberFiles(paths).certificate,
  POSTGRES_KEY_FILE: memberFiles(paths).key,
});

const selector = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
