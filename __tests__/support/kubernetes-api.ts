/** The HTTP interface of an API server, as far as tests need it quicker than kubectl starts. */
import { request, Agent } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly managedFields?: readonly { readonly manager: string; readonly time?: string }[];
  readonly deletionTimestamp?: string;
}

/** Any object of the API; what is below spec and status is read by those who know the kind. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: unknown;
  readonly status?: unknown;
}

export interface KubernetesList<T = KubernetesObject> {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly T[];
}

/** The server's answer when it is no success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(`${status}: ${message}`);
  }
}

export interface KubernetesApi {
  /** The decoded answer; an ApiError when the status is not 2xx. Texts that are no JSON come as they are. */
  call<T>(method: string, path: string, body?: object, contentType?: string): Promise<T>;
  /** Calls `seen` for every object there is, and again whenever one is created or changed, until `signal`; it outlives the server. */
  follow<T extends KubernetesObject>(path: string, seen: (object: T) => Promise<void>, signal: AbortSignal): Promise<void>;
}

const ANSWER_SECONDS = 30;

export interface ApiAddress {
  readonly url: string;
  readonly ca: Buffer;
  /** Without one it says nothing of who asks. */
  readonly token?: string;
  /** A Unix socket that leads to the address, where no route does. */
  readonly socketPath?: string;
}

export function kubernetesApi({ url, ca, token, socketPath }: ApiAddress): KubernetesApi {
  const agent = new Agent({ keepAlive: true, ca });
  const open = (method: string, path: string, body?: object, contentType = 'application/json', signal?: AbortSignal) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const headers = {
        accept: 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': contentType }),
      };
      const sent = request(new URL(path, url), { agent, method, headers, signal, ...(socketPath && { socketPath }) }, resolve);
      if (!signal) sent.setTimeout(ANSWER_SECONDS * 1000, () => sent.destroy(new Error(`no answer within ${ANSWER_SECONDS} s`)));
      sent.once('error', reject);
      sent.end(body && JSON.stringify(body));
    });

  async function call<T>(method: string, path: string, body?: object, contentType?: string): Promise<T> {
    const answer = await open(method, path, body, contentType);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const decoded: unknown = answer.headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : text;
    const status = answer.statusCode ?? 0;
    if (status < 200 || status > 299) throw new ApiError(status, (decoded as { message?: string }).message ?? text);
    return decoded as T;
  }

  async function follow<T extends KubernetesObject>(path: string, seen: (object: T) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const list = await call<KubernetesList<T>>('GET', path);
        for (const object of list.items) await seen(object);
        const answer = await open('GET', `${path}?watch=1&resourceVersion=${list.metadata.resourceVersion}`, undefined, undefined, signal);
        for await (const event of lines(answer)) {
          const { type, object } = JSON.parse(event) as { readonly type: string; readonly object: T };
          if (type === 'ERROR') break;
          if (type !== 'DELETED') await seen(object);
        }
      } catch {
        // The server is away, or ended the watch, or another writer was first: list again.
      }
      await sleep(100);
    }
  }

  return { call, follow };
}

async function* lines(stream: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}
