/** The real nginx and the real HAProxy with what this project renders for them, on this process's loopback address. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import path from 'node:path';
import { haproxyErrorFiles } from '../../../constructs/load-balancer/haproxy/error-files';
import { haproxyCfg, haproxyCommand, type Discovery, type HaproxyOptions } from '../../../constructs/load-balancer/haproxy/haproxy-cfg';
import { nginxCommand, nginxConf } from '../../../constructs/load-balancer/nginx/nginx-conf';
import type { ProxyEndpoints, ProxyOptions } from '../../../constructs/load-balancer/proxy';
import type { Endpoint } from '../../../constructs/contracts';
import { freePort, loopback, startProcess, temporaryDirectory, waitFor, type RunningProcess } from '../../support/processes';
import { ask } from './clients';

/** What a test sets of the configuration; the rest is as in `usual`. */
export interface Settings extends Partial<ProxyOptions> {
  /** The same for every service, or by service. */
  readonly endpoints: readonly Endpoint[] | Discovery | Readonly<Record<string, readonly Endpoint[]>>;
  readonly nameServers?: readonly string[];
  /** What is started in place of the program and its arguments; default: these. */
  readonly command?: (command: readonly string[], directory: string) => readonly string[];
  /** Variables that this is told; default none. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Balancer {
  readonly http: number;
  readonly https: number;
  readonly metrics: number;
  readonly process: RunningProcess;
  /** Where its file `configuration` is. */
  readonly directory: string;
  /** All that it has written: requests and its own messages. */
  output(): string;
  /** The requests it has logged, once there are this many of the path. */
  logged(pathname: string, number?: number): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Writes the configuration with other settings and asks for it to be read. */
  reload(settings?: Partial<Settings>): Promise<void>;
  /** Asks it to let its open requests end and then to go. */
  quit(): Promise<void>;
}

export interface Engine {
  readonly name: 'nginx' | 'haproxy';
  render(options: ProxyOptions, settings: Settings, directory: string, program: string): string;
  /** Whether a request that can be read in two ways is refused, or goes on in one of them. */
  readonly refusesAmbiguity: boolean;
  /** Whether a stopping process leaves a client's idle connection open for one more request. */
  keepsIdleConnections(program: string): boolean;
  command(program: string, file: string): readonly string[];
  readonly reloadSignal: NodeJS.Signals;
  readonly quitSignal: NodeJS.Signals;
  /** How it ends when it was asked to. */
  readonly exitCodes: readonly number[];
  /** Whether a signal would be heard now. */
  hears(pid: number): boolean;
}

export const engines: readonly Engine[] = [
  {
    name: 'nginx',
    refusesAmbiguity: true,
    keepsIdleConnections: nginxKeepsIdleConnections,
    render: (options, { endpoints }, directory, program) =>
      nginxConf({
        ...options,
        endpoints: byService(options, endpoints) as ProxyEndpoints,
        writablePath: path.join(directory, 'writable'),
        accessLog: path.join(directory, 'writable/access.log'),
        user: null,
        keepsIdleConnections: nginxKeepsIdleConnections(program),
      }),
    command: nginxCommand,
    reloadSignal: 'SIGHUP',
    quitSignal: 'SIGQUIT',
    exitCodes: [0],
    hears: () => true,
  },
  {
    name: 'haproxy',
    refusesAmbiguity: false,
    keepsIdleConnections: () => true,
    render(options, { endpoints, nameServers = null }, directory) {
      for (const [name, text] of Object.entries(haproxyErrorFiles(options.limits))) writeFileSync(path.join(directory, name), text);
      return haproxyCfg({
        ...options,
        endpoints: byService(options, endpoints),
        errorFiles: directory,
        nameServers,
      });
    },
    command: haproxyCommand,
    reloadSignal: 'SIGUSR2',
    quitSignal: 'SIGUSR1',
    exitCodes: [0, 139], // 2.6.12 of Debian 12 often crashes after it has closed its last connection; 3.2 does not
    hears: handlesSignals,
  },
];

/** `keepalive_min_timeout` came with 1.27.4. */
function nginxKeepsIdleConnections(program: string): boolean {
  const version = /nginx\/(\d+)\.(\d+)\.(\d+)/.exec(spawnSync(program, ['-v'], { encoding: 'utf8' }).stderr)?.slice(1) ?? [];
  return version.reduce((sum, part) => sum * 1000 + Number(part), 0) >= 1_027_004;
}

/** The master of HAProxy 2.6 starts itself anew after each start of a worker, and forgets the signals that come meanwhile. */
function handlesSignals(pid: number): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mask = (name: string): bigint => BigInt(`0x${new RegExp(`^${name}:\\s*(\\w+)`, 'm').exec(status)?.[1] ?? '0'}`);
  const needed = [osConstants.signals.SIGUSR1, osConstants.signals.SIGUSR2].reduce((sum, number) => sum | (1n << BigInt(number - 1)), 0n);
  return (mask('SigCgt') & needed) === needed && mask('SigBlk') === 0n;
}

function byService({ routes }: ProxyOptions, endpoints: Settings['endpoints']): HaproxyOptions['endpoints'] {
  const same = Array.isArray(endpoints) || 'places' in endpoints;
  return same
    ? Object.fromEntries(routes.map(({ service }) => [service, endpoints as readonly Endpoint[]]))
    : (endpoints as ProxyEndpoints);
}

export const hosts = { backend: 'api.example.com', admin: 'admin.example.com', portal: 'example.com' } as const;

/** The contract's limits, shorter. */
export const usualLimits = { idleSeconds: 20, upstreamIdleSeconds: 1, drainSeconds: 30, maxBodyMiB: 1 } as const;

const usual = {
  routes: Object.entries(hosts).map(([service, host]) => ({
    service,
    hosts: [host] as const,
    path: '/',
    readinessPath: '/ready',
    streamingPaths: service === 'backend' ? ['/v1'] : [],
  })),
  tls: null,
  trustedProxies: [],
  limits: usualLimits,
  workers: 2,
  connections: 4000,
} as const satisfies Partial<ProxyOptions>;

/** Nobody: neither program needs root, and the tests show it. */
const NOBODY = 65534;

export async function startBalancer(engine: Engine, program: string, settings: Settings): Promise<Balancer> {
  const directory = temporaryDirectory(engine.name);
  const writable = path.join(directory, 'writable');
  mkdirSync(writable);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chownSync(writable, NOBODY, NOBODY);
    for (const parent of [directory, path.dirname(directory)]) chmodSync(parent, 0o711);
  }
  const [http, https, metrics] = [await freePort(loopback), await freePort(loopback), await freePort(loopback)];
  const file = path.join(directory, 'configuration');
  let current = settings;
  const write = () => {
    const options = { ...usual, address: loopback, ports: { http, https, metrics }, ...current };
    writeFileSync(file, engine.render(options, current, directory, program));
  };
  write();

  const own = engine.command(program, file);
  const command = settings.command?.(own, directory) ?? own;
  const unprivileged = ['/usr/bin/setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...command];
  const [first = program, ...args] = isRoot ? unprivileged : command;
  const running = startProcess({ program: first, args, env: settings.env, name: engine.name });
  const output = () => running.log() + readIfThere(path.join(writable, 'access.log'));
  await running.waitUntil('it answers', async () => (await ask({ port: metrics, path: '/health' })).status === 200, 20);
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    await running.waitUntil('it hears signals', () => engine.hears(running.pid), 10);
    process.kill(running.pid, name);
  };
  return {
    http,
    https,
    metrics,
    process: running,
    directory,
    output,
    logged: (pathname, number = 1) =>
      waitFor(
        `${number} requests for ${pathname} in the log`,
        () => {
          const lines = output()
            .split('\n')
            .filter((line) => line.startsWith('{'))
            .map((line) => JSON.parse(line) as Record<string, unknown>)
            .filter((line) => line.path === pathname);
          if (lines.length < number) throw new Error(`there are ${lines.length}`);
          return lines;
        },
        10,
      ),
    async reload(changes = {}) {
      current = { ...current, ...changes };
      write();
      await signal(engine.reloadSignal);
    },
    quit: () => signal(engine.quitSignal),
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
