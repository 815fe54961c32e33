import type { Endpoint } from '../../contracts';
import { errorBody, errorTexts } from '../error-texts';
import {
  CLIENT_IDLE_SECONDS,
  CONNECT_SECONDS,
  HEAD_KIB,
  HEADER_SECONDS,
  MOST_HEADERS,
  TCP_KEEPALIVE,
  TLS12_CIPHERS,
  type ProxyOptions,
  type ProxyRoute,
} from '../proxy';
import { unreadable } from './error-files';
import { requestRules } from './request-rules';

/** Processes of a service that come and go: one name with an address for each of them. */
export interface Discovery {
  /** The full name: HAProxy knows no search list. */
  readonly name: string;
  readonly port: number;
  /** Maximum number of processes in use; further addresses wait for a free place. */
  readonly places: number;
}

export interface HaproxyOptions extends ProxyOptions {
  /** Backend of each service: fixed server slots, or a name that is resolved periodically. */
  readonly endpoints: Readonly<Record<string, readonly Endpoint[] | Discovery>>;
  /** Directory with `haproxyErrorFiles`. */
  readonly errorFiles: string;
  /** Name servers to ask, as `address:port`; null: those of /etc/resolv.conf. */
  readonly nameServers: readonly string[] | null;
}

/** How HAProxy is started with that file: in the foreground, with a master that starts a new worker for a new configuration. */
export const haproxyCommand = (program: string, file: string): readonly string[] => [program, '-W', '-db', '-f', file];

/** haproxy.cfg, for HAProxy 3.2. */
export function haproxyCfg(options: HaproxyOptions): string {
  const sections = [
    global(options),
    defaults(options),
    ...(Object.values(options.endpoints).some(isDiscovery) ? [section('resolvers names', resolvers(options))] : []),
    section('frontend public', [...binds(options), ...log, ...requestRules(options)]),
    ...options.routes.map((route) => section(`backend ${route.service}`, backend(route, options))),
    section('frontend internal', internal(options)),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** KiB that HAProxy adds to the head of a request at most: an address, a scheme, an id of 128 characters, and the frames of its own. */
const ADDED_KIB = 2;

const isDiscovery = (places: readonly Endpoint[] | Discovery): places is Discovery => 'name' in places;

const section = (head: string, lines: readonly string[]): string => [head, ...lines.map((line) => `  ${line}`)].join('\n');

function global({ connections, workers, limits, tls }: HaproxyOptions): string {
  return section('global', [
    `maxconn ${connections}`,
    `nbthread ${workers}`,
    '# A head has to fit into one buffer, beside what is added to it.',
    `tune.bufsize ${(HEAD_KIB + ADDED_KIB) * 1024}`,
    `tune.maxrewrite ${ADDED_KIB * 1024}`,
    `tune.http.maxhdr ${MOST_HEADERS}`,
    '# A line that is cut is no JSON.',
    'log stdout len 16384 format raw local0 info',
    `hard-stop-after ${limits.drainSeconds}s`,
    ...(tls === null
      ? []
      : [
          'ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets',
          `ssl-default-bind-ciphers ${TLS12_CIPHERS}`,
          '# The key of tls.crt is tls.key and not tls.crt.key.',
          'ssl-load-extra-del-ext',
        ]),
  ]);
}

/**
 * Seconds that an idle connection of a client keeps its place. A CDN keeps its own connections for long and must not be the second to close
 * (docs/streaming.md); whoever else is silent has left, and a few thousand of them would leave no place for others.
 */
const clientIdleSeconds = ({ trustedProxies, limits }: HaproxyOptions): number =>
  trustedProxies.length > 0 ? limits.idleSeconds : Math.min(CLIENT_IDLE_SECONDS, limits.idleSeconds);

function defaults(options: HaproxyOptions): string {
  const { limits } = options;
  const { idleSeconds, intervalSeconds, probes } = TCP_KEEPALIVE;
  const keepalive = (side: 'cli' | 'srv'): readonly string[] => [
    `option ${side}tcpka`,
    `${side}tcpka-idle ${idleSeconds}s`,
    `${side}tcpka-intvl ${intervalSeconds}s`,
    `${side}tcpka-cnt ${probes}`,
  ];
  return section('defaults', [
    'mode http',
    'log global',
    '# Send each piece of an answer at once: HAProxy else waits up to 200 ms for more.',
    'option http-no-delay',
    '# A client that closes has gone: it does not pay for an answer that nobody reads.',
    'option abortonclose',
    '# An idle connection of a client is not closed under its next request when HAProxy stops: the answer to that says close.',
    'option idle-close-on-response',
    ...keepalive('cli'),
    ...keepalive('srv'),
    '# A client that has said nothing yet, or half of it, is not waited for as long as one that reads a stream.',
    `timeout client-hs ${HEADER_SECONDS}s`,
    `timeout http-request ${HEADER_SECONDS}s`,
    `timeout client ${HEADER_SECONDS}s`,
    `timeout http-keep-alive ${clientIdleSeconds(options)}s`,
    `timeout connect ${CONNECT_SECONDS}s`,
    `timeout server ${limits.idleSeconds}s`,
    `timeout tunnel ${limits.idleSeconds}s`,
    '# Only what could not be connected is tried again, so that nothing is sent twice.',
    'retries 3',
    'retry-on conn-failure',
    'option redispatch 1',
    'http-reuse safe',
    ...errors(options),
  ]);
}

/** Answers of HAProxy itself to a request that it could read; others it gives by rules. */
const errors = ({ limits, errorFiles }: HaproxyOptions): readonly string[] => [
  ...([502, 503, 504] as const).map((status) => {
    const body = errorBody(status, errorTexts(limits)[status], '%[var(txn.request_id)]');
    return `http-error status ${status} content-type application/json lf-string '${body}'`;
  }),
  ...unreadable.map((status) => `errorfile ${status} ${errorFiles}/${status}.http`),
];

/** No query string, no header of the client but its agent: keys of APIs travel in both. */
const logFormat = `'{${[
  ['time', '%Ts.%ms'],
  ['request_id', '"%[var(txn.request_id)]"'],
  ['client', '"%ci"'],
  ['host', '"%[var(txn.host),json(utf8s)]"'],
  ['method', '"%HM"'],
  ['path', '"%[var(txn.path),json(utf8s)]"'],
  ['status', '%ST'],
  ['bytes', '%B'],
  ['milliseconds', '%Ta'],
  ['upstream', '"%b/%s"'],
  ['upstream_first_byte_milliseconds', '%Tr'],
  ['end', '"%ts"'],
  ['user_agent', '"%[capture.req.hdr(0),json(utf8s)]"'],
]
  .map(([name, value]) => `"${name}":${value}`)
  .join(',')}}'`;

const log = [
  'option dontlognull',
  'capture request header User-Agent len 200',
  `log-format ${logFormat}`,
  `error-log-format ${logFormat}`,
] as const;

/** A name server that fails takes nothing away: the health checks say which of the known places answer. */
const resolvers = ({ nameServers }: HaproxyOptions): readonly string[] => [
  ...(nameServers?.map((address, index) => `nameserver server${index + 1} ${address}`) ?? ['parse-resolv-conf']),
  'accepted_payload_size 8192',
  'resolve_retries 3',
  'timeout resolve 1s',
  'timeout retry 1s',
  'hold valid 1s',
  'hold nx 30s',
  'hold refused 1h',
  'hold timeout 1h',
  'hold other 1h',
];

const binds = ({ address, ports, tls }: HaproxyOptions): readonly string[] => [
  `bind ${address}:${ports.http}`,
  ...(tls === null ? [] : [`bind ${address}:${ports.https} ssl crt ${tls.certificate} alpn h2,http/1.1`]),
];

function backend(
  { hosts: [host], service, readinessPath, streamingPaths }: ProxyRoute,
  { endpoints, limits }: HaproxyOptions,
): readonly string[] {
  const places = endpoints[service];
  if (places === undefined) throw new Error(`the service ${service} has no endpoint`);
  return [
    'balance leastconn',
    ...streamingPaths.map((path) => `http-request del-header Accept-Encoding if ${isBelow(path)}`),
    'option httpchk',
    `http-check send meth GET uri ${readinessPath} ver HTTP/1.1 hdr Host ${host}`,
    'http-check expect status 200',
    `default-server check inter 2s fastinter 500ms downinter 1s fall 2 rise 1 pool-purge-delay ${limits.upstreamIdleSeconds}s`,
    ...(isDiscovery(places)
      ? [`server-template pod 1-${places.places} ${places.name}:${places.port} resolvers names resolve-prefer ipv4 init-addr none`]
      : places.map((endpoint) => `server ${endpoint.host}:${endpoint.port} ${endpoint.host}:${endpoint.port}`)),
  ];
}

/** A condition: the path is this one or below it. */
const isBelow = (path: string): string => (path === '/' ? '{ path -m found }' : `{ path -m beg ${path}/ } || { path -m str ${path} }`);

const internal = ({ address, ports }: HaproxyOptions): readonly string[] => [
  `bind ${address}:${ports.metrics}`,
  'no log',
  'monitor-uri /health',
  '# Not of the places that no pod takes.',
  'http-request set-query no-maint if { path /metrics }',
  'http-request use-service prometheus-exporter if { path /metrics }',
  'http-request deny deny_status 404',
];
