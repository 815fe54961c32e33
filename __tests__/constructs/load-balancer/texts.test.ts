/** The texts that nginx and HAProxy read. What they do is tested with the programs: __tests__/live/load-balancer*.test.ts. */
import { haproxyErrorFiles } from '../../../constructs/load-balancer/haproxy/error-files';
import { haproxyCfg, type HaproxyOptions } from '../../../constructs/load-balancer/haproxy/haproxy-cfg';
import { makeKeyCommand } from '../../../constructs/load-balancer/make-key';
import { nginxConf, type NginxOptions } from '../../../constructs/load-balancer/nginx/nginx-conf';
import type { ProxyOptions } from '../../../constructs/load-balancer/proxy';
import { expectGolden } from './golden.fixture';
import { routes } from './load-balancer.fixture';

const common: ProxyOptions = {
  routes,
  address: '0.0.0.0',
  ports: { http: 8080, https: 8443, metrics: 8404 },
  tls: { certificate: '/etc/tls/tls.crt', key: '/etc/tls/tls.key' },
  trustedProxies: ['192.0.2.0/24', '198.51.100.0/24'],
  limits: { idleSeconds: 1200, upstreamIdleSeconds: 60, drainSeconds: 600, maxBodyMiB: 100 },
  workers: 2,
  connections: 2000,
};
const endpoints = {
  backend: [{ host: 'backend', port: 8080 }],
  admin: [{ host: 'admin', port: 3000 }],
  portal: [{ host: 'portal', port: 3001 }],
};

const nginx = (changes: Partial<NginxOptions> = {}) =>
  nginxConf({ ...common, endpoints, writablePath: '/tmp', accessLog: '/dev/stdout', user: null, ...changes });
const haproxy = (changes: Partial<HaproxyOptions> = {}) =>
  haproxyCfg({ ...common, endpoints, errorFiles: '/etc/load-balancer', nameServers: null, ...changes });

/** On one host: loopback, clear text, started by root. */
const host = {
  address: '127.0.0.1',
  tls: null,
  trustedProxies: [],
  endpoints: { ...endpoints, backend: [8080, 8081].map((port) => ({ host: '127.0.0.1', port })) },
};

describe('the rendered text', () => {
  test.each([
    ['nginx.conf', nginx()],
    ['nginx-clear-text.conf', nginx({ ...host, user: 'www-data' })],
    [
      'haproxy.cfg',
      haproxy({ endpoints: { ...endpoints, backend: { name: 'backend.namespace.svc.cluster.local', port: 8080, places: 32 } } }),
    ],
    ['haproxy-clear-text.cfg', haproxy(host)],
  ])('%s is the reviewed one', (name, text) => {
    expectGolden(name, text);
  });

  // Terraform would take these for templates of its own.
  test.each([
    ['nginx', nginx()],
    ['HAProxy', haproxy()],
  ])('of %s has nothing that Terraform would fill in', (_name, text) => {
    expect(text).not.toMatch(/[$%]\{/);
  });
});

describe('a service', () => {
  test.each([
    ['nginx', () => nginx({ endpoints: {} })],
    ['HAProxy', () => haproxy({ endpoints: {} })],
  ])('without an endpoint is an error: %s', (_name, render) => {
    expect(render).toThrow('the service backend has no endpoint');
  });

  test('that streams everywhere has one location', () => {
    const text = nginx({ routes: routes.map((route) => ({ ...route, streamingPaths: ['/'] })) });
    expect(text.match(/location \/ \{\n {6}set \$upstream_accept_encoding "";\n {6}proxy_buffering off;\n/g)).toHaveLength(routes.length);
  });
});

describe('the chain', () => {
  test.each([
    [
      'nginx',
      nginx(),
      /proxy_read_timeout (\d+)s/,
      /worker_shutdown_timeout (\d+)s/,
      /client_max_body_size (\d+)m/,
      /keepalive_timeout (\d+)s/,
    ],
    ['HAProxy', haproxy(), /timeout server (\d+)s/, /hard-stop-after (\d+)s/, /larger than (\d+) MiB/, /set-timeout client (\d+)s/],
  ])('%s is told idle time, drain, body size and keep-alive', (_name, text, ...numbers) => {
    expect(numbers.map((number) => number.exec(text)?.[1])).toEqual(['1200', '600', '100', '1200']);
  });
});

describe('a silent client keeps its place', () => {
  test('at HAProxy for a minute, and behind a CDN for as long as the CDN keeps its connections', () => {
    expect(haproxy({ trustedProxies: [] })).toContain('timeout http-keep-alive 60s');
    expect(haproxy({ trustedProxies: ['192.0.2.0/24'] })).toContain('timeout http-keep-alive 1200s');
  });
});

describe('the table of hosts of nginx', () => {
  const named = (host: string) => nginx({ routes: routes.map((route) => ({ ...route, hosts: [host] as const })) });

  test.each([
    [46, 64],
    [47, 128],
    [110, 128],
    [111, 256],
    [253, 512],
  ])('has buckets for a host of %i characters: %i', (length, size) => {
    expect(named('h'.repeat(length))).toContain(`server_names_hash_bucket_size ${size};`);
  });
});

test('an error file says its own length', () => {
  for (const text of Object.values(haproxyErrorFiles(common.limits))) {
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    expect(JSON.parse(body)).toHaveProperty('error.code');
  }
});

test('a key is made for every host', () => {
  const files = { certificate: '/tls/tls.crt', key: '/tls/tls.key' };
  expect(makeKeyCommand(['a.example', 'b.example'], files)).toEqual(
    expect.arrayContaining(['subjectAltName=DNS:a.example,DNS:b.example', '/tls/tls.key', '/tls/tls.crt']),
  );
});
