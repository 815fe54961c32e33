/** Clients: one request, many streams at once, or bytes as they are. */
import { request as httpRequest, type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { loopback } from '../../support/processes';

/** One answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body in the chunks of HTTP, and for each the milliseconds that passed since the one before it. */
  readonly pieces: readonly string[];
  readonly gapsMs: readonly number[];
  /** Ended as HTTP says, rather than by a closed connection. */
  readonly complete: boolean;
}

export interface Ask {
  readonly port: number;
  readonly host?: string;
  readonly tls?: boolean;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** In pieces: sent with chunked coding. */
  readonly body?: string | Buffer | readonly Buffer[];
  /** Default: a connection of its own. */
  readonly agent?: Agent;
  readonly onPiece?: (text: string) => void;
  /** Reads nothing for so long after the first piece. */
  readonly pauseMs?: number;
  /** Closes the connection when this is aborted; the promise is then rejected. */
  readonly signal?: AbortSignal;
}

/** The host that is asked for where a test does not say. */
export const HOST = 'api.example.com';

/** Sends one request; rejects when there is no answer at all. */
export function ask({ tls = false, body, onPiece, pauseMs, headers, ...options }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { host: loopback, agent: false, maxHeaderSize: 256 * 1024, ...options, headers: { Host: HOST, ...headers } };
    const send = tls ? httpsRequest : httpRequest;
    const request = send(tls ? { rejectUnauthorized: false, servername: HOST, ...all } : all, (response) => {
      const pieces: string[] = [];
      const gapsMs: number[] = [];
      let last = performance.now();
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        if (pauseMs !== undefined && pieces.length === 0) {
          response.pause();
          setTimeout(() => response.resume(), pauseMs);
        }
        pieces.push(text);
        gapsMs.push(performance.now() - last);
        last = performance.now();
        onPiece?.(text);
      });
      response.on('error', () => undefined); // a cut: `complete` says so
      response.on('close', () => {
        const { statusCode: status = 0, headers: received, complete } = response;
        resolve({ status, headers: received, body: pieces.join(''), pieces, gapsMs, complete });
      });
    });
    request.on('error', reject);
    if (Array.isArray(body)) for (const piece of body as readonly Buffer[]) request.write(piece);
    request.end(Array.isArray(body) ? undefined : body);
  });
}

/** What the application is to stream: application.ts. */
export interface Shape {
  readonly chunks?: number;
  readonly bytes?: number;
  readonly gapMs?: number;
  readonly silenceMs?: number;
  readonly heartbeats?: 'off';
  readonly hint?: 'off';
}

export const streamPath = (shape: Shape): string =>
  `/v1/stream?${Object.entries(shape)
    .map((entry) => entry.join('='))
    .join('&')}`;

/** Asks for one stream, as clients of language models do. */
export const stream = (shape: Shape, options: Ask): Promise<Answer> => ask({ ...options, method: 'POST', path: streamPath(shape) });

/** How a stream ended: refused with a status, cut, or whole. */
export const outcome = ({ status, body, complete }: Answer): string =>
  status !== 200 ? `refused with ${status}` : complete && body.endsWith('data: [DONE]\n\n') ? 'whole' : 'cut';

/** How many ended how, such as `{ whole: 200 }`. */
export const outcomes = (answers: readonly Answer[]): Readonly<Record<string, number>> => tally(answers.map(outcome));

export function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** Many streams at once. `open` resolves when each has had its first piece, `ended` with all of them. */
export function streams(number: number, shape: Shape, options: Ask): { readonly open: Promise<void>; readonly ended: Promise<Answer[]> } {
  let waiting = number;
  let opened: () => void = () => undefined;
  const open = new Promise<void>((resolve) => (opened = resolve));
  const one = (): Promise<Answer> => {
    let first = true;
    const onPiece = (): void => {
      if (first && --waiting === 0) opened();
      first = false;
    };
    return stream(shape, { ...options, onPiece });
  };
  const ended = Promise.all(Array.from({ length: number }, one));
  ended.catch(() => undefined); // it is awaited later
  return { open: Promise.race([open, ended.then(() => undefined)]), ended };
}

/** Sends bytes as they are and gives back all that comes until the other side closes, or until so long nothing has come. */
export function raw(port: number, bytes: string, silenceMs = 1000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, loopback, () => socket.write(bytes, 'latin1'));
    let text = '';
    const done = (): void => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(silenceMs, done);
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => (text += data));
    socket.on('close', done);
    socket.on('error', done);
  });
}

/** Small requests one after the other, several at a time, until `stop`; it counts what was answered. */
export function steadily(options: Ask): { stop(): Promise<Readonly<Record<string, number>>> } {
  const words: string[] = [];
  let going = true;
  const one = async (): Promise<void> => {
    while (going) {
      const word = await ask({ method: 'POST', path: '/echo', body: 'a request', ...options }).then(
        ({ status }) => String(status),
        (error: Error) => error.message,
      );
      words.push(word);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const all = Promise.all(Array.from({ length: 4 }, one));
  return {
    async stop() {
      going = false;
      await all;
      return tally(words);
    },
  };
}
