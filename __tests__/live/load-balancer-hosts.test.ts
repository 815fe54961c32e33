import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { describeLive } from '../support/live';
import { loopback } from '../support/processes';
import { makeCertificate } from './load-balancer/certificate';
import { ask, type Ask } from './load-balancer/clients';
import { engines, hosts, startBalancer, type Balancer } from './load-balancer/engines';
import { startRecorder, type Recorder } from './load-balancer/recorder';

jest.setTimeout(60_000);

describe.each(engines)('$name', (engine) => {
  describeLive('for its hosts, with TLS', [engine.name, 'openssl'], (programs) => {
    const recorders: Record<string, Recorder> = {};
    let balancer: Balancer;
    beforeAll(async () => {
      for (const service of Object.keys(hosts)) recorders[service] = await startRecorder({ answer: service });
      balancer = await startBalancer(engine, programs[engine.name], {
        endpoints: Object.fromEntries(Object.entries(recorders).map(([service, recorder]) => [service, [recorder]])),
        tls: makeCertificate(programs.openssl),
      });
    });
    afterAll(async () => {
      await balancer?.process.stop('SIGKILL');
      for (const recorder of Object.values(recorders)) await recorder.close();
    });
    const get = (host: string, more: Partial<Ask> = {}) => ask({ port: balancer.https, tls: true, headers: { Host: host }, ...more });

    test.each(Object.entries(hosts))('%s answers for its host', async (service, host) => {
      await expect(get(host)).resolves.toMatchObject({ status: 200, body: service });
      await expect(get(`${host.toUpperCase()}:443`)).resolves.toMatchObject({ status: 200, body: service });
    });

    test.each(['unknown.example', `x.${hosts.portal}`, `${hosts.portal}.evil.example`, '127.0.0.1', ''])(
      'nobody answers for “%s”',
      async (host) => {
        const before = Object.values(recorders).map((recorder) => recorder.requests());
        for (const port of [balancer.http, balancer.https]) {
          const { status, body } = await get(host, { port, tls: port === balancer.https });
          expect({ status, body: JSON.parse(body) as unknown }).toMatchObject({
            status: 421,
            body: { error: { code: 'unknown_host' } },
          });
        }
        expect(Object.values(recorders).map((recorder) => recorder.requests())).toEqual(before);
      },
    );

    test('clear text is sent to https, with path and query, and nowhere else', async () => {
      const before = recorders.backend?.requests();
      await expect(get(hosts.backend, { port: balancer.http, tls: false, method: 'POST', path: '/v1/a?b=c' })).resolves.toMatchObject({
        status: 308,
        headers: { location: `https://${hosts.backend}/v1/a?b=c` },
      });
      expect(recorders.backend?.requests()).toBe(before);
    });

    const handshake = (options: ConnectionOptions) =>
      new Promise<string>((resolve) => {
        const socket = connectTls({
          host: loopback,
          port: balancer.https,
          servername: hosts.backend,
          rejectUnauthorized: false,
          ...options,
        });
        socket.on('secureConnect', () => {
          resolve(`${socket.getProtocol()} ${socket.alpnProtocol || ''}`.trim());
          socket.destroy();
        });
        socket.on('error', ({ message }) => resolve(message));
      });

    test('TLS 1.2 and 1.3 are spoken, older versions are not, and HTTP/2 is offered', async () => {
      const only = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') =>
        handshake({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' });
      await expect(Promise.all([only('TLSv1.2'), only('TLSv1.3')])).resolves.toEqual(['TLSv1.2', 'TLSv1.3']);
      await expect(only('TLSv1.1')).resolves.toMatch(/alert protocol version/);
      await expect(handshake({ ALPNProtocols: ['h2', 'http/1.1'] })).resolves.toBe('TLSv1.3 h2');
    });

    test('only ciphers with forward secrecy and authenticated encryption are spoken', async () => {
      const with12 = (ciphers: string) => handshake({ maxVersion: 'TLSv1.2', ciphers });
      await expect(with12('ECDHE-ECDSA-AES128-GCM-SHA256')).resolves.toBe('TLSv1.2');
      await expect(with12('ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0')).resolves.toMatch(/handshake failure/);
    });

    test('the configuration is read without a warning', () => {
      const file = path.join(balancer.directory, 'configuration');
      const args = engine.name === 'nginx' ? ['-t', '-c', file] : ['-c', '-dW', '-f', file];
      const { status, stdout, stderr } = spawnSync(programs[engine.name], args, { encoding: 'utf8' });
      const warnings = `${stdout}${stderr}`.split('\n').filter((line) => /warn|alert|emerg/i.test(line));
      expect({ status, warnings }).toEqual({ status: 0, warnings: [] });
    });
  });
});
