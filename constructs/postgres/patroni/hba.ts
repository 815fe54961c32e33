import { loginName, loginSlots, type ServerPurpose } from '../logins';

export interface HbaOptions {
  /** IPv4 ranges that may connect at all, members and clients alike. */
  readonly allowedCidrs: readonly string[];
  /** Operating system user of the server: the only superuser, and only inside the pod. */
  readonly operatingSystemUser: string;
}

/** Name of the superuser. It has no password. */
export const SUPERUSER = 'postgres';
const SUPERUSER_MAP = 'superuser';

const both = (purpose: ServerPurpose) => loginSlots.map((slot) => loginName(purpose, slot)).join(',');

/**
 * The first matching line decides, and a connection that matches none is refused: other users on the socket, other sources, and connections
 * without TLS, because only `hostssl` allows any. https://www.postgresql.org/docs/16/auth-pg-hba-conf.html
 */
export const hbaLines = ({ allowedCidrs }: HbaOptions): string[] => [
  `local all ${SUPERUSER} peer map=${SUPERUSER_MAP}`,
  `host all ${SUPERUSER} all reject`,
  ...allowedCidrs.flatMap((cidr) => [
    // `all` covers every database but this keyword: replication must be named.
    `hostssl replication ${both('replication')} ${cidr} scram-sha-256`,
    `hostssl postgres ${both('rewind')} ${cidr} scram-sha-256`,
  ]),
  `host all ${both('replication')},${both('rewind')} all reject`,
  ...allowedCidrs.map((cidr) => `hostssl all all ${cidr} scram-sha-256`),
];

export const identLines = ({ operatingSystemUser }: HbaOptions): string[] => [`${SUPERUSER_MAP} ${operatingSystemUser} ${SUPERUSER}`];
