/** Services that share a host by path, aliases, and hosts as long as a name can be. */
import { describeLive } from '../support/live';
import { ask } from './load-balancer/clients';
import { engines, startBalancer, type Balancer } from './load-balancer/engines';
import { startRecorder, type Recorder } from './load-balancer/recorder';

jest.setTimeout(60_000);

/** 253 characters in labels of 63 at most. */
const longest = [...Array.from({ length: 3 }, () => 'h'.repeat(63)), 'h'.repeat(61)].join('.');
const many = Array.from({ length: 400 }, (_, index) => `alias-${index}.example.com`);

const route = (service: string, hosts: readonly [string, ...string[]], path = '/') => ({
  service,
  hosts,
  path,
  readinessPath: '/ready',
  streamingPaths: [],
});
const routes = [
  route('backend', ['api.example.com']),
  route('docs', ['api.example.com'], '/docs'),
  route('guide', ['api.example.com'], '/docs/guide'),
  route('portal', ['example.com', 'www.example.com', longest, ...many]),
];

describe.each(engines)('$name', (engine) => {
  describeLive('for paths and aliases', [engine.name], (programs) => {
    const recorders: Record<string, Recorder> = {};
    let balancer: Balancer;
    beforeAll(async () => {
      for (const { service } of routes) recorders[service] = await startRecorder({ answer: service });
      balancer = await startBalancer(engine, programs[engine.name], {
        routes,
        endpoints: Object.fromEntries(Object.entries(recorders).map(([service, recorder]) => [service, [recorder]])),
      });
    });
    afterAll(async () => {
      await balancer?.process.stop('SIGKILL');
      for (const recorder of Object.values(recorders)) await recorder.close();
    });

    test.each([
      ['api.example.com', '/', 'backend'],
      ['api.example.com', '/docsx', 'backend'],
      ['api.example.com', '/v1/docs', 'backend'],
      ['api.example.com', '/docs', 'docs'],
      ['api.example.com', '/docs?page=1', 'docs'],
      ['api.example.com', '/docs/', 'docs'],
      ['api.example.com', '/docs/guidebook', 'docs'],
      ['api.example.com', '/docs/guide', 'guide'],
      ['api.example.com', '/docs/guide/start', 'guide'],
      ['example.com', '/docs', 'portal'],
      ['www.example.com', '/', 'portal'],
      ['alias-399.example.com', '/', 'portal'],
      [longest, '/', 'portal'],
    ])('%s%s leads to %s', async (host, path, service) => {
      const { status, body } = await ask({ port: balancer.http, path, headers: { Host: host } });
      expect([status, body]).toEqual([200, service]);
    });

    test('private paths are closed below a path, too', async () => {
      const { status } = await ask({ port: balancer.http, path: '/metrics', headers: { Host: 'api.example.com' } });
      expect(status).toBe(404);
    });
  });
});
