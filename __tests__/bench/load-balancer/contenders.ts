/** What is measured: the service itself, and in front of it the rendered configuration and the shortest ones that forward at all. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from '../../support/live';
import { freePort, loopback, startProcess, temporaryDirectory, waitFor, type RunningProcess } from '../../support/processes';
import { ask } from '../../live/load-balancer/clients';
import { hosts, startBalancer, type Engine } from '../../live/load-balancer/engines';

export interface Contender {
  readonly name: string;
  readonly port: number;
  /** Processes that forward; none for the service itself. */
  readonly pids: () => readonly number[];
}

export function programOf(name: string): string {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`the program '${name}' is missing: scripts/install-test-tools installs it`);
  return program;
}

const WORKERS = 1;
const CONNECTIONS = 1000;

/** The shortest that sends each piece of an answer at once, keeps connections on both sides, and logs as the program does by itself. */
const minimal: Readonly<Record<Engine['name'], (port: number, upstream: number, directory: string) => string>> = {
  nginx: (port, upstream, directory) => `worker_processes ${WORKERS};
pid ${directory}/nginx.pid;
events { worker_connections ${2 * CONNECTIONS}; }
http {
  access_log ${directory}/access.log;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`).join(' ')}
  upstream service { server ${loopback}:${upstream}; keepalive 64; }
  server {
    listen ${loopback}:${port};
    location / { proxy_pass http://service; proxy_buffering off; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`,
  haproxy: (port, upstream) => `global
  maxconn ${CONNECTIONS}
  nbthread ${WORKERS}
  log stdout format raw local0
defaults
  mode http
  log global
  option httplog
  option http-no-delay
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend public
  bind ${loopback}:${port}
  default_backend service
backend service
  server service ${loopback}:${upstream}
`,
};

/** The upstream of all: nginx again, because it must not be what is slow. */
export async function startService(): Promise<Contender> {
  const port = await freePort(loopback);
  const directory = temporaryDirectory('service');
  const file = path.join(directory, 'nginx.conf');
  const body = 'x'.repeat(1024);
  writeFileSync(
    file,
    `worker_processes 1;
pid ${directory}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`).join(' ')}
  server { listen ${loopback}:${port}; location / { default_type application/json; return 200 '${body}'; } }
}
`,
  );
  startProcess({ program: programOf('nginx'), args: ['-e', 'stderr', '-c', file, '-g', 'daemon off;'], name: 'service' });
  await answers(port);
  return { name: 'direct', port, pids: () => [] };
}

export async function startContenders(engine: Engine, upstream: number): Promise<readonly Contender[]> {
  const program = programOf(engine.name);
  const directory = temporaryDirectory('minimal');
  mkdirSync(path.join(directory, 'writable'));
  const port = await freePort(loopback);
  const file = path.join(directory, 'configuration');
  writeFileSync(file, minimal[engine.name](port, upstream, path.join(directory, 'writable')));
  const [, ...args] = engine.command(program, file);
  const short = startProcess({ program, args, name: `${engine.name}-minimal` });
  await answers(port);
  const rendered = await startBalancer(engine, program, {
    endpoints: [{ host: loopback, port: upstream }],
    workers: WORKERS,
    connections: CONNECTIONS,
    limits: { idleSeconds: 1200, upstreamIdleSeconds: 60, drainSeconds: 600, maxBodyMiB: 100 },
    trustedProxies: ['192.0.2.0/24'],
  });
  return [
    { name: 'minimal', port, pids: workersOf(short) },
    { name: 'rendered', port: rendered.http, pids: workersOf(rendered.process) },
  ];
}

const answers = (port: number): Promise<boolean> =>
  waitFor('it answers', async () => (await ask({ port, path: '/v1/x', headers: { Host: hosts.backend } })).status === 200, 10);

/** The children of the master, which do the work. */
const workersOf =
  ({ pid }: RunningProcess) =>
  (): readonly number[] =>
    readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
        .split(' ')
        .filter((word) => word.trim() !== '')
        .map(Number),
    );
