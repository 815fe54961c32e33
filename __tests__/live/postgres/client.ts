/** psql, as people and programs use it. */
import { execFile } from 'node:child_process';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { PostgresTools } from './programs';

export interface Login {
  /** Also the directory of a socket, or several with as many ports. */
  readonly host: string;
  readonly port: number | string;
  readonly user: string;
  readonly password?: string;
  readonly database?: string;
  readonly sslMode?: string;
  /** File with the authority that the server's certificate is checked with. */
  readonly authority?: string | null;
  /** Further variables of libpq. */
  readonly options?: Readonly<Record<string, string>>;
}

/** Standard output without decoration; an Error with what psql says when it fails. */
export type Query = (sql: string, login: Login) => Promise<string>;

export const client =
  ({ as, binaries }: PostgresTools): Query =>
  (sql, login) =>
    new Promise((resolve, reject) => {
      const { program, args } = as({
        program: `${binaries}/psql`,
        args: ['--no-psqlrc', '--quiet', '--no-align', '--tuples-only', '--set=ON_ERROR_STOP=1', '--file=-'],
        name: 'psql',
      });
      const child = execFile(
        program,
        args,
        { env: { ...process.env, ...libpqVariables(login) }, timeout: 60_000 },
        (error, stdout, stderr) => (error ? reject(new Error(stderr.trim() || error.message)) : resolve(stdout.trim())),
      );
      child.stdin?.on('error', () => undefined); // refused before it read: its exit says why
      child.stdin?.end(sql);
    });

/** https://www.postgresql.org/docs/16/libpq-envars.html */
export const libpqVariables = ({
  host,
  port,
  user,
  password,
  database = 'postgres',
  sslMode = 'require',
  authority = null,
  options = {},
}: Login) => ({
  PGHOST: host,
  PGPORT: String(port),
  PGUSER: user,
  ...(password === undefined ? {} : { PGPASSWORD: password }),
  PGDATABASE: database,
  PGSSLMODE: host.startsWith('/') ? 'disable' : sslMode,
  PGCONNECT_TIMEOUT: '5',
  ...(authority === null ? {} : { PGSSLROOTCERT: authority }),
  ...options,
});

/**
 * The port of a way to a server on which connections come from another address: libpq cannot choose its own. It keeps no test process alive,
 * however the test ends.
 */
export async function detour(address: string, host: string, port: number): Promise<number> {
  const server = createServer((socket) => {
    const onward = connect({ host, port, localAddress: address });
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) end.unref().on('error', () => [socket, onward].forEach((each) => each.destroy()));
  });
  await new Promise<void>((resolve) => server.unref().listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
