import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { describeLive } from '../support/live';
import { loopback, waitFor } from '../support/processes';
import { bothWays } from './load-balancer/both-ways';
import { cleanUp } from './load-balancer/clean-up';
import { outcome, outcomes, stream, streamPath, streams } from './load-balancer/clients';
import { engines, startBalancer, usualLimits } from './load-balancer/engines';
import { startApplication } from './load-balancer/start-application';

jest.setTimeout(60_000);

/** The contract's limits, a few hundred times shorter. */
const IDLE_SECONDS = 3;
const belowLimit = 2200;
const pastLimit = 4500;

describe.each(engines)('$name', (engine) => {
  describeLive('with token streams', [engine.name, 'openssl'], (programs) => {
    const ways = bothWays(engine, programs, {
      variables: { HEARTBEAT_SECONDS: '1' },
      limits: { ...usualLimits, idleSeconds: IDLE_SECONDS },
    });
    const options = () => ({ port: ways().secured.https, tls: true });

    describe.each(['with TLS', 'in clear text'] as const)('%s', (way) => {
      const options = () => (way === 'with TLS' ? { port: ways().secured.https, tls: true } : { port: ways().clear.http });

      // Without its header X-Accel-Buffering: the balancer knows by itself which paths stream.
      test('the first piece is there while the service has sent nothing more', async () => {
        let seen: Promise<unknown> | undefined;
        const onPiece = () => (seen ??= ways().application.count());
        const answer = await stream({ chunks: 2, gapMs: 700, hint: 'off' }, { ...options(), onPiece });
        expect(outcome(answer)).toBe('whole');
        expect(answer.pieces[0]).toMatch(/^data: 0 x+\n\n$/);
        await expect(seen).resolves.toMatchObject({ open: 1 });
      });

      // One in 40 ms: less than the 200 ms for which HAProxy may wait for more.
      test('chunks arrive one by one, as small as they were sent', async () => {
        const { pieces, gapsMs } = await stream({ chunks: 40, bytes: 3, gapMs: 40, hint: 'off' }, options());
        const alone = pieces.filter((piece, index) => /^data: \d+ xxx\n\n$/.test(piece) && (gapsMs[index] ?? 0) > 15);
        expect(alone.length).toBeGreaterThanOrEqual(30); // a busy machine may hold some up
      });
    });

    test('large chunks arrive whole', async () => {
      const { body } = await stream({ chunks: 40, bytes: 100_000, gapMs: 1 }, options());
      expect(body.match(/data: \d+ x{100000}\n\n/g)).toHaveLength(40);
    });

    test('a silence up to the limit survives, before the first byte and later', async () => {
      const shapes = [
        { silenceMs: belowLimit, chunks: 2, heartbeats: 'off' },
        { gapMs: belowLimit, chunks: 3, heartbeats: 'off' },
      ] as const;
      expect(outcomes(await Promise.all(shapes.map((shape) => stream(shape, options()))))).toEqual({ whole: 2 });
    });

    test('past the limit a stream that has not begun is answered with 504 as JSON, and one that has is cut', async () => {
      const [before, later] = await Promise.all([
        stream({ silenceMs: pastLimit, chunks: 1, heartbeats: 'off' }, options()),
        stream({ gapMs: pastLimit, chunks: 2, heartbeats: 'off' }, options()),
      ]);
      expect(before.status).toBe(504);
      expect(JSON.parse(before.body)).toMatchObject({ error: { type: 'server_error', code: 'gateway_timeout' } });
      expect(later.body).toMatch(/^data: 0 x+\n\n$/);
      expect(outcome(later)).toBe('cut');
    });

    test('heartbeats carry a stream over any silence of the model', async () => {
      const answer = await stream({ silenceMs: 2 * pastLimit, chunks: 1 }, options());
      expect(answer.body).toMatch(/^(: ping\n\n)+data: 0/);
      expect(outcome(answer)).toBe('whole');
    });

    test('a client that reads slowly slows its stream and nobody else’s', async () => {
      const finished = (await ways().application.count()).finished;
      const shape = { chunks: 400, bytes: 100_000, gapMs: 0 };
      const slow = stream(shape, { ...options(), pauseMs: 2000 });
      await expect(stream({ chunks: 10, gapMs: 50 }, options()).then(outcome)).resolves.toBe('whole');
      // The 40 MB of the other one are in nobody's memory: the service still holds most of them back.
      await expect(ways().application.count()).resolves.toMatchObject({ finished: finished + 1, open: 1 });
      const answer = await slow;
      expect(outcome(answer)).toBe('whole');
      expect(answer.body.match(/data: \d+ x{100000}\n\n/g)).toHaveLength(400);
    });

    test('1,000 streams are open at once, and each ends whole', async () => {
      const all = streams(1000, { chunks: 4, gapMs: 1500 }, options());
      await all.open;
      await waitFor('all are open', async () => (await ways().application.count()).open === 1000, 10);
      expect(outcomes(await all.ended)).toEqual({ whole: 1000 });
    });

    test('many streams share one connection of HTTP/2', async () => {
      const session = connectHttp2(`https://${loopback}:${ways().secured.https}`, {
        rejectUnauthorized: false,
        servername: 'api.example.com',
      });
      const one = () =>
        new Promise<string>((resolve, reject) => {
          const headers = { ':authority': 'api.example.com', ':method': 'POST', ':path': streamPath({ chunks: 5, gapMs: 200 }) };
          const request = session.request(headers, { endStream: true });
          let body = '';
          request.setEncoding('utf8');
          request.on('data', (text: string) => (body += text));
          request.on('end', () => resolve(body));
          request.on('error', reject);
        });
      const bodies = await Promise.all(Array.from({ length: 50 }, one));
      session.close();
      expect(bodies.filter((body) => body.endsWith('data: [DONE]\n\n'))).toHaveLength(50);
    });
  });

  describeLive('when a client goes away', [engine.name], (programs) => {
    const until = cleanUp();

    // Long before the balancer would give up a silent stream by itself, and without heartbeats, which would find the connection closed.
    test.each([
      ['in the middle of its stream', { chunks: 2, gapMs: 30_000, heartbeats: 'off' }],
      ['before the first byte', { chunks: 1, silenceMs: 30_000, heartbeats: 'off' }],
    ] as const)('%s, the stream is closed at the service', async (_when, shape) => {
      const application = until(await startApplication(), (each) => each.stop());
      const endpoints = [{ host: loopback, port: application.port }];
      const balancer = until(await startBalancer(engine, programs[engine.name], { endpoints }), (each) => each.process.stop('SIGKILL'));
      const leave = new AbortController();
      const gone = stream(shape, { port: balancer.http, signal: leave.signal }).catch(() => undefined);
      await waitFor('the stream is open', async () => (await application.count()).streams === 1, 10);
      leave.abort();
      await gone;
      await waitFor('the service sees it closed', async () => (await application.count()).aborted === 1, 10);
      await expect(application.count()).resolves.toMatchObject({ open: 0, finished: 0 });
    });
  });

  describeLive('with a WebSocket', [engine.name], (programs) => {
    const until = cleanUp();

    test('bytes pass in both directions, and a silence up to the limit survives', async () => {
      const application = until(await startApplication(), (each) => each.stop());
      const started = await startBalancer(engine, programs[engine.name], {
        endpoints: [{ host: loopback, port: application.port }],
        limits: { ...usualLimits, idleSeconds: IDLE_SECONDS },
      });
      const balancer = until(started, (each) => each.process.stop('SIGKILL'));
      const socket = connect(balancer.http, loopback);
      let received = '';
      socket.setEncoding('latin1').on('data', (text: string) => (received += text));
      socket.write('GET /ws HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n');
      socket.write('Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
      await waitFor('the protocol is changed', () => received.includes('\r\n\r\n'), 10);
      expect(received).toMatch(/^HTTP\/1\.1 101 [\s\S]*sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/i);
      for (const word of ['first', 'second']) {
        socket.write(word);
        await waitFor(`${word} comes back`, () => received.endsWith(word), 10);
        await new Promise((resolve) => setTimeout(resolve, belowLimit));
      }
      expect(socket.destroyed).toBe(false);
      socket.destroy();
    });
  });
});
