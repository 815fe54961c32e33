/**
 * One address for several processes, as a Service of Kubernetes is one for its pods: each new connection goes to one of them, and a process
 * that is taken out keeps the connections it has.
 */
import { connect, createServer, type Socket } from 'node:net';
import { freePort, loopback } from '../../support/processes';

export interface ServiceAddress {
  readonly host: string;
  readonly port: number;
  /** No new connection goes to the process on this port. */
  takeOut(port: number): void;
  close(): Promise<void>;
}

export async function startServiceAddress(ports: readonly number[]): Promise<ServiceAddress> {
  const open = new Set<Socket>();
  let targets = ports;
  let turn = 0;
  const server = createServer((client) => {
    const target = targets[(turn += 1) % targets.length];
    if (target === undefined) return void client.resetAndDestroy();
    const process = connect(target, loopback);
    for (const [one, other] of [
      [client, process],
      [process, client],
    ] as const) {
      open.add(one.setNoDelay());
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroySoon();
      });
    }
  });
  const port = await freePort(loopback);
  await new Promise<void>((resolve) => server.listen(port, loopback, resolve));
  return {
    host: loopback,
    port,
    takeOut(gone) {
      targets = targets.filter((each) => each !== gone);
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
