import { z } from 'zod';
import { locationField, secretNameField } from '../fields/external';
import { certificateAuthorityField, hostField, portField } from '../fields/values';
import { tcp } from '../derived/peers';
import { postgresEngine } from './engine';
import { versions } from '../versions';
import { databaseField, maxConnectionsField } from './fields';

const endpoint = z.strictObject({
  host: hostField.describe('Host name. With a certificate authority, the certificate has to contain it.'),
  port: portField.default(5432).describe('TCP port; PostgreSQL’s own is 5432.'),
});

/** The engine's fields. */
const schema = z.strictObject({
  engine: z.literal('external').describe('A PostgreSQL that you bring.'),
  version: z
    .int()
    .min(versions.oldest.postgres, `must be ${versions.oldest.postgres} or newer`)
    .max(99)
    .default(versions.oldest.postgres)
    .describe('Major version of the server.'),
  location: locationField.describe('Location of its addresses, for the network policies.'),
  primary: endpoint.describe('Address of the primary, which accepts writes.'),
  replicas: endpoint.nullable().default(null).describe('Address for reads, which may be seconds behind; null: the primary.'),
  database: databaseField.describe('Name of the database.'),
  certificateAuthority: certificateAuthorityField
    .nullable()
    .default(null)
    .describe(
      'Authority that signed the server’s certificate: clients verify it and the host name (verify-full); null: TLS without verification.',
    ),
  maxConnections: maxConnectionsField.describe('`max_connections` of the server: the sum of the pools of all pods is checked against it.'),
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

/** A PostgreSQL that you bring. */
export type ExternalPostgresConfig = z.infer<typeof schema>;

/** What slow is where nothing says so: the default of the other engines, in seconds. */
const SLOW_STATEMENT_SECONDS = 0.5;

/** A PostgreSQL that you bring. */
export const external = postgresEngine({
  schema,
  targets: ['kubernetes', 'aws'],
  presence: ({ primary, replicas, location }) => {
    const ports = new Set([primary.port, replicas?.port ?? primary.port]);
    return { component: { ports: { postgres: [...ports].flatMap(tcp) }, runsAs: location }, flows: [], pods: [] };
  },
  watch: () => ({ members: null, cloudWatch: null, hidesWal: false, archiveQueueMiB: null, slowStatementSeconds: SLOW_STATEMENT_SECONDS }),
  rules: [],
  cloudWatch: null,
});
