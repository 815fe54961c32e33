import { z } from 'zod';
import { secretNameField, locationField } from './external';
import { certificateAuthorityField, hostField, portField } from './fields';
import { tcp, type Presence } from './peers';
import { versions } from './versions';

const endpoint = z.strictObject({
  host: hostField.describe('Host name. With a certificate authority it has to stand in the certificate.'),
  port: portField.default(5432).describe('TCP port; PostgreSQL’s own is 5432.'),
});

const external = z.strictObject({
  engine: z.literal('external').describe('A PostgreSQL that you bring.'),
  version: z
    .int()
    .min(versions.oldest.postgres, `must be ${versions.oldest.postgres} or newer`)
    .default(versions.oldest.postgres)
    .describe('Major version of the server.'),
  location: locationField.describe('Where its addresses are, for the network policies.'),
  primary: endpoint.describe('Takes writes.'),
  replicas: endpoint.nullable().default(null).describe('Takes reads that may be seconds old; null: the primary does.'),
  database: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a name in lower-case letters, digits and underscores, 63 at most')
    .default('openrouter')
    .describe('Name of the database.'),
  certificateAuthority: certificateAuthorityField
    .nullable()
    .default(null)
    .describe('Who signed the server’s certificate: clients then check it and the host name (verify-full); null: TLS without a check.'),
  maxConnections: z
    .int()
    .min(10, 'must be 10 or more')
    .max(10_000, 'must be 10000 or less')
    .describe('`max_connections` of the server: what the pools of all pods may use together is checked against it.'),
  secrets: z
    .strictObject({
      admin: secretNameField.default('postgres-admin').describe('Role that owns the database.'),
      app: secretNameField.default('postgres-app').describe('Role of the services: reads and writes rows.'),
      migrate: secretNameField.default('postgres-migrate').describe('Role of the migrations: changes the schema.'),
      monitor: secretNameField.default('postgres-monitor').describe('Role of the exporter: reads statistics.'),
      backup: secretNameField.default('postgres-backup').describe('Role of the backups: reads everything.'),
    })
    .prefault({})
    .describe('Names of Secrets in the namespace, each with the keys `username` and `password`; only those in use have to exist.'),
});

/** Engines of PostgreSQL by the target that can run them. */
export const postgresOn = {
  kubernetes: z.discriminatedUnion('engine', [external], 'must be { engine: "external", … }'),
};

/** PostgreSQL as configured, whichever target runs it. */
export type PostgresConfig = z.infer<typeof postgresOn.kubernetes>;
/** A PostgreSQL that is brought along. */
export type ExternalPostgresConfig = z.infer<typeof external>;

export function postgresPresence(config: PostgresConfig): Presence {
  const ports = new Set([config.primary.port, config.replicas?.port ?? config.primary.port]);
  return { component: { ports: { postgres: [...ports].flatMap(tcp) }, runsAs: config.location }, flows: [], pods: [] };
}
