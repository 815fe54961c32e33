/** What a reverse proxy is told, whichever program it is and wherever it runs. */
import type { Route } from '../../config';
import type { Endpoint } from '../contracts';

/** What a proxy is told about a route. */
export type ProxyRoute = Pick<Route, 'hosts' | 'path' | 'service' | 'readinessPath' | 'streamingPaths'>;

/** Certificate and key in PEM form. */
export interface ProxyTls {
  /** Path of the certificate with its chain. HAProxy wants the key beside it, with the same name but for the ending: `tls.crt`, `tls.key`. */
  readonly certificate: string;
  readonly key: string;
}

/** This hop's share of the streaming chain. */
export interface ProxyLimits {
  /** Seconds without a byte after which an open request is given up, and an idle connection of a client closed. */
  readonly idleSeconds: number;
  /**
   * Seconds an idle connection to a service is kept for the next request. Below what the service leaves idle connections open for, also
   * while it stops: the side that sends requests must be the one to close (docs/streaming.md).
   */
  readonly upstreamIdleSeconds: number;
  /** Seconds that open requests get to end when the configuration is reloaded or the program is asked to stop. */
  readonly drainSeconds: number;
  /** Largest request, in MiB. */
  readonly maxBodyMiB: number;
}

export interface ProxyPorts {
  /** Public, in clear text: serves, or redirects to https where there is TLS. */
  readonly http: number;
  /** Public, TLS. */
  readonly https: number;
  /** Internal: its own health at `/health`, its metrics at `/metrics`. */
  readonly metrics: number;
}

export interface ProxyOptions {
  readonly routes: readonly ProxyRoute[];
  /** IPv4 address to listen on; `0.0.0.0` for all. */
  readonly address: string;
  readonly ports: ProxyPorts;
  /** Null: clear text only, behind something that ends TLS. */
  readonly tls: ProxyTls | null;
  /** Whether browsers are told to come back by TLS only; a service that says so itself has the last word. Default: no. */
  readonly hsts?: boolean;
  /** IPv4 ranges of the proxies in front. Only they are believed about a client's address and scheme, and about a request's id. */
  readonly trustedProxies: readonly string[];
  readonly limits: ProxyLimits;
  /** Processes or threads: as many as cores it may use. */
  readonly workers: number;
  /** Connections of clients at a time, which is also the number of open streams. Each takes two file descriptors. */
  readonly connections: number;
}

/** Fixed places of each service's processes. */
export type ProxyEndpoints = Readonly<Record<string, readonly Endpoint[]>>;

/**
 * A year, as Cloudflare is told by default. Not for subdomains: they may be other people's.
 * https://www.rfc-editor.org/rfc/rfc6797#section-6.1
 */
export const HSTS = 'max-age=31536000';

/** Seconds a connection to a service may take; in a cluster or on a host it takes milliseconds. */
export const CONNECT_SECONDS = 5;

/** Seconds in which a client that has an idle connection uses it again, or most likely never. */
export const CLIENT_IDLE_SECONDS = 60;

/** Seconds for a client to send its headers. */
export const HEADER_SECONDS = 30;

/**
 * KiB of a request's line and headers, and of an answer's, that pass: sessions are kept in cookies of 4 KiB each. Twice what services
 * usually take (Node.js, Go's proxies and Cloudflare's edge 16 to 128 KiB), so that it is the service that says no.
 */
export const HEAD_KIB = 32;

/** Headers of a request that pass: https://nginx.org/en/docs/http/ngx_http_core_module.html#max_headers */
export const MOST_HEADERS = 100;

/**
 * When a silent connection is probed, and how often until it counts as dead. Below the 350 s after which network load balancers and NAT
 * forget a silent connection: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html
 */
export const TCP_KEEPALIVE = { idleSeconds: 60, intervalSeconds: 15, probes: 4 } as const;

/** Paths of a service that are for its operators: its metrics, and what debuggers and profilers serve. Each with all below it. */
export const PRIVATE_PATHS = ['/metrics', '/debug'] as const;

/** Pattern for a path that is decoded and in lower case: `/metrics`, `/metrics/x`, `/metrics;x` and `/metrics.json`, but not `/metrics-guide`. */
export const privatePathPattern = `^(${PRIVATE_PATHS.join('|')})(?![a-z0-9_-])`;

/** Headers that applications and frameworks believe about the client, and that only a proxy may set. */
export const FORGEABLE_HEADERS = [
  'Forwarded',
  'X-Forwarded-Host',
  'X-Forwarded-Port',
  'X-Forwarded-Prefix',
  'X-Forwarded-Server',
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-Client-IP',
  'X-Cluster-Client-IP',
  'True-Client-IP',
  'CF-Connecting-IP',
  'Proxy', // https://httpoxy.org
] as const;

/** What an id of a request may look like when it is taken over: it stands in logs and in answers. */
export const requestIdPattern = '[A-Za-z0-9._-]{1,128}';

/** Ciphers of TLS 1.2: those with forward secrecy and authenticated encryption (Mozilla's "intermediate"). TLS 1.3 has no others. */
export const TLS12_CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');
