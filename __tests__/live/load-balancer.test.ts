import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { describeLive } from '../support/live';
import { loopback } from '../support/processes';
import { ask, raw, type Answer, type Ask } from './load-balancer/clients';
import { engines, hosts, startBalancer, type Balancer } from './load-balancer/engines';
import { startApplication, type Application } from './load-balancer/start-application';

jest.setTimeout(60_000);

const MEBIBYTE = 1024 * 1024;
const secret = () => randomBytes(16).toString('hex');

/** Headers as the service got them, names in lower case. */
function headersOf({ body }: Answer): Readonly<Record<string, string>> {
  const { rawHeaders } = JSON.parse(body) as { rawHeaders: string[] };
  return Object.fromEntries(
    rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? '']] : [])),
  );
}

const forged = {
  'X-Forwarded-For': '192.0.2.1, 192.0.2.2',
  'X-Forwarded-Proto': 'https',
  'X-Real-IP': '192.0.2.3',
  'X-Forwarded-Host': 'evil.example',
  'X-Original-URL': '/admin',
  'CF-Connecting-IP': '192.0.2.4',
  'True-Client-IP': '192.0.2.5',
  Forwarded: 'for=192.0.2.6',
  Proxy: 'evil.example',
};

describe.each(engines)('$name', (engine) => {
  describeLive('in front of the services', [engine.name], (programs) => {
    let application: Application;
    let balancer: Balancer;
    beforeAll(async () => {
      application = await startApplication();
      balancer = await startBalancer(engine, programs[engine.name], { endpoints: [{ host: loopback, port: application.port }] });
    });
    afterAll(async () => {
      await balancer?.process.stop('SIGKILL');
      await application?.stop();
    });
    const echo = (options: Omit<Ask, 'port'> = {}) => ask({ port: balancer.http, path: '/echo', ...options });

    test('does not believe a client about itself', async () => {
      const headers = headersOf(await echo({ headers: forged }));
      expect(headers).toMatchObject({
        host: hosts.backend,
        'x-real-ip': '127.0.0.1',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      });
      const left = Object.entries(headers).filter(([, value]) => /192\.0\.2|evil|admin$/.test(value));
      expect(left).toEqual([]);
    });

    test.each(['_', '.'])('nor when it writes %j in place of the hyphens of a name', async (sign) => {
      const disguised = Object.fromEntries(Object.entries(forged).map(([name, value]) => [name.replaceAll('-', sign), value]));
      const headers = headersOf(await echo({ headers: disguised }));
      expect(Object.entries(headers).filter(([, value]) => /192\.0\.2|evil|admin$/.test(value))).toEqual([]);
    });

    test('drops headers whose names have other characters than letters, digits and hyphens', async () => {
      const unusual = [..."!#$%&'*+.^_`|~"].map((sign) => `Transfer${sign}Encoding`);
      const headers = headersOf(
        await echo({ headers: { 'X-Usual-1': 'here', ...Object.fromEntries(unusual.map((name) => [name, 'x'])) } }),
      );
      expect(headers).toHaveProperty('x-usual-1', 'here');
      expect(Object.keys(headers).filter((name) => /[^a-z0-9-]/.test(name))).toEqual([]);
    });

    test('gives each request an id of its own, which the service and the client get', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 20 });
      const ask200 = Array.from({ length: 200 }, () => echo({ agent, headers: { 'X-Request-Id': 'chosen-by-the-client' } }));
      const answers = await Promise.all(ask200);
      agent.destroy();
      const ids = answers.map((answer) => headersOf(answer)['x-request-id']);
      expect(new Set(ids).size).toBe(200);
      expect(ids.filter((id) => !/^[\w.-]{10,64}$/.test(id ?? '') || id === 'chosen-by-the-client')).toEqual([]);
      expect(answers.map(({ headers }) => headers['x-request-id'])).toEqual(ids);
    });

    test('asks for no compression on streaming paths and leaves it to the service elsewhere', async () => {
      const accepted = async (url: string) =>
        headersOf(await echo({ path: url, headers: { 'Accept-Encoding': 'gzip' } }))['accept-encoding'];
      const found = await Promise.all(['/v1/echo', '/v1', '/v1x', '/'].map(accepted));
      expect(found).toEqual([undefined, undefined, 'gzip', 'gzip']);
    });

    test('passes on no other upgrade than that to a WebSocket', async () => {
      const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA' };
      const arrived = headersOf(await echo({ headers }));
      expect(arrived).not.toHaveProperty('upgrade');
      expect(arrived).not.toHaveProperty('http2-settings');
      expect(arrived.connection ?? '').not.toMatch(/upgrade/i);
    });

    test('keeps its connections to the service for further requests', async () => {
      const before = (await application.count()).connections;
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let number = 0; number < 30; number += 1) await echo({ agent });
      agent.destroy();
      expect((await application.count()).connections - before).toBeLessThanOrEqual(2);
    });

    test('takes a body of the largest size, and answers a larger one with 413 as JSON', async () => {
      const largest = await echo({ method: 'POST', body: Buffer.alloc(MEBIBYTE) });
      // Announced only: a client that still sends when it is refused may lose the answer with the connection.
      const larger = await echo({ method: 'POST', headers: { 'Content-Length': MEBIBYTE + 1 } });
      expect(largest).toMatchObject({ status: 200, body: expect.stringContaining(`"bodyBytes":${MEBIBYTE}`) as string });
      expect(larger.status).toBe(413);
      expect(JSON.parse(larger.body)).toMatchObject({
        error: { code: 'request_too_large', message: expect.stringMatching(/1 MiB/) as string },
      });
    });

    test('or the service does, where the body comes in chunks', async () => {
      const body = Array.from({ length: 21 }, () => Buffer.alloc(50_000)); // so little above 1 MiB that all is sent before the answer
      const { status, body: text } = await echo({ method: 'POST', body });
      expect({ status, body: JSON.parse(text) as unknown }).toMatchObject({ status: 413, body: { error: { code: 'request_too_large' } } });
    });

    test('logs each request as JSON, without its query string and its headers', async () => {
      const [query, authorization, cookie] = [secret(), secret(), secret()];
      const headers = {
        Authorization: `Bearer ${authorization}`,
        'X-Api-Key': authorization,
        Cookie: `session=${cookie}`,
        'User-Agent': 'an "agent"\\',
      };
      const url = `/v1/echo/${secret()}`;
      const answer = await echo({ path: `${url}?key=${query}`, headers });
      for (const host of [hosts.backend, 'unknown.example'])
        await echo({ path: `/metrics?key=${query}`, headers: { ...headers, Host: host } });
      await expect(balancer.logged(url)).resolves.toEqual([
        expect.objectContaining({
          request_id: answer.headers['x-request-id'],
          client: '127.0.0.1',
          host: hosts.backend,
          method: 'GET',
          status: 200,
          user_agent: headers['User-Agent'],
          time: expect.closeTo(Date.now() / 1000, -2) as number,
        }),
      ]);
      await balancer.logged('/metrics', 2);
      expect(balancer.output()).not.toMatch(new RegExp([query, authorization, cookie].join('|')));
    });

    test('has its own health and metrics on the internal port', async () => {
      await expect(ask({ port: balancer.metrics, path: '/health' })).resolves.toMatchObject({ status: 200 });
      const { status, headers, body } = await ask({ port: balancer.metrics, path: '/metrics' });
      expect({ status, type: headers['content-type'] }).toEqual({
        status: 200,
        type: expect.stringMatching(/^text\/plain; version=0\.0\.4/) as string,
      });
      const connections =
        engine.name === 'nginx' ? /^nginx_connections_active [1-9]\d*$/m : /^haproxy_frontend_current_sessions\{proxy="public"\} \d+$/m;
      expect(body).toMatch(connections);
      await expect(ask({ port: balancer.metrics, path: '/echo' })).resolves.toMatchObject({ status: 404 });
    });

    test.each([
      ...['/metrics', '/metrics/', '/METRICS', '/metrics?a=b', '/metrics.json', '/metrics;a=b', '/metrics%3ba', '/debug/pprof/heap'],
      ...['/%6detrics', '//metrics', '/./metrics', '/a/../metrics', '/%2e/metrics', '/a/%2e%2e/metrics', '/%2fmetrics', '/metrics%2f'],
      `http://${hosts.backend}/metrics`,
    ])('never shows %s', async (url) => {
      const { requests } = await application.count();
      const answer = await raw(balancer.http, `GET ${url} HTTP/1.1\r\nHost: ${hosts.backend}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 404 [\s\S]*"code":"not_found"/);
      await expect(application.count()).resolves.toMatchObject({ requests });
    });

    test('shows what only begins like a private path', async () => {
      await expect(echo({ path: '/metrics-guide' })).resolves.toMatchObject({ status: 200 });
    });
  });

  describeLive('behind a trusted proxy', [engine.name], (programs) => {
    let application: Application;
    let balancer: Balancer;
    beforeAll(async () => {
      application = await startApplication();
      balancer = await startBalancer(engine, programs[engine.name], {
        endpoints: [{ host: loopback, port: application.port }],
        trustedProxies: ['127.0.0.0/8', '203.0.113.0/24'],
      });
    });
    afterAll(async () => {
      await balancer?.process.stop('SIGKILL');
      await application?.stop();
    });
    const arrived = async (headers: Ask['headers'], agent?: Agent) =>
      headersOf(await ask({ port: balancer.http, path: '/echo', headers, agent }));

    test('the client is the last address in the list that is no trusted proxy', async () => {
      // 192.0.2.1 is what the client claims, 198.51.100.7 is what the outer proxy saw.
      const headers = { ...forged, 'X-Forwarded-For': '192.0.2.1, 198.51.100.7, 203.0.113.9' };
      await expect(arrived(headers)).resolves.toMatchObject({
        'x-real-ip': '198.51.100.7',
        'x-forwarded-for': '198.51.100.7',
        'x-forwarded-proto': 'https',
      });
    });

    test('each request of a shared connection has its own client', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (const client of ['198.51.100.7', '198.51.100.8']) {
        await expect(arrived({ 'X-Forwarded-For': client }, agent)).resolves.toMatchObject({ 'x-real-ip': client });
      }
      await expect(arrived({}, agent)).resolves.toMatchObject({ 'x-real-ip': '127.0.0.1' });
      agent.destroy();
    });

    test('an id of a request is taken over if it can stand in a log', async () => {
      await expect(arrived({ 'X-Request-Id': 'ray-7.a_B' })).resolves.toMatchObject({ 'x-request-id': 'ray-7.a_B' });
      for (const id of ['a b', '{"a":1}', 'x'.repeat(129)]) {
        expect((await arrived({ 'X-Request-Id': id }))['x-request-id']).toMatch(/^[\w.-]{10,64}$/);
      }
    });
  });
});
