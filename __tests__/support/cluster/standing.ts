/** A cluster that stands until somebody takes it down: a process in the background holds it, and a file says which. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram, toolCache } from '../live';
import { isAlive, kill } from '../process-tree';
import { waitFor } from '../processes';
import { clusterPrograms, startCluster, type Cluster, type ClusterPrograms } from './cluster';
import { removeLeftovers } from './leftovers';
import { factsOfThisMachine, unmet } from './requirements';

/** What is wrong, one line each. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
}

interface Held {
  /** The process that holds it. */
  readonly holder: number;
  /** Undefined while it starts. */
  readonly up?: Standing;
}

export interface Standing {
  /** The words before a command that is to run on the laptop. */
  readonly enter: readonly string[];
  readonly kubeconfig: string;
}

const home = path.join(toolCache, 'cluster-standing');
const stateFile = path.join(home, 'state.json');
export const logFile = path.join(home, 'log');
const STOP_SECONDS = 120;

function held(): Held | undefined {
  if (!existsSync(stateFile)) return undefined;
  const state = JSON.parse(readFileSync(stateFile, 'utf8')) as Held;
  return isAlive(state.holder) ? state : undefined;
}

/** Another process may be reading: all of it or nothing. */
function writeState(state: Held): void {
  writeFileSync(`${stateFile}.new`, JSON.stringify(state));
  renameSync(`${stateFile}.new`, stateFile);
}

/** The one that stands, if it is up. */
export const standing = (): Standing | undefined => held()?.up;

/** All that keeps a cluster from being started here. */
export function problems(facts = factsOfThisMachine()): readonly string[] {
  const missing = clusterPrograms.filter((name) => findProgram(name) === undefined);
  const programs = missing.length > 0 ? [`${missing.join(', ')} missing: run scripts/install-test-tools`] : [];
  return [...unmet(facts), ...programs];
}

/** Starts the process that holds a cluster, and waits until it is up. `command` is this program, told to hold one. */
export async function putUp(command: readonly [string, ...string[]], tell: (line: string) => void): Promise<Standing> {
  const found = problems();
  if (found.length > 0) throw new ClusterError(found.join('\n'));
  if (held() !== undefined) throw new ClusterError('a cluster is up already, or starting: npm run cluster -- down');
  mkdirSync(home, { recursive: true });
  rmSync(stateFile, { force: true });
  const log = openSync(logFile, 'w');
  const [program, ...args] = command;
  const holder = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
  if (holder.pid === undefined) throw new ClusterError(`cannot start ${program}`);
  writeState({ holder: holder.pid });
  holder.unref();
  let shown = 0;
  for (;;) {
    const lines = readFileSync(logFile, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(shown)) tell(line);
    shown = lines.length;
    const state = standing();
    if (state !== undefined) return state;
    if (holder.exitCode !== null || holder.signalCode !== null) throw new ClusterError(`the cluster did not start; ${logFile} has more`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Starts a cluster, holds it until SIGTERM, and takes it away. `prepare` is done before it counts as up. */
export async function hold(tell: (line: string) => void, prepare: (cluster: Cluster) => Promise<void>): Promise<void> {
  const programs = Object.fromEntries(clusterPrograms.map((name) => [name, findProgram(name)])) as ClusterPrograms;
  const stop = new Promise<void>((resolve) => void process.once('SIGTERM', resolve));
  const cluster = await startCluster(programs, { tell });
  try {
    await prepare(cluster);
    writeState({ holder: process.pid, up: { enter: cluster.laptop.enter, kubeconfig: cluster.kubeconfig } });
    const timer = setInterval(() => undefined, 2 ** 30); // nothing else keeps this process alive
    await stop;
    clearInterval(timer);
  } finally {
    rmSync(stateFile, { force: true });
    await cluster.stop();
  }
}

/** Ends the one that stands, and takes away what was left by any that was killed. Gives how many there were of each. */
export async function takeDown(): Promise<{ readonly stopped: number; readonly leftovers: number }> {
  const state = held();
  if (state !== undefined) {
    // While it starts it knows no signal: what it leaves is taken away below.
    kill(state.holder, state.up ? 'SIGTERM' : 'SIGKILL');
    await waitFor('the cluster stops', () => !isAlive(state.holder), STOP_SECONDS);
  }
  rmSync(stateFile, { force: true });
  return { stopped: state === undefined ? 0 : 1, leftovers: await removeLeftovers() };
}
