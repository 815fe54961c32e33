import path from 'node:path';
import { freePort, loopback, startProcess } from '../../support/processes';
import { ask } from './clients';

export interface Application {
  readonly port: number;
  readonly pid: number;
  /** What has happened in it so far. */
  count(): Promise<Readonly<Record<'requests' | 'bodies' | 'streams' | 'open' | 'finished' | 'aborted' | 'connections' | 'idle', number>>>;
  /** Asks it to drain. */
  terminate(): void;
  stop(): Promise<void>;
  readonly exited: Promise<number | null>;
}

/** The application of docs/streaming.md in a process of its own. */
export async function startApplication(
  settings: Readonly<Record<string, string>> = {},
  host: string = loopback,
  port?: number,
): Promise<Application> {
  const running = startProcess({
    program: process.execPath,
    args: ['-r', 'sucrase/register', path.join(__dirname, 'application.ts')],
    cwd: path.join(__dirname, '../../..'),
    env: {
      HOST: host,
      PORT: String(port ?? (await freePort(host))),
      HEARTBEAT_SECONDS: '1',
      KEEP_ALIVE_SECONDS: '80',
      DRAIN_SECONDS: '30',
      IDLE_SECONDS: '4', // longer than HAProxy needs to see that it is not ready: 2 s until the next check, and 500 ms to the second
      MAX_BODY_MIB: '1',
      ...settings,
    },
    name: 'application',
  });
  const listening = await running.waitUntil('it listens', () => /^\{"port":(\d+)\}$/m.exec(running.log())?.[1], 20);
  return {
    port: Number(listening),
    pid: running.pid,
    count: async () =>
      JSON.parse((await ask({ host, port: Number(listening), path: '/count' })).body) as Awaited<ReturnType<Application['count']>>,
    terminate: () => process.kill(running.pid, 'SIGTERM'),
    stop: () => running.stop('SIGKILL'),
    exited: running.exited,
  };
}
