/** Members of a Redis Cluster as its pods are: the rendered texts, started by the rendered command, with other addresses and paths. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { clusterShards, type ClusterLayout } from '../../../constructs/redis/redis-cluster/layout';
import { memberEnvironment } from '../../../constructs/redis/redis-cluster/member-environment';
import { memberTexts } from '../../../constructs/redis/redis-cluster/member-texts';
import { freePort, startProcess, temporaryDirectory, type RunningProcess } from '../../support/processes';
import { redisCli } from './cli';
import { keeper } from './keeper';

const run = promisify(execFile);

export const redisPrograms = [
  'redis-server',
  'redis-cli',
  'redis-check-aof',
  'redis-check-rdb',
  'getent',
  'timeout',
  'awk',
  'sha256sum',
] as const;
export type RedisPrograms = Readonly<Record<(typeof redisPrograms)[number], string>>;

export interface MembersOptions {
  readonly membersPerShard: number;
  /** A directory with ca.crt, tls.crt and tls.key; default: no TLS. */
  readonly certificates?: string;
  /** Default true. */
  readonly persistent?: boolean;
}

type User = 'app' | 'member' | 'monitor' | null;

interface Running {
  readonly address: string;
  readonly server: RunningProcess;
  readonly join: RunningProcess;
}

/** A Linux host has 2²⁴ loopback addresses: these are this process's, and differ in the second number. */
const address = (number: number): string => `127.${64 + number}.${(process.pid >> 8) & 255}.${process.pid & 255}`;

export class Members {
  readonly names: readonly string[];
  private readonly directory = temporaryDirectory('redis');
  private readonly passwords: Record<string, string> = {};
  private readonly running = new Map<string, Running>();
  private addresses = 0;
  /** The slot whose passwords `cli` comes with. */
  slot: 'a' | 'b' = 'a';

  private constructor(
    private readonly programs: RedisPrograms,
    readonly options: MembersOptions,
    private readonly ports: { readonly port: number; readonly busPort: number },
  ) {
    this.names = this.layout('').shards.flatMap(({ members }) => members);
    mkdirSync(path.join(this.directory, 'bin'));
    mkdirSync(path.join(this.directory, 'secrets'));
    this.rename({});
    // In the place of the cluster's DNS.
    this.program(
      'getent',
      `awk -v name="$2" '$1 == name { print $2, "STREAM", name; found = 1 } END { exit found ? 0 : 2 }' '${this.hosts}'`,
    );
    for (const user of ['app', 'member', 'monitor']) for (const slot of ['a', 'b'] as const) this.rotate(user, slot);
  }

  static async create(programs: RedisPrograms, options: MembersOptions): Promise<Members> {
    return new Members(programs, options, { port: await freePort(address(0)), busPort: await freePort(address(0)) });
  }

  get port(): number {
    return this.ports.port;
  }

  /** An address nobody had before. */
  newAddress = (): string => address(this.addresses++);
  addressOf = (name: string): string => this.member(name).address;
  serverOf = (name: string): RunningProcess => this.member(name).server;
  joinOf = (name: string): RunningProcess => this.member(name).join;
  password = (user: string, slot: 'a' | 'b'): string => this.passwords[`${user}-${slot}`] ?? '';
  directoryOf = (name: string): string => path.join(this.directory, name);

  /** From now on, what arguments a program is started with by the scripts is written down. */
  record(name: keyof RedisPrograms): void {
    this.program(name, `printf '%s\\n' "${name} $*" >>'${this.directoryOf('arguments')}'\nexec '${this.programs[name]}' "$@"`);
  }

  recordedArguments = (): string[] => readFileSync(this.directoryOf('arguments'), 'utf8').split('\n');

  /** A new value for one slot. */
  rotate(user: string, slot: 'a' | 'b'): void {
    this.passwords[`${user}-${slot}`] = randomBytes(24).toString('hex');
    writeFileSync(path.join(this.directory, 'secrets', `${user}-${slot}`), this.password(user, slot));
  }

  /** Starts the named members, each at an address. */
  start(at: Readonly<Record<string, string>>): void {
    this.rename(at);
    for (const [name, host] of Object.entries(at)) {
      const layout = this.layout(name);
      for (const directory of [layout.paths.config, layout.paths.run, layout.paths.data]) mkdirSync(directory, { recursive: true });
      const conf = { layout, bind: [host], maxmemoryMiB: 64, maxmemoryPolicy: 'noeviction', fsync: 'everysec' } as const;
      for (const [file, text] of Object.entries(memberTexts(conf))) writeFileSync(path.join(layout.paths.config, file), text);
      this.running.set(name, { address: host, server: this.run(name, 'start.sh', host), join: this.run(name, 'join.sh', host) });
    }
  }

  /** Starts all of them at new addresses. */
  startAll(): void {
    this.start(Object.fromEntries(this.names.map((name) => [name, this.newAddress()])));
  }

  /** As a kubelet does with a container that has ended: the pod is the same. */
  async restartServer(name: string): Promise<void> {
    const { address: host, server, join } = this.member(name);
    await server.stop('SIGKILL');
    this.running.set(name, { address: host, server: this.run(name, 'start.sh', host), join });
  }

  async restartJoin(name: string): Promise<void> {
    const { address: host, server, join } = this.member(name);
    await join.stop();
    this.running.set(name, { address: host, server, join: this.run(name, 'join.sh', host) });
  }

  /** As the end of a pod is: both containers get the signal. */
  async stop(name: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { server, join } = this.member(name);
    await Promise.all([server.stop(signal), join.stop(signal)]);
    rmSync(this.layout(name).paths.run, { recursive: true }); // in memory
    this.running.delete(name);
    this.rename({});
  }

  async stopAll(signal?: NodeJS.Signals): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.stop(name, signal)));
  }

  dataOf = (name: string): string => this.layout(name).paths.data;
  loseDisk = (name: string): void => rmSync(this.dataOf(name), { recursive: true });

  /** What a rendered script says and whether it ends well. */
  async script(name: string, file: string, ...args: string[]): Promise<{ readonly ok: boolean; readonly output: string }> {
    try {
      const { stdout } = await run('/bin/sh', [path.join(this.layout(name).paths.config, file), ...args], {
        env: this.environment(name, this.addressOf(name)),
      });
      return { ok: true, output: stdout };
    } catch (error) {
      return { ok: false, output: String((error as { stdout?: string }).stdout) };
    }
  }

  /** redis-cli at a member, as one of the users; with a null user as nobody. It follows redirections. */
  async cli(name: string, user: User, ...words: string[]): Promise<string> {
    const { certificates } = this.options;
    const tls = certificates === undefined ? [] : ['--tls', '--cacert', path.join(certificates, 'ca.crt')];
    return this.plainCli(name, user, ...tls, ...words);
  }

  /** The same without TLS, whatever the cluster has. */
  plainCli = (name: string, user: User, ...words: string[]): Promise<string> =>
    redisCli({
      program: this.programs['redis-cli'],
      host: this.addressOf(name),
      port: this.port,
      login: user === null ? null : { user, password: this.password(user, this.slot) },
      resolve: (host) => (/^[\d.]+$/.test(host) ? host : this.addressOf(host.replace(/\..*/, ''))),
      words,
    });

  /** Those that run. */
  get started(): string[] {
    return [...this.running.keys()];
  }

  /** Whether an empty password is noticed: what a member says that is started with one. */
  async startWithEmptyPassword(name: string, user: string): Promise<{ readonly code: number | null; readonly log: string }> {
    writeFileSync(path.join(this.directory, 'secrets', `${user}-b`), '');
    this.start({ [name]: this.newAddress() });
    const { server } = this.member(name);
    const code = await server.exited;
    writeFileSync(path.join(this.directory, 'secrets', `${user}-b`), this.password(user, 'b'));
    return { code, log: server.log() };
  }

  private member(name: string): Running {
    const member = this.running.get(name);
    if (member === undefined) throw new Error(`${name} does not run`);
    return member;
  }

  /** The scripts find it before all others of its name. */
  private program(name: string, script: string): void {
    writeFileSync(path.join(this.directory, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  private run(name: string, file: string, host: string): RunningProcess {
    const script = path.join(this.layout(name).paths.config, file);
    return startProcess({
      program: '/bin/sh',
      args: ['-c', keeper, 'member', script],
      env: this.environment(name, host),
      name: `${name}-${file}`,
    });
  }

  private get hosts(): string {
    return path.join(this.directory, 'hosts');
  }

  /** A pod's name has its new address at once, those of pods that are gone have none. */
  private rename(at: Readonly<Record<string, string>>): void {
    const all = { ...Object.fromEntries([...this.running].map(([name, { address: host }]) => [name, host])), ...at };
    const { domain } = this.layout('');
    const lines = Object.entries(all).map(([name, host]) => `${name}.${domain} ${host}\n`);
    writeFileSync(this.hosts, lines.join(''));
  }

  private environment(name: string, host: string): Record<string, string | undefined> {
    const directories = [path.join(this.directory, 'bin'), path.dirname(this.programs['redis-server']), process.env.PATH];
    const own = { ...memberEnvironment(this.layout(name)), POD_NAME: name, POD_IP: host };
    return { ...process.env, ...own, PATH: directories.join(path.delimiter) };
  }

  private layout(name: string): ClusterLayout {
    const { membersPerShard, certificates, persistent = true } = this.options;
    const own = (directory: string) => path.join(this.directory, name, directory);
    return {
      shards: clusterShards('redis', 3, membersPerShard),
      domain: 'redis-members.test.svc',
      ...this.ports,
      tls: certificates !== undefined,
      persistent,
      paths: {
        config: own('config'),
        run: own('run'),
        data: own('data'),
        secrets: path.join(this.directory, 'secrets'),
        certificates: certificates ?? '/nowhere',
      },
    };
  }
}
