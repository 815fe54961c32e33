/** Programs that run beside a test, on the loopback interface: start, wait, stop, and nothing stays when the test process dies. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { family, groupOf, isAlive, kill } from './process-tree';
import { mark, markOf, temporaryDirectory } from './watchdog';

export { temporaryDirectory };

/** How long a program may take to stop before it is killed. */
const STOP_SECONDS = 20;
/** How much of a log an error shows. */
const SHOWN_LINES = 30;

export interface ProcessOptions {
  /** An absolute path, as describeLive gives it. */
  readonly program: string;
  readonly args: readonly string[];
  /** Added to this process's environment; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** What errors and the log file call it. */
  readonly name: string;
}

export interface RunningProcess {
  readonly pid: number;
  /** Where both output streams go. */
  readonly logFile: string;
  /** All it has written so far. */
  log(): string;
  /** As waitFor, but gives up at once when the program exits; the error shows the end of its log. */
  waitUntil<T>(what: string, condition: () => T | Promise<T>, seconds: number): Promise<T>;
  /** Sends the signal (SIGTERM), waits for the exit, and then kills what the program has started and left. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** Starts a program in a process group of its own. It ends with `stop`, and at the latest when the test file does. */
export function startProcess({ program, args, env, cwd, name }: ProcessOptions): RunningProcess {
  const directory = temporaryDirectory(name);
  const logFile = path.join(directory, 'log');
  const output = openSync(logFile, 'a');
  const marked = { ...process.env, ...env, ...markOf(directory) };
  const child = spawn(program, args, { cwd, env: marked, stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  child.unref();
  child.on('error', () => undefined); // it has no pid then
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name}: cannot start ${program} in ${cwd ?? process.cwd()}`);
  let running = true;
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running = false;
      resolve(code);
    });
  });

  const log = () => readFileSync(logFile, 'utf8');
  const members = () => family(mark(directory));
  return {
    pid,
    logFile,
    log,
    exited,
    async waitUntil(what, condition, seconds) {
      const alive = () => {
        if (!running) throw new Stopped('it has ended');
      };
      try {
        return await waitFor(`${name}: ${what}`, condition, seconds, alive);
      } catch (error) {
        const shown = log().trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
        throw new Error(`${(error as Error).message}\n--- the end of ${name}'s log\n${shown}`, { cause: error });
      }
    },
    async stop(signal = 'SIGTERM') {
      const before = members();
      if (running) kill(pid, signal);
      await within(STOP_SECONDS, exited);
      const left = () => [...new Set([...before, ...members()])].filter(isAlive);
      for (const group of new Set([pid, ...left().map(groupOf)])) if (group !== undefined && group > 1) kill(-group, 'SIGKILL');
      await exited;
      await waitFor(`${name}: what it started ends`, () => left().length === 0, STOP_SECONDS);
    },
  };
}

/** Resolves with the promise, or without it after so many seconds. */
async function within(seconds: number, promise: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([promise, sleep(seconds * 1000, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}

/** Thrown by a condition, or before it, to say that waiting longer is of no use. */
export class Stopped extends Error {}

/** Asks again until the condition holds and returns its value; an error of the condition is a "not yet" and the last one is shown. */
export async function waitFor<T>(
  what: string,
  condition: () => T | Promise<T>,
  seconds: number,
  before: () => void = () => undefined,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  let last = '';
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 250)) {
    try {
      before();
      const value = await condition();
      if (value) return value;
      last = '';
    } catch (error) {
      last = `: ${error instanceof Error ? error.message : String(error)}`;
      if (error instanceof Stopped) throw new Error(`${what}${last}`, { cause: error });
    }
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s${last}`);
    await sleep(pause);
  }
}

/** An address of the loopback network that no other test process uses: ports on it are free unless this process took them. */
export const loopback = `127.${(process.pid >> 16) + 1}.${(process.pid >> 8) & 255}.${process.pid & 255}`;

const given = new Set<number>();

/** A TCP port nobody listens on. Below 32768, where Linux takes no port for outgoing connections, so it stays free until it is used. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = 10000 + Math.floor(Math.random() * 22000);
    if (given.has(port) || !(await isFree(port, host))) continue;
    given.add(port);
    return port;
  }
}

const isFree = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
