/**
 * A program: users of the gateway. It has streams open, half over HTTP/1.1 and half over HTTP/2, each followed by another, and sends short
 * requests on connections of their own; from the moment that the file `until` is there, until the last stream has ended. Its one argument is a Load as JSON, and what became of each is a Report on standard output.
 */
import { existsSync } from 'node:fs';
import { connect, type ClientHttp2Session } from 'node:http2';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Load {
  /** Of the nodes. */
  readonly addresses: readonly string[];
  /** Of those at which more comes in once the first streams are open; default: all. */
  readonly requestAddresses?: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly streams: number;
  /** How long each lasts. */
  readonly seconds: number;
  readonly requestsPerSecond: number;
  /** No stream is opened any more when this file is there. */
  readonly until: string;
}

export interface Lost {
  /** Seconds after the start. */
  readonly at: number;
  readonly what: string;
}

export interface Report {
  /** How many there were in all. */
  readonly streams: number;
  readonly cut: readonly Lost[];
  readonly requests: number;
  readonly failed: readonly Lost[];
}

const STREAMS_PER_SESSION = 10;
const UNPROCESSED = /REFUSED_STREAM|GOAWAY_SESSION|INVALID_SESSION/;
/** A user waits no longer. */
const REQUEST_SECONDS = 10;

interface Ended {
  readonly status: number;
  readonly body: string;
}

async function main(load: Load): Promise<Report> {
  const { addresses, port, host, seconds, requestsPerSecond, until } = load;
  const started = performance.now();
  const now = () => Math.round((performance.now() - started) / 100) / 10;
  const requestAddresses = load.requestAddresses ?? addresses;
  const addressOf = (number: number, of = addresses) => of[number % of.length] ?? '';
  const path = `/v1/chat/completions?seconds=${seconds}&gap=1`;
  const sessions = new Map<string, ClientHttp2Session>();
  /** One for some streams of an address, as long as the server takes more on it. */
  const sessionFor = (number: number, address: string) => {
    const key = `${address} ${Math.floor(number / STREAMS_PER_SESSION)}`;
    const kept = sessions.get(key);
    if (kept && !kept.closed && !kept.destroyed) return kept;
    const session = connect(`https://${address}:${port}`, { rejectUnauthorized: false, servername: host });
    session.on('error', () => undefined); // each of its streams has the error too
    sessions.set(key, session);
    return session;
  };

  const lost = { cut: [] as Lost[], failed: [] as Lost[] };
  let streams = 0;
  const stream = async (number: number, of: readonly string[]): Promise<void> => {
    streams += 1;
    const half = Math.floor(number / 2);
    const version = number % 2 === 0 ? 'HTTP/1.1' : 'HTTP/2';
    const address = addressOf(half, of);
    const overSession = () => overHttp2(sessionFor(half, address), host, path);
    // A stream that the server has not begun to work on may be sent again: https://www.rfc-editor.org/rfc/rfc9113#section-8.7
    const again = (error: Error & { readonly code?: string }) =>
      UNPROCESSED.test(`${error.code} ${error.message}`) ? overSession() : Promise.reject(error);
    const asked = number % 2 === 0 ? overHttp1({ address, port, host, path }) : overSession().catch(again);
    const { status, body } = await asked.catch((error: Error) => ({ status: 0, body: error.message }));
    if (status !== 200 || !body.includes('data: [DONE]'))
      lost.cut.push({ at: now(), what: `${version} by ${address}: ${status} ${body.slice(-60)}` });
  };
  const user = async (number: number) => {
    await stream(number, addresses);
    while (!existsSync(until)) await stream(number, requestAddresses);
  };

  let open = true;
  let requests = 0;
  const short = async () => {
    const address = addressOf((requests += 1), requestAddresses);
    const answer = overHttp1({ address, port, host, path: '/' }, REQUEST_SECONDS);
    const { status, body } = await answer.catch((error: Error) => ({ status: 0, body: error.message }));
    if (status !== 200) lost.failed.push({ at: now(), what: `${address}: ${status} ${body.slice(0, 60)}` });
  };
  const sent: Promise<void>[] = [];
  const requesting = (async () => {
    for (; open; await sleep(1000 / requestsPerSecond)) sent.push(short());
  })();
  await Promise.all([...Array(load.streams).keys()].map(user));
  open = false;
  await requesting;
  await Promise.all(sent);
  for (const session of sessions.values()) session.destroy();
  return { streams, requests, ...lost };
}

interface Target {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  readonly path: string;
}

const overHttp1 = ({ address, port, host, path }: Target, limitSeconds?: number): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const signal = limitSeconds === undefined ? undefined : AbortSignal.timeout(limitSeconds * 1000);
    const options = { host: address, port, path, servername: host, headers: { host }, rejectUnauthorized: false, agent: false, signal };
    const asked = request(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('error', () => undefined); // a cut: the body says so
      response.on('close', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.on('error', reject).end();
  });

const overHttp2 = (session: ClientHttp2Session, host: string, path: string): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const asked = session.request({ ':authority': host, ':path': path });
    let [status, body] = [0, ''];
    asked.setEncoding('utf8').on('response', (headers) => (status = Number(headers[':status'])));
    asked.on('data', (text: string) => (body += text));
    asked.on('error', reject).on('close', () => resolve({ status, body }));
    asked.end();
  });

void main(JSON.parse(process.argv[2] ?? '') as Load).then((report) => console.log(JSON.stringify(report)));
