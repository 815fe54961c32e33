import { randomBytes } from 'node:crypto';
import { describeLive } from '../support/live';
import { loopback, waitFor } from '../support/processes';
import { cleanUp } from './load-balancer/clean-up';
import { ask } from './load-balancer/clients';
import { engines, startBalancer, type Balancer } from './load-balancer/engines';
import { startRecorder, type Recorder, type RecorderOptions } from './load-balancer/recorder';
import { startApplication } from './load-balancer/start-application';

jest.setTimeout(60_000);

const secret = () => randomBytes(16).toString('hex');

describe.each(engines)('$name', (engine) => {
  describeLive('when a service fails', [engine.name], (programs) => {
    const until = cleanUp();
    const behind = async (endpoints: readonly Recorder[]): Promise<Balancer> =>
      until(await startBalancer(engine, programs[engine.name], { endpoints }), (balancer) => balancer.process.stop('SIGKILL'));
    const recorder = async (options?: RecorderOptions): Promise<Recorder> => until(await startRecorder(options), (each) => each.close());

    test('a request that may change something is not sent a second time', async () => {
      const failing = [await recorder({ answer: 'close' }), await recorder({ answer: 'close' })];
      const { http: port } = await behind(failing);
      const { status, body } = await ask({ port, method: 'POST', path: '/v1/chat', body: 'a prompt' });
      expect({ status, body: JSON.parse(body) as unknown }).toMatchObject({
        status: 502,
        body: { error: { type: 'server_error', code: 'bad_gateway' } },
      });
      expect(failing.reduce((sum, each) => sum + each.requests(), 0)).toBe(1);
    });

    test('a service that is not there is answered for with 502 or 503 as JSON', async () => {
      const gone = await recorder();
      await gone.close();
      const { http: port, logged, output } = await behind([gone]);
      const key = secret();
      const { status, body } = await ask({ port, method: 'POST', path: `/echo?key=${key}`, body: 'a request' });
      expect([502, 503]).toContain(status);
      expect(JSON.parse(body)).toMatchObject({
        error: { type: 'server_error', request_id: expect.stringMatching(/^[\w.-]{10,64}$/) as string },
      });
      await logged('/echo');
      expect(output()).not.toContain(key);
    });
  });
});

// HAProxy closes idle connections little by little, by what it expects to need; those of a process that has gone it does not use.
describe.each(engines.filter(({ name }) => name === 'nginx'))('$name', (engine) => {
  describeLive('with idle connections to a service', [engine.name], (programs) => {
    const until = cleanUp();

    test('closes them before the service does', async () => {
      const application = until(await startApplication(), (each) => each.stop());
      const endpoints = [{ host: loopback, port: application.port }];
      const balancer = until(await startBalancer(engine, programs[engine.name], { endpoints }), (each) => each.process.stop('SIGKILL'));
      await Promise.all(Array.from({ length: 10 }, () => ask({ port: balancer.http, path: '/echo' })));
      const left = async () => (await application.count()).idle === 0;
      await expect(waitFor('no idle connection is left', left, 15)).resolves.toBe(true);
    });
  });
});
