/** One server as a cloud hands it out: its admin is no superuser, and has what a superuser has lent to a role that the admin is a member of. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { auroraParameters } from '../../../constructs/postgres/aurora/parameters';
import { freePort, startProcess, temporaryDirectory } from '../../support/processes';
import { client } from './client';
import { postgresTools, userDirectory, type PostgresPrograms } from './programs';
import type { RolesServer } from './roles';

export interface ManagedServer extends RolesServer {
  readonly admin: () => Promise<{ host: string; port: number; user: string; password: string; sslMode: string }>;
  /** All that it has logged. */
  log(): string;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const SUPERUSER = 'rdsadmin';
export const ADMIN = 'dbadmin';

/**
 * `lent`: the predefined roles that the admin may hand on.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html
 */
export async function startManagedServer(programs: PostgresPrograms, lent: readonly string[]): Promise<ManagedServer> {
  const tools = postgresTools(programs);
  const query = client(tools);
  const directory = userDirectory(tools, temporaryDirectory('managed-postgres'), 'server');
  const socket = userDirectory(tools, directory, 'socket');
  const data = path.join(directory, 'data');
  const port = await freePort(HOST);
  const password = randomBytes(24).toString('base64url');
  const run = (name: string, program: string, args: readonly string[]) =>
    startProcess(tools.as({ program: path.join(tools.binaries, program), args, cwd: directory, name }));
  const made = run('initdb', 'initdb', [
    ...['--pgdata', data, '--username', SUPERUSER, '--auth-local', 'trust', '--auth-host', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
  ]);
  if ((await made.exited) !== 0) throw new Error(made.log());
  const parameters = auroraParameters({ maxConnections: 20, slowQueryMillis: 1 }).filter(({ name }) => !name.startsWith('rds.'));
  const settings = { listen_addresses: HOST, port, unix_socket_directories: socket, logging_collector: 'off', fsync: 'off' };
  const options = [...Object.entries(settings), ...parameters.map(({ name, value }) => [name, value] as const)];
  const server = run('postgres', 'postgres', ['-D', data, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])]);
  const inside: RolesServer['inside'] = (sql, database = 'postgres') => query(sql, { host: socket, port, user: SUPERUSER, database });
  await server.waitUntil(
    'the server answers',
    () =>
      inside('SELECT').then(
        () => true,
        () => false,
      ),
    60,
  );
  await inside(`
    CREATE ROLE rds_superuser NOLOGIN;
    ${lent.map((role) => `GRANT ${role} TO rds_superuser WITH ADMIN OPTION;`).join('\n')}
    CREATE ROLE ${ADMIN} LOGIN NOSUPERUSER INHERIT CREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '${password}';
    GRANT rds_superuser TO ${ADMIN};
  `);
  // A cloud lets its admin create more extensions than PostgreSQL does: here it is there already.
  await inside('CREATE EXTENSION pg_stat_statements', 'template1');
  return {
    ...{ tools, directory, query, inside },
    admin: () => Promise.resolve({ host: HOST, port, user: ADMIN, password, sslMode: 'disable' }),
    log: () => server.log(),
    stop: () => server.stop('SIGINT'),
  };
}
