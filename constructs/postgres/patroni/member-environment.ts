import { loginName, loginSlots, serverPasswordVariable, serverPurposes, type LoginSlot } from '../logins';
import { SUPERUSER } from './hba';
import { memberFiles, type MemberPaths } from './paths';

/** What makes one member another. Values may be `$(…)`, which Kubernetes fills in. */
export interface MemberIdentity {
  readonly name: string;
  readonly address: string;
  readonly namespace: string;
  readonly ports: MemberPorts;
}

export interface MemberPorts {
  readonly postgres: number;
  /** Patroni's own interface: health, metrics, and what members tell each other. */
  readonly patroni: number;
}

/**
 * It listens at its address alone, and tells it to the others: a name would have to be resolved when the API server, and with it the
 * cluster's DNS, is in trouble.
 */
export const memberEnvironment = ({ name, address, namespace, ports }: MemberIdentity): Record<string, string> => ({
  // Patroni takes its own variables away from what it starts.
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
 * Passwords by variable, as the login they belong to. Members log in to each other with the slot that the last rotation left alone: a
 * member that has started with new secrets then reaches a primary that has not.
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
  /** Of the members' pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly paths: MemberPaths;
  readonly port: number;
  /** Database that the roles Job makes. */
  readonly database: string;
  /** Whether the certificate comes from outside, where it may be renewed while the member runs. */
  readonly certificateAuthority: boolean;
}

/** Seconds for a handover; without one the pod's end does the same, only slower. */
export const HANDOVER_SECONDS = 90;

/** What the scripts of a member are told; not by names that Patroni takes for its own and keeps from what it starts. */
export const scriptEnvironment = ({
  scope,
  labels,
  paths,
  port,
  database,
  certificateAuthority,
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
});

/** What the program that makes a member's own certificate is told. */
export const certificateEnvironment = ({ scope, paths }: Pick<ScriptOptions, 'scope' | 'paths'>): Record<string, string> => ({
  POSTGRES_SCOPE: scope,
  POSTGRES_CERTIFICATE_FILE: memberFiles(paths).certificate,
  POSTGRES_KEY_FILE: memberFiles(paths).key,
});

const selector = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
