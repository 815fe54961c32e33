import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { HEADER_SECONDS } from '../../constructs/load-balancer/proxy';
import { describeLive } from '../support/live';
import { loopback, waitFor } from '../support/processes';
import { makeCertificate } from './load-balancer/certificate';
import { HOST, outcome, stream, streamPath, type Shape } from './load-balancer/clients';
import { engines, startBalancer, usualLimits, type Balancer } from './load-balancer/engines';
import { startApplication, type Application } from './load-balancer/start-application';

jest.setTimeout(180_000);

/** Longer than a client gets to ask, and far below what a stream may be silent. */
const longSilenceMs = (HEADER_SECONDS + 8) * 1000;
const idleSeconds = 600;

/** What a client sends that then falls silent, by what it has said. */
const silentClients: Readonly<Record<string, (balancer: Balancer) => Socket>> = {
  'nothing in clear text': ({ http }) => connect(http, loopback),
  'half a request': ({ http }) => said(connect(http, loopback), `GET /echo HTTP/1.1\r\nHos`),
  'half a body': ({ http }) => said(connect(http, loopback), `POST /echo HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 100\r\n\r\nhalf`),
  'nothing at the port of TLS': ({ https }) => connect(https, loopback),
  'half a handshake': ({ https }) => said(connect(https, loopback), Buffer.from([0x16, 3, 1, 2])),
  'a handshake and nothing else': ({ https }) => tls(https, []),
  'that it speaks HTTP/1.1 and nothing else': ({ https }) => tls(https, ['http/1.1']),
  'that it speaks HTTP/2 and nothing else': ({ https }) => tls(https, ['h2']),
};

const tls = (port: number, protocols: string[]): Socket =>
  connectTls({ host: loopback, port, rejectUnauthorized: false, servername: HOST, ALPNProtocols: protocols });

function said(socket: Socket, bytes: string | Buffer): Socket {
  socket.write(bytes);
  return socket;
}

/** One stream over HTTP/2, read after a pause. */
function streamOfHttp2(session: ClientHttp2Session, shape: Shape, pauseMs = 0): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = session.request({ ':authority': HOST, ':method': 'POST', ':path': streamPath(shape) }, { endStream: true });
    let body = '';
    request.setEncoding('utf8');
    request.on('response', () => {
      if (pauseMs === 0) return;
      request.pause();
      setTimeout(() => request.resume(), pauseMs);
    });
    request.on('data', (text: string) => (body += text));
    request.on('close', () => resolve(body.endsWith('data: [DONE]\n\n') ? 'whole' : 'cut'));
    request.on('error', reject);
  });
}

describe.each(engines)('$name', (engine) => {
  describeLive('with silent clients', [engine.name, 'openssl'], (programs) => {
    let application: Application;
    let secured: Balancer;
    let clear: Balancer;
    beforeAll(async () => {
      application = await startApplication({ HEARTBEAT_SECONDS: '300' });
      const settings = { endpoints: [{ host: loopback, port: application.port }], limits: { ...usualLimits, idleSeconds } };
      secured = await startBalancer(engine, programs[engine.name], { ...settings, tls: makeCertificate(programs.openssl) });
      clear = await startBalancer(engine, programs[engine.name], settings);
    });
    afterAll(async () => {
      await secured?.process.stop('SIGKILL');
      await clear?.process.stop('SIGKILL');
      await application?.stop();
    });

    test('takes the place from each that does not ask, and from none that waits for its answer or is slow to read it', async () => {
      const left = new Set(Object.keys(silentClients));
      const sockets = Object.entries(silentClients).map(([name, start]) => {
        const socket = start({ ...secured, http: clear.http });
        socket.on('error', () => undefined); // closed by a reset is closed
        socket.on('close', () => left.delete(name));
        return socket.resume();
      });
      const session = connectHttp2(`https://${loopback}:${secured.https}`, { rejectUnauthorized: false, servername: HOST });
      const silent = { chunks: 2, gapMs: 0, silenceMs: longSilenceMs } as const;
      const later = { chunks: 2, gapMs: longSilenceMs } as const;
      const large = { chunks: 400, bytes: 100_000, gapMs: 0 } as const;
      const whole = Promise.all([
        ...[silent, later].flatMap((shape) => [
          stream(shape, { port: clear.http }).then(outcome),
          stream(shape, { port: secured.https, tls: true }).then(outcome),
          streamOfHttp2(session, shape),
        ]),
        stream(large, { port: clear.http, pauseMs: longSilenceMs }).then(outcome),
        stream(large, { port: secured.https, tls: true, pauseMs: longSilenceMs }).then(outcome),
        streamOfHttp2(session, large, longSilenceMs),
      ]);
      await expect(whole).resolves.toEqual(Array.from({ length: 9 }, () => 'whole'));
      session.close();
      await waitFor('each silent client is closed', () => left.size === 0, 90).catch(() => undefined);
      for (const socket of sockets) socket.destroy();
      expect([...left]).toEqual([]);
    });
  });
});
