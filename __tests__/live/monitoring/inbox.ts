import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loopback } from '../../support/processes';
import type { Address } from './observed';

export interface Inbox extends Address {
  /** What was posted to each path, decoded; null what is no JSON. */
  readonly received: readonly { readonly path: string; readonly body: unknown }[];
  close(): Promise<void>;
}

/** Somebody who is told. */
export async function startInbox(): Promise<Inbox> {
  const received: { path: string; body: unknown }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // Samples come compressed; what matters of them is that they come.
      const isJson = request.headers['content-type']?.startsWith('application/json') === true;
      received.push({ path: request.url ?? '', body: isJson ? (JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown) : null });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
  return {
    host: loopback,
    port: (server.address() as AddressInfo).port,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
