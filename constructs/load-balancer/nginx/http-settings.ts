/** What holds for all of nginx's servers: the parts of `http` above them. */
import { errorBody, errorTexts } from '../error-texts';
import {
  CLIENT_IDLE_SECONDS,
  CONNECT_SECONDS,
  FORGEABLE_HEADERS,
  HEAD_KIB,
  HEADER_SECONDS,
  HSTS,
  MOST_HEADERS,
  requestIdPattern,
  TLS12_CIPHERS,
} from '../proxy';
import type { NginxOptions } from './nginx-conf';

/** All of them, in the order in which they stand. */
export const httpSettings = (options: NginxOptions): string =>
  [basics(options), log(options), tls(options), clients(options), services(options), errors(options)]
    .filter((part) => part !== '')
    .join('\n\n');

const basics = ({ writablePath }: NginxOptions): string =>
  [
    'server_tokens off;',
    'default_type application/octet-stream;',
    '# Bodies are never written to a disk; the paths have to be writable all the same.',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${writablePath}/${name};`),
  ].join('\n');

/** No query string, no header of the client but its agent: keys of APIs travel in both. */
function log({ accessLog }: NginxOptions): string {
  const fields = [
    ['time', '$msec'],
    ['request_id', '"$request_identity"'],
    ['client', '"$remote_addr"'],
    ['host', '"$host"'],
    ['method', '"$request_method"'],
    ['path', '"$request_path"'],
    ['status', '$status'],
    ['bytes', '$body_bytes_sent'],
    ['seconds', '$request_time'],
    ['upstream', '"$upstream_addr"'],
    ['upstream_status', '"$upstream_status"'],
    ['upstream_first_byte_seconds', '"$upstream_header_time"'],
    ['user_agent', '"$http_user_agent"'],
  ].map(([name, value]) => `"${name}":${value}`);
  return `# Without the query string. The path as it was written is looked for only where nginx answers by itself and has lost it.
map $request_uri $written_path {
  "~^(?<path_alone>[^?]*)" $path_alone;
}
map $uri $request_path {
  default $uri;
  /.error $written_path;
}
log_format requests escape=json '{${fields.join(",'\n  '")}}';
access_log ${accessLog} requests buffer=64k flush=1s;
# What nginx says of a single request quotes its query string; the same is in the access log without it.
error_log stderr crit;`;
}

/** Certificate and key are the same for all hosts: one certificate names all of them. Ciphers are TLS 1.2's with forward secrecy. */
const tls = ({ tls: files }: NginxOptions): string =>
  files === null
    ? ''
    : `ssl_certificate ${files.certificate};
ssl_certificate_key ${files.key};
ssl_protocols TLSv1.2 TLSv1.3;
ssl_ciphers ${TLS12_CIPHERS};
ssl_prefer_server_ciphers off;
ssl_session_cache shared:tls:10m;
ssl_session_tickets off;`;

/**
 * What tells a request from all others: when it came, and the number of its connection and of the request on it. nginx's own `$request_id`
 * is random, and drawing it costs as much CPU time as all processing of the headers.
 */
const identity = '"$msec-$pid-$connection-$connection_requests"';

/** Over TLS only: a browser ignores it in clear text. A header without a value is not sent, so what a service says itself stays alone. */
const strictTransport = `
map "$https $upstream_http_strict_transport_security" $strict_transport_security {
  default "";
  "on " ${HSTS};
}
add_header Strict-Transport-Security $strict_transport_security always;`;

/** Everything that concerns the connection to the client. */
function clients({ limits, trustedProxies, hsts = false }: NginxOptions): string {
  const ranges = (line: (range: string) => string): string => trustedProxies.map((range) => `${line(range)}\n`).join('');
  return `client_header_timeout ${HEADER_SECONDS}s;
client_body_timeout ${HEADER_SECONDS}s;
large_client_header_buffers 2 ${HEAD_KIB}k;
max_headers ${MOST_HEADERS};
client_max_body_size ${limits.maxBodyMiB}m;
send_timeout ${limits.idleSeconds}s;
keepalive_timeout ${limits.idleSeconds}s;
keepalive_min_timeout ${Math.min(CLIENT_IDLE_SECONDS, limits.idleSeconds)}s;
keepalive_requests 100000;
tcp_nodelay on;
gzip off;

# Only a proxy that is named is believed about the client: the address is the last one in its list that is none of these proxies.
${ranges((range) => `set_real_ip_from ${range};`)}real_ip_header X-Forwarded-For;
real_ip_recursive on;
geo $realip_remote_addr $from_trusted_proxy {
  default 0;
${ranges((range) => `  ${range} 1;`)}}
# Of others these headers are not even looked at.
map $http_x_forwarded_proto $forwarded_scheme {
  default $scheme;
  ~^https?$ $http_x_forwarded_proto;
}
map $http_x_request_id $given_identity {
  default ${identity};
  "~^${requestIdPattern}$" $http_x_request_id;
}
map $from_trusted_proxy $client_scheme {
  default $scheme;
  1 $forwarded_scheme;
}
map $from_trusted_proxy $request_identity {
  default ${identity};
  1 $given_identity;
}
add_header X-Request-Id $request_identity always;${hsts ? strictTransport : ''}`;
}

/** Everything that concerns the connection to a service. */
const services = ({
  limits,
}: NginxOptions): string => `# A WebSocket is the one protocol a client may change to; otherwise connections are kept.
map $http_upgrade $upstream_upgrade {
  default "";
  "~*^websocket$" websocket;
}
map $upstream_upgrade $upstream_connection {
  default "";
  websocket upgrade;
}
proxy_http_version 1.1;
proxy_set_header Host $host;
proxy_set_header X-Real-IP $remote_addr;
proxy_set_header X-Forwarded-For $remote_addr;
proxy_set_header X-Forwarded-Proto $client_scheme;
proxy_set_header X-Request-Id $request_identity;
proxy_set_header Connection $upstream_connection;
proxy_set_header Upgrade $upstream_upgrade;
proxy_set_header HTTP2-Settings "";
proxy_set_header Accept-Encoding $upstream_accept_encoding;
${FORGEABLE_HEADERS.map((name) => `proxy_set_header ${name} "";`).join('\n')}
proxy_hide_header X-Request-Id;
proxy_headers_hash_max_size 1024;
proxy_headers_hash_bucket_size 128;
proxy_redirect off;
proxy_socket_keepalive on;
proxy_connect_timeout ${CONNECT_SECONDS}s;
proxy_send_timeout ${limits.idleSeconds}s;
proxy_read_timeout ${limits.idleSeconds}s;
# A second try only if nothing was sent, or the method may be repeated (that is nginx's default), and never after a silence.
proxy_next_upstream error timeout;
proxy_next_upstream_tries 2;
proxy_next_upstream_timeout ${Math.min(2 * CONNECT_SECONDS, limits.idleSeconds)}s;
proxy_request_buffering off;
proxy_buffer_size ${HEAD_KIB}k;
proxy_buffers 4 ${HEAD_KIB}k;
proxy_max_temp_file_size 0;`;

/** A malformed request has no path, so that a named location could not answer it; an internal one can. */
function errors({ limits }: NginxOptions): string {
  const texts = errorTexts(limits);
  const line = (status: string, body: string): string => `  ${status.padEnd(7)} '${body}';`;
  const known = Object.entries(texts).map(([status, text]) => line(status, errorBody(Number(status), text, '$request_identity')));
  return `map $status $error_body {
${line('default', errorBody(500, texts[500], '$request_identity'))}
${known.join('\n')}
}
error_page 400 404 405 408 413 414 415 416 421 500 502 503 504 505 /.error;
error_page 494 =431 /.error;
# An unknown transfer coding: in front of services that read HTTP in their own ways it is an attempt, not a wish.
error_page 501 =400 /.error;
error_page 495 496 497 =400 /.error;`;
}
