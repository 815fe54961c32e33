import { hostsOf } from '../../../config';
import { privatePathPattern, TCP_KEEPALIVE, type ProxyEndpoints, type ProxyOptions, type ProxyRoute } from '../proxy';
import { httpSettings } from './http-settings';

export interface NginxOptions extends ProxyOptions {
  /** Address of each service. nginx resolves a name when it starts or reloads: the name has to exist then. */
  readonly endpoints: ProxyEndpoints;
  /** The one directory it writes to. */
  readonly writablePath: string;
  /** Where requests are logged, such as `/dev/stdout`. */
  readonly accessLog: string;
  /** User of the workers where nginx is started by root; null where it is not. */
  readonly user: string | null;
}

/** How nginx is started with that file, in the foreground and with nothing said to files of the image. */
export const nginxCommand = (program: string, file: string): readonly string[] => [
  program,
  '-e',
  'stderr',
  '-c',
  file,
  '-g',
  'daemon off;',
];

/** nginx.conf, for nginx 1.30. */
export function nginxConf(options: NginxOptions): string {
  const { routes, workers, connections, limits, user, writablePath } = options;
  const servers = [
    serverNamesHash(hostsOf(routes)),
    ...routes.map((route) => upstream(route, options)),
    unknownHosts(options),
    ...(options.tls === null ? [] : [toHttps(options)]),
    ...hostsTogether(routes).map(({ hosts, routes: own }) => server(hosts, own, options)),
    internal(options),
  ];
  return `${user === null ? '' : `user ${user};\n`}worker_processes ${workers};
worker_rlimit_nofile ${2 * connections + 512};
worker_shutdown_timeout ${limits.drainSeconds}s;
pcre_jit on;
pid ${writablePath}/nginx.pid;
error_log stderr notice;

events {
  worker_connections ${2 * connections};
}

http {
${indent([httpSettings(options), ...servers].join('\n\n'))}
}
`;
}

/**
 * Seconds after which a connection to a service is not used for another request: behind the one address of a Service, only a new connection
 * can reach a pod that has just started. Open streams stay. https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_time
 */
const RENEWAL_SECONDS = 30;

/** What a name takes in the table beside its characters: a pointer, its length, and the rounding of both. */
const HASH_ENTRY_BYTES = 18;

const powerOfTwo = (atLeast: number): number => 2 ** Math.ceil(Math.log2(atLeast));

/** Sizes of the table of hosts follow from the hosts: with nginx' own, a host of 47 characters keeps it from starting. */
const serverNamesHash = (hosts: readonly string[]): string =>
  [
    `server_names_hash_bucket_size ${powerOfTwo(Math.max(64, ...hosts.map((host) => host.length + HASH_ENTRY_BYTES)))};`,
    `server_names_hash_max_size ${powerOfTwo(Math.max(512, 4 * hosts.length))};`,
  ].join('\n');

/** Twice the same where there is one endpoint: behind one address there may be several pods, and a refused connection is tried again. */
function upstream({ service }: ProxyRoute, { endpoints, limits }: NginxOptions): string {
  const [first, ...others] = endpoints[service] ?? [];
  if (first === undefined) throw new Error(`the service ${service} has no endpoint`);
  const servers = [first, ...(others.length === 0 ? [first] : others)];
  return `upstream ${service} {
  zone ${service} 64k;
  least_conn;
${servers.map((endpoint) => `  server ${endpoint.host}:${endpoint.port} max_fails=0;`).join('\n')}
  keepalive 64;
  keepalive_timeout ${limits.upstreamIdleSeconds}s;
  keepalive_time ${RENEWAL_SECONDS}s;
  keepalive_requests 100000;
}`;
}

const listenHttp = ({ address, ports }: NginxOptions, parameters = ''): string => `listen ${address}:${ports.http}${parameters};`;
/** HTTP/2 with TLS alone: in clear text nginx would take it for what a client says first. */
const listenHttps = ({ address, ports }: NginxOptions, parameters = ''): string =>
  `listen ${address}:${ports.https} ssl${parameters};\n  http2 on;`;

/** Parameters of a socket are said once, at its default server. */
function unknownHosts(options: NginxOptions): string {
  const { idleSeconds, intervalSeconds, probes } = TCP_KEEPALIVE;
  const socket = ` default_server so_keepalive=${idleSeconds}s:${intervalSeconds}s:${probes}`;
  const refusing = (listen: string): string => `server {
  ${listen}
  server_name _;
${indent(errorLocation)}
  location / {
    return 421;
  }
}`;
  return [refusing(listenHttp(options, socket)), ...(options.tls === null ? [] : [refusing(listenHttps(options, socket))])].join('\n\n');
}

const toHttps = (options: NginxOptions): string => `server {
  ${listenHttp(options)}
  server_name ${hostsOf(options.routes).join(' ')};
${indent(errorLocation)}
  location / {
    return 308 https://$host$request_uri;
  }
}`;

/** Hosts that the same services answer share a server. */
function hostsTogether(
  routes: readonly ProxyRoute[],
): readonly { readonly hosts: readonly string[]; readonly routes: readonly ProxyRoute[] }[] {
  const servers = new Map<string, { readonly hosts: string[]; readonly routes: readonly ProxyRoute[] }>();
  for (const host of hostsOf(routes)) {
    const own = routes.filter(({ hosts }) => hosts.includes(host));
    const key = own.map(({ service }) => service).join(' ');
    const server = servers.get(key);
    if (server === undefined) servers.set(key, { hosts: [host], routes: own });
    else server.hosts.push(host);
  }
  return [...servers.values()];
}

/** Locations of a path and all below it: of `/v1` not `/v10`. */
const locationsOf = (path: string): readonly string[] => (path === '/' ? ['/'] : [`= ${path}`, `${path}/`]);

function locations({ path, service, streamingPaths }: ProxyRoute): readonly string[] {
  const streaming = streamingPaths.flatMap(locationsOf);
  return [...new Set([...locationsOf(path), ...streaming])].map((location) => {
    const streams = streaming.includes(location) ? '\n  set $upstream_accept_encoding "";\n  proxy_buffering off;' : '';
    return `location ${location} {${streams}
  proxy_pass http://${service};
}`;
  });
}

function server(hosts: readonly string[], routes: readonly ProxyRoute[], options: NginxOptions): string {
  return `server {
  ${options.tls === null ? listenHttp(options) : listenHttps(options)}
  server_name ${hosts.join(' ')};
  set $upstream_accept_encoding $http_accept_encoding;
${indent(errorLocation)}
  location ~* ${privatePathPattern} {
    return 404;
  }
${indent(routes.flatMap(locations).join('\n'))}
}`;
}

/** What the balancer itself answers instead of an error page of nginx. */
const errorLocation = `location = /.error {
  internal;
  default_type application/json;
  return 200 $error_body;
}`;

/** Metrics have the names that the exporter of nginx's maker gives them. */
function internal({ address, ports }: NginxOptions): string {
  const gauge = ([name, help, value]: readonly [string, string, string]): string =>
    `# HELP nginx_${name} ${help}\\n# TYPE nginx_${name} gauge\\nnginx_${name} ${value}\\n`;
  return `server {
  listen ${address}:${ports.metrics};
  access_log off;
  default_type text/plain;
  location = /health {
    return 200 "ok\\n";
  }
  location = /metrics {
    default_type "text/plain; version=0.0.4; charset=utf-8";
    return 200 "${gauges.map(gauge).join('')}";
  }
  location / {
    return 404;
  }
}`;
}

const gauges = [
  ['up', 'Always 1: nginx answers.', '1'],
  ['connections_active', 'Connections of clients, idle ones included.', '$connections_active'],
  ['connections_reading', 'Connections on which a request is being read.', '$connections_reading'],
  ['connections_writing', 'Connections with an open request.', '$connections_writing'],
  ['connections_waiting', 'Idle connections.', '$connections_waiting'],
] as const;

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');
