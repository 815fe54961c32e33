/** A server of PostgreSQL, a bucket, and the programs of the backups as their containers run them. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { backupProgramsDirectory } from '../../../constructs/backup/programs';
import { freePort, startProcess, temporaryDirectory, type RunningProcess } from '../../support/processes';
import { libpqVariables } from '../postgres/client';
import { DATABASE } from '../postgres/cluster';
import { startManagedServer, type ManagedServer } from '../postgres/managed-server';
import { userDirectory, type PostgresPrograms } from '../postgres/programs';
import { Roles } from '../postgres/roles';
import { buckets, Gateway, type GatewayPrograms } from '../object-storage/gateway';

export const backupPrograms = ['postgres', 'patroni', 'patronictl', 'setpriv', 'openssl', 'versitygw', 'rclone'] as const;
export type BackupPrograms = PostgresPrograms & GatewayPrograms;

/** How a program ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly log: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

export class Site {
  readonly scratch: string;

  private constructor(
    private readonly programs: BackupPrograms,
    readonly server: ManagedServer,
    readonly gateway: Gateway,
    readonly roles: Roles,
  ) {
    this.scratch = userDirectory(server.tools, temporaryDirectory('b'), 'scratch');
  }

  static async start(programs: BackupPrograms): Promise<Site> {
    const server = await startManagedServer(programs, ['pg_monitor', 'pg_read_all_data']);
    const gateway = await Gateway.create(programs, { tls: false });
    await gateway.start();
    const roles = new Roles(server);
    await roles.run();
    await server.inside('REVOKE ALL ON DATABASE postgres FROM PUBLIC'); // as Patroni's members do: nobody needs it
    return new Site(programs, server, gateway, roles);
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.server.stop();
  }

  /** What a container is told; `changes` win. */
  async variables(changes: Variables = {}): Promise<Variables> {
    const { host, port } = await this.server.admin();
    const login = { host, port, user: 'backup_a', password: this.roles.password('backup', 'a'), sslMode: 'disable' };
    const address = `${host}:${port}`;
    return {
      ...libpqVariables(login),
      PGDATABASE: undefined,
      AWS_CA_BUNDLE: undefined, // of the machine that runs the tests
      PATH: this.server.tools.path,
      PYTHONDONTWRITEBYTECODE: '1',
      RCLONE_S3_PROVIDER: 'Other',
      RCLONE_S3_ENDPOINT: this.gateway.endpoint,
      RCLONE_S3_REGION: 'us-east-1',
      RCLONE_S3_ACCESS_KEY_ID: 'backups-a',
      RCLONE_S3_SECRET_ACCESS_KEY: this.gateway.secretKey('backups', 'a'),
      BACKUP_RCLONE: this.programs.rclone,
      BACKUP_BUCKET: buckets.backups,
      BACKUP_PRIMARY: address,
      BACKUP_DATABASE: 'openrouter',
      BACKUP_REPLICAS: address,
      BACKUP_SCRATCH: this.scratch,
      BACKUP_SCRATCH_BYTES: String(1024 ** 3),
      BACKUP_KEEP_DAYS: '30',
      BACKUP_KEEP_WEEKS: '12',
      BACKUP_KEEP_LEAST: '3',
      ...changes,
    };
  }

  async begin(program: string, changes: Variables = {}, words: readonly string[] = []): Promise<RunningProcess> {
    mkdirSync(this.scratch, { recursive: true });
    const at = (name: string) => path.join(backupProgramsDirectory, name);
    const args = [at('run.sh'), at(`${program}.py`), ...words];
    return startProcess(this.server.tools.as({ program: '/bin/sh', args, env: await this.variables(changes), cwd: '/', name: program }));
  }

  async run(program: string, changes: Variables = {}, words: readonly string[] = []): Promise<Ended> {
    const process = await this.begin(program, changes, words);
    return { code: await process.exited, log: process.log() };
  }

  /** Every object of the bucket below a prefix. */
  async objects(prefix = ''): Promise<readonly string[]> {
    const { output } = await this.gateway.rclone('backups', 'lsf', '--recursive', '--files-only', `:s3:${buckets.backups}/${prefix}`);
    return output.split('\n').filter((key) => key !== '');
  }

  read = async (key: string): Promise<string> => (await this.gateway.rclone('backups', 'cat', `:s3:${buckets.backups}/${key}`)).output;

  /** An object as the server has it on its disk. */
  file = (key: string): string => path.join(this.gateway.paths.data, 'buckets', buckets.backups, key);

  /** As superuser, in the application's database. */
  sql = (statement: string): Promise<string> => this.server.inside(statement, DATABASE);

  /** A number of the status, as it is in the bucket. */
  async recorded(part: string, name: string): Promise<number | undefined> {
    const line = (await this.read(`status/database.${part}`)).split('\n').find((each) => each.startsWith(`massrouter_backup_${name}{`));
    return line === undefined ? undefined : Number(line.split(' ')[1]);
  }
}

/** A standby of the site's server, which streams from it. */
export async function startStandby({ server }: Site): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const { tools } = server;
  const { host, port } = await server.admin();
  const directory = userDirectory(tools, temporaryDirectory('standby'), 'server');
  const data = path.join(directory, 'data');
  const own = await freePort(host);
  const run = (name: string, args: readonly string[]) =>
    startProcess(tools.as({ program: path.join(tools.binaries, name), args, cwd: directory, name }));
  const source = path.join(server.directory, 'socket');
  const copy = run('pg_basebackup', [
    ...['--host', source, '--port', String(port), '--username', 'rdsadmin', '--pgdata', data],
    ...['--checkpoint=fast', '--write-recovery-conf', '--no-sync'],
  ]);
  if ((await copy.exited) !== 0) throw new Error(copy.log());
  const settings = { listen_addresses: host, port: own, unix_socket_directories: directory };
  const standby = run('postgres', ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]);
  await standby.waitUntil('it accepts connections', () => standby.log().includes('ready to accept read-only connections'), 60);
  return { address: `${host}:${own}`, stop: () => standby.stop('SIGINT') };
}
