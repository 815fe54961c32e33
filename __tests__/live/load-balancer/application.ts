/**
 * A small service that does what docs/streaming.md asks of an application, started as a process of its own:
 * `node -r sucrase/register application.ts`, told by the variables of constructs/app-tier/service-settings.ts.
 *
 *   any /v1/stream?chunks&bytes&gapMs&silenceMs   server-sent events; the silences are before each chunk, the longer one before the first
 *       &heartbeats=off &hint=off                 … without heartbeats, without X-Accel-Buffering, to see what the balancer does by itself
 *   any /echo?answerHeaderBytes                   what arrived, as JSON; with a header of that size
 *   GET /ws with Upgrade: websocket               sends back every byte
 *   GET /count                                    how many requests and streams there were; asked directly, not through the balancer
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Server, type Socket } from 'node:net';

const setting = (name: string): number => {
  const value = Number(process.env[name]);
  if (!Number.isFinite(value) || process.env[name] === undefined) throw new Error(`${name} is not set`);
  return value;
};
const heartbeatMs = setting('HEARTBEAT_SECONDS') * 1000;
const drainMs = setting('DRAIN_SECONDS') * 1000;
const maxBodyBytes = setting('MAX_BODY_MIB') * 1024 * 1024;

const count = { connections: 0, requests: 0, bodies: 0, streams: 0, open: 0, finished: 0, aborted: 0 };
let draining = false;
/** Connections on which a request has come. */
const connections = new WeakSet<Socket>();
/** Connections without an open request, and since when. */
const idleSince = new Map<Socket, number>();

const server = createServer({ maxHeaderSize: 256 * 1024 }, (request, response) => {
  const { socket } = request;
  idleSince.delete(socket);
  response.on('close', () => void (socket.destroyed || idleSince.set(socket, performance.now())));
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://application');
  if (pathname === '/count') return json(response, 200, { ...count, idle: idleSince.size });
  if (pathname === '/health') return json(response, 200, { alive: true });
  if (pathname === '/ready') return json(response, draining ? 503 : 200, { ready: !draining });
  count.requests += 1;
  if (!connections.has(socket)) count.connections += 1;
  connections.add(socket);
  // A stopping process answers what still arrives on its open connections, and asks for each to be the last one there.
  if (draining) response.setHeader('Connection', 'close');
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return tooLarge(response);
  if (pathname === '/v1/stream') void stream(response, searchParams);
  else {
    const bytes = Number(searchParams.get('answerHeaderBytes') ?? 0);
    if (bytes > 0) response.setHeader('X-Large', 'x'.repeat(bytes));
    echo(request, response, pathname);
  }
});

// Longer than the balancer keeps an idle connection, so that it is always the balancer that closes one.
server.keepAliveTimeout = setting('KEEP_ALIVE_SECONDS') * 1000;
server.headersTimeout = server.keepAliveTimeout + 1000;
server.requestTimeout = 0;

async function stream(response: ServerResponse, options: URLSearchParams): Promise<void> {
  const number = (name: string, otherwise: number): number => Number(options.get(name) ?? otherwise);
  const gapMs = number('gapMs', 20);
  count.streams += 1;
  count.open += 1;
  const gone = new Promise<void>((resolve) => {
    response.on('close', () => {
      count.open -= 1;
      if (response.writableFinished) count.finished += 1;
      else count.aborted += 1;
      resolve();
    });
  });
  const heartbeat = options.get('heartbeats') !== 'off';
  const event = (text: string): void => {
    if (!response.headersSent) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-cache, no-transform',
        ...(options.get('hint') === 'off' ? {} : { 'X-Accel-Buffering': 'no' }),
      });
    }
    if (!response.destroyed) response.write(text);
  };
  const wait = async (ms: number): Promise<void> => {
    const ping = heartbeat ? setInterval(() => event(': ping\n\n'), heartbeatMs) : undefined;
    await Promise.race([new Promise((resolve) => setTimeout(resolve, ms)), gone]);
    clearInterval(ping);
  };
  const payload = 'x'.repeat(number('bytes', 16));
  for (let chunk = 0; chunk < number('chunks', 5) && !response.destroyed; chunk += 1) {
    await wait(chunk === 0 ? number('silenceMs', 0) : gapMs);
    event(`data: ${chunk} ${payload}\n\n`);
    if (response.writableNeedDrain) await Promise.race([new Promise((resolve) => response.once('drain', resolve)), gone]);
  }
  if (!response.destroyed) response.end('data: [DONE]\n\n');
}

function echo(request: IncomingMessage, response: ServerResponse, path: string): void {
  let bodyBytes = 0;
  request.on('data', (data: Buffer) => {
    bodyBytes += data.length;
    if (bodyBytes > maxBodyBytes && !response.headersSent) tooLarge(response);
  });
  request.on('end', () => {
    count.bodies += 1;
    if (response.headersSent) return;
    json(response, 200, { pid: process.pid, method: request.method, url: request.url, path, rawHeaders: request.rawHeaders, bodyBytes });
  });
}

/** Also where a balancer cannot know the size before, because the body comes in chunks. */
const tooLarge = (response: ServerResponse): void =>
  json(response.setHeader('Connection', 'close'), 413, { error: { code: 'request_too_large' } });

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.pipe(socket);
  socket.on('error', () => socket.destroy());
});

server.on('connection', (socket: Socket) => {
  idleSince.set(socket, performance.now());
  socket.on('close', () => idleSince.delete(socket));
});

process.on('SIGTERM', () => {
  draining = true;
  // No new connections. Unlike http.Server.close() this leaves idle ones open: a request may be on its way on one, and closing it would
  // turn that request into a 502. That holds for a connection whose stream ends now, too: its answer has begun without `Connection: close`.
  Server.prototype.close.call(server, () => process.exit(0));
  // Longer than the balancer keeps an idle connection: what is left then is not used any more.
  const idleMs = setting('IDLE_SECONDS') * 1000;
  setInterval(() => {
    for (const [socket, since] of idleSince) if (performance.now() - since > idleMs) socket.destroy();
  }, 100);
  setTimeout(() => process.exit(1), drainMs);
});

server.listen(setting('PORT'), process.env.HOST ?? '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
});
