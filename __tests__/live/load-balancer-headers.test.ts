import { connect as connectHttp2 } from 'node:http2';
import { HEAD_KIB, MOST_HEADERS } from '../../constructs/load-balancer/proxy';
import { describeLive } from '../support/live';
import { loopback } from '../support/processes';
import { bothWays, type BothWays } from './load-balancer/both-ways';
import { ask, HOST } from './load-balancer/clients';
import { engines } from './load-balancer/engines';

jest.setTimeout(60_000);

type Headers = Readonly<Record<string, string>>;
interface Head {
  readonly path?: string;
  readonly headers?: Headers;
}

/** What is left of a head for one of its parts. */
const most = (HEAD_KIB - 1) * 1024;

const many = (number: number, bytes: number): Headers =>
  Object.fromEntries(Array.from({ length: number }, (_, index) => [`x-part-${index}`, 'x'.repeat(bytes)]));

const passing: Readonly<Record<string, Head>> = {
  'one long header': { headers: { cookie: 'x'.repeat(most) } },
  'a session in several cookies': { headers: many(7, 4096) },
  'many headers': { headers: many(MOST_HEADERS - 10, 20) },
  'a long address': { path: `/echo?${'x'.repeat(most)}` },
};

/** What a balancer answers, over each protocol. */
const protocols = {
  'HTTP/1.1 in clear text': ({ clear }: BothWays, head: Head) => overHttp1({ port: clear.http }, head),
  'HTTP/1.1 with TLS': ({ secured }: BothWays, head: Head) => overHttp1({ port: secured.https, tls: true }, head),
  'HTTP/2': ({ secured }: BothWays, head: Head) => overHttp2(secured.https, head),
} as const;

const overHttp1 = async (to: { readonly port: number; readonly tls?: boolean }, { path = '/echo', headers }: Head): Promise<number> =>
  (await ask({ ...to, path, headers })).status;

function overHttp2(port: number, { path = '/echo', headers }: Head): Promise<number> {
  const session = connectHttp2(`https://${loopback}:${port}`, { rejectUnauthorized: false, servername: HOST });
  return new Promise<number>((resolve, reject) => {
    session.on('error', reject);
    const request = session.request({ ':authority': HOST, ':path': path, ...headers });
    request.on('response', (answer) => resolve(Number(answer[':status'])));
    request.on('error', reject);
    request.resume();
    request.end();
  }).finally(() => session.destroy());
}

describe.each(engines)('$name', (engine) => {
  describeLive('with large heads', [engine.name, 'openssl'], (programs) => {
    const ways = bothWays(engine, programs);

    describe.each(Object.entries(protocols))('%s', (_name, send) => {
      test.each(Object.entries(passing))('%s passes', async (_what, head) => {
        await expect(send(ways(), head)).resolves.toBe(200);
      });
    });

    test.each([
      ['one header above the limit', { headers: { cookie: 'x'.repeat((HEAD_KIB + 3) * 1024) } }, [431]],
      ['cookies that are twice the limit', { headers: many(18, 4096) }, [431]],
      ['an address above the limit', { path: `/echo?${'x'.repeat((HEAD_KIB + 3) * 1024)}` }, [414]],
      ['more headers than pass', { headers: many(MOST_HEADERS + 1, 20) }, [400, 431]],
    ] as const)('%s is refused, and the answer says why', async (_what, head, statuses) => {
      const answer = await ask({ port: ways().clear.http, path: '/echo', ...head });
      expect(statuses).toContain(answer.status);
      expect(JSON.parse(answer.body)).toMatchObject({ error: { type: 'invalid_request_error' } });
    });

    test('an answer with large headers passes', async () => {
      const { status, headers } = await ask({ port: ways().secured.https, tls: true, path: `/echo?answerHeaderBytes=${most}` });
      expect({ status, bytes: String(headers['x-large']).length }).toEqual({ status: 200, bytes: most });
    });
  });
});
