import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { HEADER_SECONDS } from '../../constructs/load-balancer/proxy';
import { describeLive } from '../support/live';
import { loopback, waitFor } from '../support/processes';
import { bothWays, type BothWays } from './load-balancer/both-ways';
import { HOST, outcome, stream, streamPath, type Shape } from './load-balancer/clients';
import { engines, usualLimits } from './load-balancer/engines';

jest.setTimeout(180_000);

/** Longer than a client gets to ask, and far below what a stream may be silent. */
const longSilenceMs = (HEADER_SECONDS + 8) * 1000;
const idleSeconds = 600;

/** What a client sends that then falls silent, by what it has said. */
const silentClients: Readonly<Record<string, (ways: BothWays) => Socket>> = {
  'nothing in clear text': ({ clear }) => connect(clear.http, loopback),
  'half a request': ({ clear }) => said(connect(clear.http, loopback), `GET /echo HTTP/1.1\r\nHos`),
  'half a body': ({ clear }) =>
    said(connect(clear.http, loopback), `POST /echo HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 100\r\n\r\nhalf`),
  'nothing at the port of TLS': ({ secured }) => connect(secured.https, loopback),
  'half a handshake': ({ secured }) => said(connect(secured.https, loopback), Buffer.from([0x16, 3, 1, 2])),
  'a handshake and nothing else': ({ secured }) => tls(secured.https, []),
  'that it speaks HTTP/1.1 and nothing else': ({ secured }) => tls(secured.https, ['http/1.1']),
  'that it speaks HTTP/2 and nothing else': ({ secured }) => tls(secured.https, ['h2']),
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
    const ways = bothWays(engine, programs, { variables: { HEARTBEAT_SECONDS: '300' }, limits: { ...usualLimits, idleSeconds } });

    test('takes the place from each that does not ask, and from none that waits for its answer or is slow to read it', async () => {
      const { secured, clear } = ways();
      const left = new Set(Object.keys(silentClients));
      const sockets = Object.entries(silentClients).map(([name, start]) => {
        const socket = start(ways());
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
