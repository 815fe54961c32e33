import { connect } from 'node:net';
import { describeLive } from '../support/live';
import { loopback, waitFor } from '../support/processes';
import { ask, raw } from './load-balancer/clients';
import { engines, hosts, startBalancer, type Balancer } from './load-balancer/engines';
import { startRecorder, type Recorder } from './load-balancer/recorder';

jest.setTimeout(60_000);

const host = `Host: ${hosts.backend}\r\n`;
const post = (...lines: readonly string[]) => ['POST /v1/chat HTTP/1.1', `Host: ${hosts.backend}`, ...lines].join('\r\n');

/** A second request, hidden where another reading of the first one ends. */
const hidden = 'GET /hidden HTTP/1.1\r\nX: ';

/** Requests whose end two programs can see in two places. */
const smuggling = {
  'CL.TE': post(`Content-Length: ${5 + hidden.length}`, 'Transfer-Encoding: chunked', '', '0', '', hidden),
  'TE.CL': post('Transfer-Encoding: chunked', 'Content-Length: 4', '', hidden.length.toString(16), hidden, '0', '', ''),
  'a folded header': post('X-Folded: one', ' two', 'Content-Length: 0', '', ''),
  'a folded transfer coding': post('Transfer-Encoding:', ' chunked', '', '0', '', ''),
} as const;

/** Requests that no reading makes right. */
const malformed = {
  'two lengths': post('Content-Length: 4', 'Content-Length: 36', '', `abcd${hidden}`),
  'a list of lengths': post('Content-Length: 4, 36', '', `abcd${hidden}`),
  'a signed length': post('Content-Length: +4', '', 'abcd'),
  'an unknown transfer coding': post('Transfer-Encoding: xchunked', '', '0', '', ''),
  'a hidden transfer coding': post('Transfer-Encoding: \x0bchunked', '', '0', '', ''),
  'a transfer coding that is taken back': post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity', '', '0', '', ''),
  'a space before the colon': post('Transfer-Encoding : chunked', '', '0', '', ''),
  'a chunk without a size': post('Transfer-Encoding: chunked', '', 'zz', 'abc', '0', '', ''),
  'a transfer coding in HTTP/1.0': post('Transfer-Encoding: chunked', '', '0', '', '').replace('HTTP/1.1', 'HTTP/1.0'),
  'two hosts': post('Host: evil.example', 'Content-Length: 0', '', ''),
  'a header that is no header': post('no colon here', 'Content-Length: 0', '', ''),
  'a carriage return in a value': post('X: a\rb', 'Content-Length: 0', '', ''),
  'the start of TLS in clear text': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
  'a header of 70 kB': post(`X: ${'x'.repeat(70_000)}`, '', ''),
  'a thousand headers of 100 B': post(...Array.from({ length: 1000 }, (_, number) => `X-${number}: ${'x'.repeat(90)}`), '', ''),
  'an address of 70 kB': `GET /${'x'.repeat(70_000)} HTTP/1.1\r\n${host}\r\n`,
  TRACE: `TRACE /v1/chat HTTP/1.1\r\n${host}\r\n`,
  CONNECT: `CONNECT ${hosts.backend}:443 HTTP/1.1\r\n${host}\r\n`,
} as const;

const statuses = (answers: string) => [...answers.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));

/** What another program can make of what was forwarded. */
function reading(received: string): string {
  const [head = '', ...rest] = received.split('\r\n\r\n');
  if (/\r\n[ \t]/.test(head)) return 'a folded header';
  if (head.match(/^(transfer-encoding|content-length):/gim)?.length !== 1) return `not one end: ${head}`;
  const chunked = /^transfer-encoding: chunked$/im.test(head);
  const end = rest.join('\r\n\r\n');
  if (chunked ? !/^(\w+\r\n[\s\S]*\r\n)?0\r\n(\r\n)?$/.test(end) : end !== '') return `something behind its end: ${end}`;
  return 'one request with one end';
}

describe.each(engines)('$name', (engine) => {
  describeLive('under attack', [engine.name], (programs) => {
    let recorder: Recorder;
    let balancer: Balancer;
    beforeAll(async () => {
      recorder = await startRecorder();
      balancer = await startBalancer(engine, programs[engine.name], { endpoints: [recorder] });
    });
    beforeEach(() => recorder.forget());
    /** It still serves, and none of its processes has died on the way. */
    const expectUnharmed = async () => {
      await expect(ask({ port: balancer.http, path: '/v1/after' })).resolves.toMatchObject({ status: 200, body: 'recorded' });
      expect(balancer.output()).not.toMatch(/exited (with|on)/);
    };
    afterAll(async () => {
      await balancer?.process.stop('SIGKILL');
      await recorder?.close();
    });

    test.each(Object.entries(malformed))('%s is answered with 4xx and goes nowhere', async (name, bytes) => {
      const answers = statuses(await raw(balancer.http, bytes));
      expect(answers).toHaveLength(engine.closesUnanswered.includes(name) ? 0 : 1);
      expect(answers.filter((status) => status < 400 || status > 499)).toEqual([]);
      expect(recorder.received()).toEqual([]);
      await expectUnharmed();
    });

    test.each(Object.entries(smuggling))('%s smuggles nothing', async (_name, bytes) => {
      const answer = await raw(balancer.http, bytes);
      // Both are ways that RFC 9112 allows (§5.2, §6.3): refuse it, or send it on once, rewritten so that it has one reading.
      expect({ statuses: statuses(answer), forwarded: recorder.received().map(reading) }).toEqual(
        engine.refusesAmbiguity ? { statuses: [400], forwarded: [] } : { statuses: [200], forwarded: ['one request with one end'] },
      );
      await expectUnharmed();
    });

    test('a body that is too large is refused before it goes anywhere', async () => {
      const answer = await raw(balancer.http, post(`Content-Length: ${200 * 1024 * 1024}`, '', 'abc'));
      expect(statuses(answer)).toEqual([413]);
      expect(recorder.received()).toEqual([]);
      await expectUnharmed();
    });

    test('an unknown host is refused before it goes anywhere', async () => {
      const answer = await raw(balancer.http, 'GET /v1/chat HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
      expect(statuses(answer)).toEqual([421]);
      expect(recorder.received()).toEqual([]);
      await expectUnharmed();
    });

    test('headers that never end hold a connection and nothing more', async () => {
      const sockets = Array.from({ length: 200 }, () => {
        const socket = connect(balancer.http, loopback, () => socket.write(`GET /v1/slow HTTP/1.1\r\n${host}X-`));
        return socket.on('error', () => undefined);
      });
      await waitFor('all are connected', () => sockets.every(({ readyState }) => readyState === 'open'), 10);
      await expect(ask({ port: balancer.http, path: '/v1/meanwhile' })).resolves.toMatchObject({ status: 200 });
      expect(recorder.requests()).toBe(1);
      for (const socket of sockets) socket.destroy();
      await expectUnharmed();
    });
  });
});
