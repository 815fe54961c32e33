/** HSTS of the balancers in pods: where they end TLS with a certificate that browsers know, and nothing in front says it. */
import { proxyOptions } from '../../../constructs/load-balancer/balancer-pods';
import { nginxConf } from '../../../constructs/load-balancer/nginx/nginx-conf';
import { haproxyCfg } from '../../../constructs/load-balancer/haproxy/haproxy-cfg';
import type { LoadBalancerConfig } from '../../../config';
import { configOf, limits, routes } from './load-balancer.fixture';

const own = { enabled: true, secret: 'load-balancer-tls' };

const options = (engine: 'nginx' | 'haproxy', fields: object, facesClients = true) => {
  const config = configOf({ engine, tls: own, ...fields }) as Extract<LoadBalancerConfig, { engine: 'nginx' | 'haproxy' }>;
  return proxyOptions({ config, routes, limits, facesClients });
};

const texts = {
  nginx: (fields: object, facesClients?: boolean) =>
    nginxConf({
      ...options('nginx', fields, facesClients),
      endpoints: endpoints(),
      writablePath: '/tmp',
      accessLog: '/dev/stdout',
      user: null,
    }),
  haproxy: (fields: object, facesClients?: boolean) =>
    haproxyCfg({ ...options('haproxy', fields, facesClients), endpoints: endpoints(), errorFiles: '/etc/errors', nameServers: null }),
};

const endpoints = () => Object.fromEntries(routes.map(({ service, port }) => [service, [{ host: service, port }]]));

describe.each(['nginx', 'haproxy'] as const)('%s', (engine) => {
  const text = texts[engine];

  test('says it over TLS, unless the service does', () => {
    expect(text({})).toContain('max-age=31536000');
    expect(text({})).toMatch(/upstream_http_strict_transport_security|res\.hdr\(Strict-Transport-Security\)/);
  });

  test.each([
    ['a CDN of this program stands in front', {}, false],
    ['a proxy stands in front', { trustedProxies: ['192.0.2.0/24'] }, true],
    ['the key is of its own making', { tls: { enabled: true } }, true],
    ['it ends no TLS', { tls: { enabled: false, reason: 'TLS ends in front of it' } }, true],
  ])('does not where %s', (_, fields, facesClients) => {
    expect(text(fields, facesClients)).not.toMatch(/Strict-Transport-Security/i);
  });
});
