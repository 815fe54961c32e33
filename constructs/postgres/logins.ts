/** Logins. Each purpose has two roles, so that one password can be replaced while the other role stays valid. */

/** Purposes of the logins: MassRouter, its migrations, its exporter and its backups. A group role of the same name holds the privileges. */
export const rolePurposes = ['app', 'migrate', 'monitor', 'backup'] as const;
export type RolePurpose = (typeof rolePurposes)[number];

/** Logins of the members of a Patroni cluster and of the roles Job, created inside the member that is primary. */
export const serverPurposes = ['admin', 'replication', 'rewind'] as const;
export type ServerPurpose = (typeof serverPurposes)[number];

export const loginSlots = ['a', 'b'] as const;
export type LoginSlot = (typeof loginSlots)[number];

/** Name of the role in the database: `app_a`. */
export const loginName = (purpose: RolePurpose | ServerPurpose, slot: LoginSlot): string => `${purpose}_${slot}`;

/** Name of the environment variable that holds the password of a server's own login. */
export const serverPasswordVariable = (purpose: ServerPurpose, slot: LoginSlot): string =>
  `POSTGRES_${purpose}_${slot}_PASSWORD`.toUpperCase();

/** Name of the Secret that holds it, with the keys `username` and `password`. */
export const loginSecret = (purpose: RolePurpose | ServerPurpose, slot: LoginSlot): string => `postgres-${purpose}-${slot}`;
