/** Which service answers which hosts. */
import { hostsByKey, hostsOf } from '../../../config';
import { routesOf } from '../../support/services';

test('a service with a host has a route, a worker has none', () => {
  expect(
    routesOf({ indexer: { kind: 'worker' }, docs: { host: 'openrouter.ai', path: '/docs', streaming: ['/docs/live'] } }),
  ).toMatchObject([
    { service: 'backend', hosts: ['api.openrouter.ai'], path: '/', port: 8080, streamingPaths: ['/v1'] },
    { service: 'admin', hosts: ['admin.openrouter.ai'], path: '/', port: 3000, fenced: true },
    { service: 'portal', hosts: ['openrouter.ai'], path: '/', port: 3001, streamingPaths: [] },
    { service: 'docs', hosts: ['openrouter.ai'], path: '/docs', port: 8080, streamingPaths: ['/docs/live'] },
  ]);
});

test('a host that several services share is one host', () => {
  expect(hostsOf(routesOf({ backend: null, docs: { host: 'openrouter.ai', path: '/docs' } }))).toEqual([
    'admin.openrouter.ai',
    'openrouter.ai',
  ]);
});

describe('hosts by key', () => {
  test('are the names of services, which stay when a host changes', () => {
    expect(hostsByKey(routesOf({ portal: { host: 'www.openrouter.ai' }, indexer: { kind: 'worker' } }))).toEqual({
      backend: 'api.openrouter.ai',
      admin: 'admin.openrouter.ai',
      portal: 'www.openrouter.ai',
    });
  });

  test('of aliases they are the name and the host: another alias moves none', () => {
    const keys = (...aliases: readonly string[]) => hostsByKey(routesOf({ admin: null, portal: null, backend: { aliases: [...aliases] } }));
    expect(keys('chat.openrouter.ai', 'v1.api.openrouter.ai')).toEqual({
      backend: 'api.openrouter.ai',
      'backend-chat-openrouter-ai': 'chat.openrouter.ai',
      'backend-v1-api-openrouter-ai': 'v1.api.openrouter.ai',
    });
    expect(keys('v1.api.openrouter.ai')).toEqual({
      backend: 'api.openrouter.ai',
      'backend-v1-api-openrouter-ai': 'v1.api.openrouter.ai',
    });
  });

  test('a host that several share is the first one’s, once', () => {
    const shared = routesOf({
      portal: { aliases: ['www.openrouter.ai'] },
      docs: { host: 'openrouter.ai', path: '/docs', aliases: ['www.openrouter.ai', 'docs.openrouter.ai'] },
    });
    expect(hostsByKey(shared)).toEqual({
      backend: 'api.openrouter.ai',
      admin: 'admin.openrouter.ai',
      portal: 'openrouter.ai',
      'portal-www-openrouter-ai': 'www.openrouter.ai',
      'docs-docs-openrouter-ai': 'docs.openrouter.ai',
    });
  });
});
