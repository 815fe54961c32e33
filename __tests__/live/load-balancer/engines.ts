/** The real nginx and the real HAProxy with what this project renders for them, on this process's loopback address. */
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  reload(settings?: Partial<Settings>): void;
  /** Asks it to let its open requests end and then to go. */
  quit(): void;
}

export interface Engine {
  readonly name: 'nginx' | 'haproxy';
  render(options: ProxyOptions, settings: Settings, directory: string): string;
  /** Whether a request that can be read in two ways is refused, or goes on in one of them. */
  readonly refusesAmbiguity: boolean;
  /** Malformed requests (load-balancer-attacks.test.ts) at which it closes the connection without an answer. */
  readonly closesUnanswered: readonly string[];
  command(program: string, file: string): readonly string[];
  readonly reloadSignal: NodeJS.Signals;
  readonly quitSignal: NodeJS.Signals;
}

export const engines: readonly Engine[] = [
  {
    name: 'nginx',
    refusesAmbiguity: true,
    closesUnanswered: [],
    render: (options, { endpoints }, directory) =>
      nginxConf({
        ...options,
        endpoints: byService(options, endpoints) as ProxyEndpoints,
        writablePath: path.join(directory, 'writable'),
        accessLog: path.join(directory, 'writable/access.log'),
        user: null,
      }),
    command: nginxCommand,
    reloadSignal: 'SIGHUP',
    quitSignal: 'SIGQUIT',
  },
  {
    name: 'haproxy',
    refusesAmbiguity: false,
    closesUnanswered: ['two lengths'],
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
  },
];

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

/** Still one who may look into root's directories, where the programs are. */
const asNobody = [
  ...['/usr/bin/setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'],
  ...['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search', '--securebits=+no_setuid_fixup'],
];

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
    writeFileSync(file, engine.render(options, current, directory));
  };
  write();

  const own = engine.command(program, file);
  const command = settings.command?.(own, directory) ?? own;
  const [first = program, ...args] = isRoot ? [...asNobody, ...command] : command;
  const running = startProcess({ program: first, args, env: settings.env, name: engine.name });
  const output = () => running.log() + readIfThere(path.join(writable, 'access.log'));
  await running.waitUntil('it answers', async () => (await ask({ port: metrics, path: '/health' })).status === 200, 20);
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
    reload(changes = {}) {
      current = { ...current, ...changes };
      write();
      process.kill(running.pid, engine.reloadSignal);
    },
    quit: () => process.kill(running.pid, engine.quitSignal),
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
