/**
 * A program: one user who writes to a store through the gateway, again and again, and notes what was acknowledged. Its one argument is a
 * Writing as JSON; a Written comes on standard output.
 */
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Writing {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly store: 'postgres' | 'redis';
  /** What tells these entries from others. */
  readonly text: string;
  readonly seconds: number;
}

export interface Written {
  readonly acknowledged: number;
  /** Acknowledged, and not there at the end. */
  readonly lost: number;
  /** The longest time between two that were acknowledged, in seconds. */
  readonly longestGap: number;
  /** Whether it wrote again before it gave up, LATE_SECONDS after its time. */
  readonly recovered: boolean;
}

const PAUSE_MS = 100;
const ANSWER_SECONDS = 8;
const READ_SECONDS = 60;
const LATE_SECONDS = 180;

async function main({ addresses, port, host, store, text, seconds }: Writing): Promise<Written> {
  const ids: number[] = [];
  let [turn, count, longestGap, last] = [0, 0, 0, performance.now()];
  const call = async <T>(method: string, path: string): Promise<T> => {
    const address = addresses[(turn += 1) % addresses.length] ?? '';
    return JSON.parse(await send({ method, host: address, port, path, servername: host, headers: { host } })) as T;
  };
  const query = `text=${encodeURIComponent(text)}`;
  // Not before it writes again: what has not come back would be no gap.
  const end = last + seconds * 1000;
  const goesOn = () => performance.now() < end || (performance.now() < end + LATE_SECONDS * 1000 && performance.now() - last > 1000);
  for (; goesOn(); await sleep(PAUSE_MS)) {
    try {
      const { id, count: counted = 0 } = await call<{ id: number; count?: number }>('POST', `/api/entries?store=${store}&${query}`);
      if (store === 'postgres') ids.push(id);
      else count = Math.max(count, counted);
    } catch {
      continue; // not acknowledged
    }
    longestGap = Math.max(longestGap, (performance.now() - last) / 1000);
    last = performance.now();
  }
  const recovered = performance.now() < end + LATE_SECONDS * 1000;
  longestGap = Math.max(longestGap, (performance.now() - last) / 1000);
  const there = await retried(() => call<{ ids: number[] | null; count: number }>('GET', `/api/entries?${query}`));
  const found = new Set(there.ids ?? []);
  const lost = store === 'postgres' ? ids.filter((id) => !found.has(id)).length : Math.max(count - there.count, 0);
  return { acknowledged: store === 'postgres' ? ids.length : count, lost, longestGap: Math.round(longestGap * 10) / 10, recovered };
}

async function retried<T>(read: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + READ_SECONDS * 1000; ; await sleep(1000)) {
    try {
      return await read();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}

const send = (options: object): Promise<string> =>
  new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_SECONDS * 1000);
    const asked = request({ ...options, rejectUnauthorized: false, agent: false, signal }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('error', reject);
      response.on('end', () => (response.statusCode === 200 ? resolve(body) : reject(new Error(`${response.statusCode} ${body}`))));
    });
    asked.on('error', reject).end();
  });

void main(JSON.parse(process.argv[2] ?? '') as Writing).then((written) => console.log(JSON.stringify(written)));
