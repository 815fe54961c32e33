import { hostsOf } from '../../../config';
import { errorBody, errorTexts } from '../error-texts';
import { FORGEABLE_HEADERS, HSTS, PRIVATE_PATHS, privatePathPattern, requestIdPattern, type ProxyOptions, type ProxyRoute } from '../proxy';

/** Maximum number of trusted proxies in a row. */
const PROXIES_IN_A_ROW = 3;

/** Headers that tell the service about the client. What a client says of itself in them is dropped first. */
const OWN_HEADERS = ['X-Real-IP', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Request-Id'] as const;

/**
 * What is done with each request before it goes to a backend, in this order. Each rule costs the more the more headers a request has, so
 * there are few that look at all of them.
 */
export const requestRules = (options: ProxyOptions): readonly string[] => [
  ...facts(options),
  ...refusals(options),
  ...headers,
  ...strictTransport(options),
  '# A client whose answer has begun may pause for as long as a service may be silent.',
  `http-response set-timeout client ${options.limits.idleSeconds}s if { status 200:299 }`,
  ...longestPathFirst(options.routes).flatMap(backendsOf),
];

/** HAProxy reads lines of 64 words and 2048 characters at most; conditions of one name are alternatives. */
const MOST_VALUES = 40;
const LONGEST_LINE = 1800;

/** A condition that holds for any of the values, in as many lines as it takes. */
function acl(name: string, criterion: string, values: readonly string[]): readonly string[] {
  const lines: string[][] = [];
  for (const value of values) {
    const last = lines.at(-1);
    const fits = last !== undefined && last.length < MOST_VALUES && [...last, value].join(' ').length < LONGEST_LINE;
    if (fits) last.push(value);
    else lines.push([value]);
  }
  return lines.map((line) => `acl ${name} ${criterion} ${line.join(' ')}`);
}

/** The first rule that matches decides. */
const longestPathFirst = (routes: readonly ProxyRoute[]): readonly ProxyRoute[] =>
  [...routes].sort((a, b) => b.path.length - a.path.length);

function backendsOf({ hosts, path, service }: ProxyRoute): readonly string[] {
  const rule = `use_backend ${service} if host_of_${service}`;
  return [
    ...acl(`host_of_${service}`, 'var(txn.host) -m str', hosts),
    ...(path === '/' ? [rule] : [`${rule} { path -m str ${path} }`, `${rule} { path -m beg ${path}/ }`]),
  ];
}

/** Who asks and what, in variables: the log has no other source, so that no query string gets into it. */
function facts({ trustedProxies }: ProxyOptions): readonly string[] {
  const common = [
    'http-request set-var(txn.path) path',
    'http-request set-var(txn.host) req.hdr(Host),host_only,lower',
    'http-request set-var(txn.request_id) uuid()',
    'http-request set-var(txn.scheme) ssl_fc,iif(https,http)',
  ];
  if (trustedProxies.length === 0) return common;
  const given = (header: string, pattern: string): string => `if from_proxy { req.hdr(${header}) -m reg ^${pattern}$ }`;
  return [
    '# Only a proxy that is named is believed about the client: the address is the last one in its list that is none of these proxies.',
    ...acl('proxy_address', 'src', trustedProxies),
    'http-request set-var(txn.from_proxy) bool(true) if proxy_address',
    'acl from_proxy var(txn.from_proxy) -m bool',
    ...Array.from({ length: PROXIES_IN_A_ROW }, (_, place) => `req.hdr_ip(X-Forwarded-For,-${place + 1})`).map(
      (address) => `http-request set-src ${address} if from_proxy proxy_address { ${address} -m found }`,
    ),
    ...common,
    `http-request set-var(txn.request_id) req.hdr(X-Request-Id) ${given('X-Request-Id', requestIdPattern)}`,
    `http-request set-var(txn.scheme) req.hdr(X-Forwarded-Proto) ${given('X-Forwarded-Proto', 'https?')}`,
  ];
}

function refusals({ routes, tls, limits }: ProxyOptions): readonly string[] {
  const answer = (status: 400 | 404 | 405 | 413 | 421): string => {
    const body = errorBody(status, errorTexts(limits)[status], '%[var(txn.request_id)]');
    return `http-request return status ${status} content-type application/json lf-string '${body}'`;
  };
  const hosts = hostsOf(routes);
  return [
    ...acl('known_host', 'var(txn.host) -m str', hosts),
    ...acl('host_as_it_is', 'req.hdr(Host) -m str', hosts),
    `${answer(421)} unless known_host`,
    '# Without a port and in lower case, for the services to compare.',
    'http-request set-header Host %[var(txn.host)] unless host_as_it_is',
    ...(tls === null ? [] : ['http-request redirect scheme https code 308 unless { ssl_fc }']),
    `${answer(405)} if { method TRACE CONNECT }`,
    '# A transfer coding is of HTTP/1.1 and on; and there are no other versions.',
    `${answer(400)} if { req.ver 1.0 } { req.hdr(Transfer-Encoding) -m found } || !{ req.ver 1.0 1.1 2.0 }`,
    '# A path that is written in an unusual way is read as a service may read it: decoded, in lower case, without empty and dot segments.',
    'acl unusual_path path -m sub // /. %',
    `http-request set-var(txn.plain_path) path,url_dec,lower,'regsub("/(\\.?/)+","/",g)' if unusual_path`,
    `acl private_path path -i -m reg '${privatePathPattern}'`,
    `acl private_plain_path var(txn.plain_path) -m reg '${privatePathPattern}|/\\.\\.(/|$)'`,
    `${answer(404)} if { path -i -m beg ${PRIVATE_PATHS.join(' ')} } private_path || unusual_path private_plain_path`,
    `${answer(413)} if { req.body_size gt ${limits.maxBodyMiB * 1024 * 1024} }`,
  ];
}

/** One rule for several: each looks at every header. HAProxy keeps names in lower case, and an expression sees them so. */
const anyOf = (names: readonly string[]): string => `^(${names.join('|').toLowerCase()})$`;

/**
 * CGI and its heirs make the same variable of `X-Real-IP`, `X_Real_IP` and `X.Real.IP`: a name of other characters than letters, digits
 * and hyphens is dropped, as nginx does. https://nginx.org/en/docs/http/ngx_http_core_module.html#ignore_invalid_headers
 */
const UNUSUAL_NAME = '[^a-z0-9-]';

/** Over TLS only: a browser ignores it in clear text, and must. */
const strictTransport = ({ hsts = false }: ProxyOptions): readonly string[] =>
  hsts
    ? [`http-after-response set-header Strict-Transport-Security ${HSTS} if { ssl_fc } !{ res.hdr(Strict-Transport-Security) -m found }`]
    : [];

const headers: readonly string[] = [
  `http-request del-header '${anyOf([...OWN_HEADERS, ...FORGEABLE_HEADERS])}|${UNUSUAL_NAME}' -m reg`,
  'http-request add-header X-Real-IP %[src]',
  'http-request add-header X-Forwarded-For %[src]',
  'http-request add-header X-Forwarded-Proto %[var(txn.scheme)]',
  'http-request add-header X-Request-Id %[var(txn.request_id)]',
  '# A WebSocket is the one protocol a client may change to.',
  'acl websocket req.hdr(Upgrade) -i websocket',
  `http-request del-header ${anyOf(['Connection', 'Upgrade', 'HTTP2-Settings'])} -m reg if { req.hdr(Connection) -m found } !websocket`,
  '# The service gets the path alone, also where a client sends the whole address as to a proxy.',
  'http-request set-uri %[pathq] if { url -m beg http:// https:// }',
  '# What the service says of its own connection.',
  'http-response del-header Keep-Alive',
  'http-after-response set-header X-Request-Id %[var(txn.request_id)]',
];
