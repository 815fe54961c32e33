/** The archive of a cluster: the bucket as its pod has it, and what the container of the copies and people run beside a member. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { ArchiveOptions } from '../../../constructs/postgres/patroni/archive/pgbackrest-conf';
import { archiveTextNames, textNames } from '../../../constructs/postgres/patroni/paths';
import { freePort, waitFor, type RunningProcess } from '../../support/processes';
import { buckets, Gateway, type GatewayPrograms } from '../object-storage/gateway';
import { MEMBER_ADDRESS, PATIENCE_SECONDS, type Cluster } from './cluster';
import type { Member } from './member';
import { userDirectory } from './programs';

/** What a program ended with. */
export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

export interface Archive {
  readonly gateway: Gateway;
  readonly options: ArchiveOptions;
  /** As the pods get them from their Secrets. */
  readonly variables: Readonly<Record<string, string>>;
}

export async function createArchive(programs: GatewayPrograms): Promise<Archive> {
  const gateway = await Gateway.create(programs, { tls: false });
  await gateway.start();
  return {
    gateway,
    options: {
      stanza: 'main',
      retentionDays: 30,
      fullBackupDay: 'sunday',
      backupHour: 0,
      restoreTo: null,
      queueMiB: 4096,
      bucket: { endpoint: gateway.endpoint, region: 'us-east-1', bucket: buckets.backups },
    },
    variables: {
      PGBACKREST_REPO1_S3_KEY: 'backups-a',
      PGBACKREST_REPO1_S3_KEY_SECRET: gateway.secretKey('backups', 'a'),
      PGBACKREST_REPO1_CIPHER_PASS: randomBytes(24).toString('base64url'),
    },
  };
}

/** Variables of the container of the copies, which looks more often here. */
const unattended = (port: number) => ({
  POSTGRES_ARCHIVE_LISTEN: `${MEMBER_ADDRESS}:${port}`,
  POSTGRES_ARCHIVE_LOOK_SECONDS: '2',
  POSTGRES_ARCHIVE_RETRY_SECONDS: '2',
});

/** The container of the copies beside each member. */
export class Copies {
  private readonly running: { readonly member: Member; readonly port: number; readonly run: RunningProcess }[] = [];

  static async start(members: readonly Member[]): Promise<Copies> {
    const copies = new Copies();
    for (const member of members) {
      const port = await freePort(MEMBER_ADDRESS);
      const run = program(member, 'backups', unattended(port));
      copies.running.push({ member, port, run });
    }
    return copies;
  }

  /** What a member's tells, by name. */
  async told(member: Member): Promise<Record<string, number>> {
    const port = this.running.find((one) => one.member === member)?.port ?? 0;
    const text = await (await fetch(`http://${MEMBER_ADDRESS}:${port}/metrics`)).text();
    const values = [...text.matchAll(/^massrouter_backup_(\w+)\{kind="archive"\} (\S+)$/gm)];
    return Object.fromEntries(values.map(([, name, value]) => [name ?? '', Number(value)]));
  }

  log = (): string => this.running.map(({ run }) => run.log()).join('\n');

  /** Each with its pod. */
  async stop(): Promise<void> {
    await Promise.all(this.running.map(({ run }) => run.stop('SIGKILL')));
  }
}

const script = (member: Member, name: string) => path.join(member.texts, name);

const program = (member: Member, name: keyof typeof archiveTextNames, variables: Readonly<Record<string, string>>, ...words: string[]) =>
  member.exec(
    name,
    '/usr/bin/env',
    ...Object.entries(variables).map(([key, value]) => `${key}=${value}`),
    '/bin/sh',
    ...(archiveTextNames[name].endsWith('.py') ? [script(member, textNames.python)] : []),
    script(member, archiveTextNames[name]),
    ...words,
  );

const ended = async (run: RunningProcess): Promise<Ended> => ({ code: await run.exited, said: run.log().trim() });

/** One copy at once, as people make it. */
export const copyNow = (member: Member, kind: 'full' | 'diff'): Promise<Ended> => ended(program(member, 'backups', unattended(0), kind));

/** A database out of the archive, beside the member and apart from everything. */
export class Scratch {
  readonly data: string;
  readonly socket: string;

  constructor(
    private readonly cluster: Cluster,
    private readonly member: Member,
    name: string,
    private readonly variables: Readonly<Record<string, string>> = {},
  ) {
    const directory = userDirectory(cluster.tools, member.directory, name);
    this.data = path.join(directory, 'data');
    this.socket = userDirectory(cluster.tools, directory, 's');
  }

  restore = (moment: string): Promise<Ended> => ended(program(this.member, 'restore', this.variables, this.data, moment));
  recover = (): Promise<Ended> => ended(program(this.member, 'recover', this.variables, this.data, this.socket));

  query = (sql: string, database: string): Promise<string> =>
    this.cluster.query(sql, { host: this.socket, port: this.member.ports.postgres, user: 'postgres', database });

  async drop(): Promise<void> {
    await this.member.exec('scratch', 'pg_ctl', 'stop', '--silent', '--mode=immediate', `--pgdata=${this.data}`).exited;
    rmSync(path.dirname(this.data), { recursive: true });
  }
}

/** Resolves when all that was written so far is in the archive. */
export async function waitUntilArchived(cluster: Cluster): Promise<void> {
  const primary = await cluster.primary();
  const segment = await cluster.inside(primary, 'SELECT pg_walfile_name(pg_switch_wal())');
  const archived = `SELECT coalesce(last_archived_wal >= '${segment}', false) FROM pg_stat_archiver`;
  await waitFor('the archive has it', async () => (await cluster.inside(primary, archived)) === 't', PATIENCE_SECONDS);
}
