/** Users of a cluster's gateway, while something happens to it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryDirectory, waitFor, type RunningProcess } from '../processes';
import type { Cluster } from './cluster';
import { fetchInPod, runningPods } from './pods';
import type { Load, Report } from './traffic-client';
import type { Writing, Written } from './writer-client';

export type { Lost, Report } from './traffic-client';
export type { Written } from './writer-client';

const root = path.join(__dirname, '../../..');
/** What the clients may take longer than they are told. */
const MARGIN_SECONDS = 300;
/** Until a writer has its first entries. */
const WARM_UP_SECONDS = 5;

export type Users = Pick<Load, 'streams' | 'seconds' | 'requestsPerSecond' | 'requestAddresses'>;

const where = ({ nodes }: Cluster) => ({ addresses: nodes.map(({ address }) => address), port: 30443, host: 'api.openrouter.ai' });

function startClient({ laptop }: Cluster, file: string, argument: object): RunningProcess {
  const args = ['-r', path.join(root, 'register'), path.join(__dirname, file), JSON.stringify(argument)];
  return laptop.start({ program: process.execPath, args, name: path.basename(file, '.ts') });
}

async function result<T>(client: RunningProcess, seconds: number): Promise<T> {
  // Not client.waitUntil: that the client has ended, maybe during what happened, is what is waited for.
  await waitFor('the client ends', () => client.log().endsWith('}\n'), seconds + MARGIN_SECONDS);
  return JSON.parse(client.log()) as T;
}

/** Streams that the gateway's pods have open. */
async function openStreams(cluster: Cluster): Promise<number> {
  const pods = (await runningPods(cluster, 'openrouter')).filter(
    ({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'backend',
  );
  const texts = await Promise.all(pods.map((pod) => fetchInPod(cluster, pod, 'http://127.0.0.1:8080/metrics').catch(() => '')));
  return texts.reduce((sum, text) => sum + Number(/^llm_streams_in_flight (\d+)/m.exec(text)?.[1] ?? 0), 0);
}

/** Lets `happen` go on once all streams are open, and gives what became of users when it is over and the last stream has ended. */
export async function underTraffic(cluster: Cluster, users: Users, happen: () => Promise<unknown>): Promise<Report> {
  const until = path.join(temporaryDirectory('users'), 'over');
  const client = startClient(cluster, 'traffic-client.ts', { ...where(cluster), ...users, until } satisfies Load);
  try {
    await client.waitUntil('has its streams open', async () => (await openStreams(cluster)) >= users.streams, MARGIN_SECONDS);
    await happen();
    writeFileSync(until, '');
    return await result<Report>(client, users.seconds);
  } finally {
    await client.stop('SIGKILL');
  }
}

/** Lets `happen` go on while entries are written to a store, for so long at least. */
export async function underWrites(
  cluster: Cluster,
  writing: Pick<Writing, 'store' | 'text' | 'seconds'>,
  happen: () => Promise<unknown>,
): Promise<Written> {
  const client = startClient(cluster, 'writer-client.ts', { ...where(cluster), ...writing } satisfies Writing);
  try {
    await new Promise((resolve) => setTimeout(resolve, WARM_UP_SECONDS * 1000));
    await happen();
    return await result<Written>(client, writing.seconds);
  } finally {
    await client.stop('SIGKILL');
  }
}
