import { loginName, loginSlots, serverPasswordVariable, serverPurposes, type LoginSlot } from '../logins';

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
