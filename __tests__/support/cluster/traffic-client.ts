/**
 * A program: users of the gateway. It opens streams, half over HTTP/1.1 and half over HTTP/2, and sends short requests on connections of
 * their own until the last stream has ended. Its one argument is a Load as JSON, and what became of each is a Report on standard output.
 */
import { connect, type ClientHttp2Session } from 'node:http2';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Load {
  /** Of the nodes. */
  readonly addresses: readonly string[];
  /** Of those that are asked for short requests; default: all. */
  readonly requestAddresses?: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly streams: number;
  /** How long each lasts. */
  readonly seconds: number;
  readonly requestsPerSecond: number;
}

export interface Lost {
  /** Seconds after the start. */
  readonly at: number;
  readonly what: string;
}

export interface Report {
  readonly streams: number;
  readonly cut: readonly Lost[];
  readonly requests: number;
  readonly failed: readonly Lost[];
}

const STREAMS_PER_SESSION = 10;
/** A user waits no longer. */
const REQUEST_SECONDS = 10;

interface Ended {
  readonly status: number;
  readonly body: string;
}

async function main(load: Load): Promise<Report> {
  const { addresses, port, host, streams, seconds, requestsPerSecond } = load;
  const started = performance.now();
  const now = () => Math.round((performance.now() - started) / 100) / 10;
  const requestAddresses = load.requestAddresses ?? addresses;
  const addressOf = (number: number, of = addresses) => of[number % of.length] ?? '';
  const path = `/v1/chat/completions?seconds=${seconds}&gap=1`;
  const sessions: ClientHttp2Session[] = [];
  const sessionFor = (number: number) => {
    const index = Math.floor(number / STREAMS_PER_SESSION);
    const options = { rejectUnauthorized: false, servername: host };
    const session = (sessions[index] ??= connect(`https://${addressOf(index)}:${port}`, options));
    session.on('error', () => undefined); // each of its streams has the error too
    return session;
  };

  const lost = { cut: [] as Lost[], failed: [] as Lost[] };
  const stream = async (number: number) => {
    const half = Math.floor(number / 2);
    const version = number % 2 === 0 ? 'HTTP/1.1' : 'HTTP/2';
    const asked = number % 2 === 0 ? overHttp1({ address: addressOf(half), port, host, path }) : overHttp2(sessionFor(half), host, path);
    const { status, body } = await asked.catch((error: Error) => ({ status: 0, body: error.message }));
    if (status === 200 && body.includes('data: [DONE]')) return;
    lost.cut.push({ at: now(), what: `${version} by ${addressOf(half)}: ${status} ${body.slice(-60)}` });
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
  await Promise.all([...Array(streams).keys()].map(stream));
  open = false;
  await requesting;
  await Promise.all(sent);
  for (const session of sessions) session.destroy();
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
