import { Agent } from 'node:http';
import { describeLive } from '../support/live';
import { loopback, waitFor } from '../support/processes';
import { cleanUp } from './load-balancer/clean-up';
import { ask, outcome, outcomes, steadily, stream, streams } from './load-balancer/clients';
import { engines, startBalancer, usualLimits, type Balancer, type Settings } from './load-balancer/engines';
import { startServiceAddress } from './load-balancer/service-address';
import { startApplication, type Application } from './load-balancer/start-application';

jest.setTimeout(60_000);

/** The 20 s of the chain, shorter. */
const PRE_STOP_MS = 500;

const MEBIBYTE = 1024 * 1024;
/** Open for about six seconds. */
const shape = { chunks: 40, gapMs: 150 };

const refuses = (port: number): Promise<boolean> =>
  ask({ port, path: '/echo' }).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
  );

describe.each(engines)('$name', (engine) => {
  describeLive('with 200 open streams', [engine.name], (programs) => {
    const until = cleanUp();
    const application = async (settings?: Readonly<Record<string, string>>): Promise<Application> =>
      until(await startApplication(settings), (each) => each.stop());
    const balancer = async (services: readonly { readonly port: number }[], settings?: Partial<Settings>): Promise<Balancer> => {
      const endpoints = services.map(({ port }) => ({ host: loopback, port }));
      return until(await startBalancer(engine, programs[engine.name], { endpoints, ...settings }), (each) => each.process.stop('SIGKILL'));
    };

    test('none is cut while the configuration is read anew, and no request fails', async () => {
      const { http: port, reload } = await balancer([await application({ MAX_BODY_MIB: '2' })]);
      const large = async () => (await ask({ port, method: 'POST', path: '/echo', body: Buffer.alloc(1.5 * MEBIBYTE) })).status;
      // Asked again where the answer comes before the body is sent: the client then sees a closed connection first.
      await waitFor('the body is too large', async () => (await large()) === 413, 10);
      const all = streams(200, shape, { port });
      await all.open;
      const requests = steadily({ port });
      reload({ limits: { ...usualLimits, maxBodyMiB: 2 } });
      await waitFor('the new configuration holds', async () => (await large()) === 200, 10);
      reload({ limits: usualLimits });
      await waitFor('the old configuration holds again', async () => (await large()) === 413, 10);
      expect(outcomes(await all.ended)).toEqual({ whole: 200 });
      expect(Object.keys(await requests.stop())).toEqual(['200']);
    });

    test('none is cut while a process of the service drains, and no request fails', async () => {
      const [leaving, staying] = [await application(), await application()];
      const service = until(await startServiceAddress([leaving.port, staying.port]), (each) => each.close());
      const { http: port } = await balancer([service]);
      const all = streams(200, shape, { port });
      await all.open;
      const requests = steadily({ port });
      expect((await leaving.count()).open).toBeGreaterThan(50); // it has its part of them
      // As a pod goes: it gets no new connections for a while, answers on those it has, and then is asked to stop.
      service.takeOut(leaving.port);
      await new Promise((resolve) => setTimeout(resolve, PRE_STOP_MS));
      leaving.terminate();
      expect(outcomes(await all.ended)).toEqual({ whole: 200 });
      await expect(leaving.exited).resolves.toBe(0);
      await expect(ask({ port, path: '/echo' })).resolves.toMatchObject({ status: 200 });
      expect(Object.keys(await requests.stop())).toEqual(['200']);
    });

    test('none is cut when the balancer itself is stopped; it takes no new connection and then ends', async () => {
      const { http: port, quit, process: own } = await balancer([await application()]);
      const all = streams(200, shape, { port });
      await all.open;
      quit();
      await waitFor('it takes no new connection', () => refuses(port), 10);
      expect(outcomes(await all.ended)).toEqual({ whole: 200 });
      await expect(own.exited).resolves.toBe(0);
    });

    test('one that outlasts the drain is cut, so that the balancer ends in time', async () => {
      const { http: port, quit, process: own } = await balancer([await application()], { limits: { ...usualLimits, drainSeconds: 2 } });
      const long = streams(1, { chunks: 100, gapMs: 200 }, { port });
      await long.open;
      const start = performance.now();
      quit();
      expect((await long.ended).map(outcome)).toEqual(['cut']);
      expect(performance.now() - start).toBeGreaterThan(1500);
      await own.exited;
    });

    test('a request on a connection that the client has kept is answered while the balancer stops, and is the last one there', async () => {
      const { http: port, quit } = await balancer([await application()]);
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const request = () =>
        ask({ port, agent, path: '/echo' }).then(
          ({ status, headers }) => `${status}, ${headers.connection ?? 'kept'}`,
          () => 'closed',
        );
      await expect(request()).resolves.toMatch(/^200, kee?pt?/);
      quit();
      await waitFor('it takes no new connection', () => refuses(port), 10);
      await expect(request()).resolves.toBe('200, close');
      agent.destroy();
    });

    test('requests go to a process that answers while another refuses connections', async () => {
      const gone = await application();
      const { http: port } = await balancer([gone, await application()]);
      await gone.stop();
      const requests = steadily({ port });
      await expect(Promise.all(Array.from({ length: 20 }, () => stream({ chunks: 3 }, { port }))).then(outcomes)).resolves.toEqual({
        whole: 20,
      });
      expect(Object.keys(await requests.stop())).toEqual(['200']);
    });
  });
});
