import { at } from '../../../support/synthesized';
import { balancer } from '../load-balancer.fixture';

const ingress = (changes: object = {}) =>
  balancer({
    engine: 'ingress',
    controller: 'traefik',
    className: 'public',
    location: { namespace: 'ingress', podLabels: { 'app.kubernetes.io/name': 'controller' } },
    ...changes,
  });
const of = (service: string, changes: object = {}) => ingress(changes).find('kubernetes_ingress_v1', service);
const annotations = (service: string, changes: object = {}) => at(of(service, changes), 'metadata.annotations') as Record<string, string>;

test('there is one Ingress for each host, of the class that was named', () => {
  const all = ingress();
  const hosts = all.names('kubernetes_ingress_v1').map((name) => {
    const resource = all.find('kubernetes_ingress_v1', name);
    return [name, at(resource, 'spec.rule.0.host'), at(resource, 'spec.ingress_class_name')];
  });
  expect(hosts.toSorted()).toEqual([
    ['admin', 'admin.openrouter.ai', 'public'],
    ['backend', 'api.openrouter.ai', 'public'],
    ['portal', 'openrouter.ai', 'public'],
  ]);
});

test('every path goes to the service as it is, except those for its operators', () => {
  const to = (name: string) => ({ service: { name, port: { number: 80 } } });
  expect(at(of('backend'), 'spec.rule.0.http.path')).toEqual([
    { path: '/metrics', path_type: 'Prefix', backend: to('load-balancer-nowhere') },
    { path: '/debug', path_type: 'Prefix', backend: to('load-balancer-nowhere') },
    { path: '/', path_type: 'Prefix', backend: to('backend') },
  ]);
  expect(at(ingress().find('kubernetes_service_v1', 'load-balancer-nowhere'), 'spec')).not.toHaveProperty('selector');
  expect(ingress().text).not.toContain('rewrite');
});

test('TLS is by the Secret, for the one host', () => {
  expect(at(of('portal'), 'spec.tls')).toEqual([{ hosts: ['openrouter.ai'], secret_name: 'load-balancer-tls' }]);
  expect(at(of('portal', { tlsSecret: 'other' }), 'spec.tls.0.secret_name')).toBe('other');
});

test('its origin is what is said', () => {
  const origin = { recordType: 'CNAME', value: 'ingress.example' };
  expect(ingress({ origin }).balancer.origin).toEqual(origin);
  expect(ingress().balancer.origin).toBeNull();
});

describe('the annotations', () => {
  test('are those of the named controller and no other', () => {
    const prefixes = (controller: string) => [
      ...new Set(Object.keys(annotations('backend', { controller })).map((key) => key.split('/')[0])),
    ];
    expect(['traefik', 'haproxy', 'nginx-inc'].map(prefixes)).toEqual([['traefik.ingress.kubernetes.io'], ['haproxy.org'], ['nginx.org']]);
  });

  test('of the program win over those that are brought along', () => {
    const own = annotations('backend', {
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt', 'traefik.ingress.kubernetes.io/router.tls': 'false' },
    });
    expect(own).toMatchObject({ 'cert-manager.io/cluster-issuer': 'letsencrypt', 'traefik.ingress.kubernetes.io/router.tls': 'true' });
  });

  test('of Traefik serve TLS only', () => {
    expect(annotations('backend')).toMatchObject({ 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' });
  });

  test('of HAProxy have the chain’s silence and body, and send each piece at once', () => {
    const haproxy = annotations('backend', { controller: 'haproxy' });
    expect(haproxy).toMatchObject({
      'haproxy.org/timeout-server': '1200s',
      'haproxy.org/check-http': '/ready',
      'haproxy.org/ssl-redirect': 'true',
    });
    expect(haproxy['haproxy.org/backend-config-snippet']).toMatch(
      /^option http-no-delay\n[\s\S]*status 413 [\s\S]*larger than 100 MiB[\s\S]*gt 104857600 \}\n$/,
    );
  });

  test('of nginx’ maker have the chain’s silence and body, and no buffer where answers are streams', () => {
    const controller = 'nginx-inc';
    expect(annotations('backend', { controller })).toMatchObject({
      'nginx.org/proxy-buffering': 'False',
      'nginx.org/proxy-read-timeout': '1200s',
      'nginx.org/client-max-body-size': '100m',
    });
    expect(annotations('admin', { controller })).not.toHaveProperty('nginx.org/proxy-buffering');
  });

  test('are never those of ingress-nginx', () => {
    for (const controller of ['traefik', 'haproxy', 'nginx-inc'])
      expect(ingress({ controller }).text).not.toContain('nginx.ingress.kubernetes.io');
  });
});
