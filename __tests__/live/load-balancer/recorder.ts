/** A service in the test's own process that keeps what it is sent, byte by byte, and answers as it is told. */
import { createServer, type Socket } from 'node:net';
import { freePort, loopback } from '../../support/processes';

export interface Recorder {
  readonly host: string;
  readonly port: number;
  /** What came, one text a connection, health checks left out. */
  received(): readonly string[];
  /** How many requests came, by their first lines. */
  requests(): number;
  forget(): void;
  close(): Promise<void>;
}

export interface RecorderOptions {
  /** Default: 200 with this text. `close`: it takes the request and closes the connection without a word. */
  readonly answer?: string | 'close';
}

const startLine = /^[A-Z]+ \S+ HTTP\/1\.[01]\r$/gm;

export async function startRecorder({ answer = 'recorded' }: RecorderOptions = {}): Promise<Recorder> {
  let texts: { text: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    const kept = { text: '' };
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => {
      if (/^GET \/ready /.test(data)) return void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      // A connection that the balancer keeps from before `forget` begins anew.
      if (!texts.includes(kept)) texts.push(Object.assign(kept, { text: '' }));
      kept.text += data;
      // One answer for each piece with a head in it: enough for requests that fit into a packet.
      const heads = data.match(startLine)?.length ?? 0;
      if (answer === 'close') socket.destroy();
      else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`.repeat(heads));
    });
  });
  const port = await freePort(loopback);
  await new Promise<void>((resolve) => server.listen(port, loopback, resolve));
  return {
    host: loopback,
    port,
    received: () => texts.map(({ text }) => text),
    requests: () => texts.reduce((sum, { text }) => sum + (text.match(startLine)?.length ?? 0), 0),
    forget() {
      for (const kept of texts) kept.text = ''; // the connections stay, and what comes on them next counts again
      texts = [];
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
