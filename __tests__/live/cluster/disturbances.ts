/** What happens to a cluster, planned or not. Each ends when all is well again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../support/cluster/cluster';
import { isReady, nameOf, processesOf, runningPods, type Pod } from '../../support/cluster/pods';
import { kill } from '../../support/process-tree';
import { waitFor } from '../../support/processes';
import type { Change } from './gateway';

const PATIENCE_SECONDS = 600;
const AWAY_SECONDS = 15;

export interface Disturbance {
  readonly title: string;
  /** In the series of every run too, and not of the drills alone. */
  readonly short: boolean;
  /** Number of the node at which nobody new comes in meanwhile. */
  readonly closed?: number;
  /** What is deployed, and which states that changes; all where none is named. */
  readonly change?: Change;
  readonly states?: readonly string[];
  /** What else is done. */
  readonly happen?: (cluster: Cluster) => Promise<unknown>;
}

const component = ({ metadata }: Pod) => metadata.labels?.['app.kubernetes.io/name'];
const podsOf = async (cluster: Cluster, name: string) =>
  (await runningPods(cluster, 'openrouter')).filter((pod) => component(pod) === name);
const inNamespace = (...words: readonly string[]) => ['--namespace=openrouter', ...words];

/** Every pod that is to stay is ready, and each node has a load balancer: without one it does not answer. */
export async function settle(cluster: Cluster): Promise<void> {
  const staying = async () => (await runningPods(cluster, 'openrouter')).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const unwell = async () => (await staying()).filter((pod) => !isReady(pod)).map(nameOf);
  const all = async () => {
    const left = await unwell();
    if (left.length > 0) throw new Error(left.join(', '));
    await cluster.waitUntilReady('openrouter', 1);
    return true;
  };
  await waitFor('every pod is ready', all, PATIENCE_SECONDS);
  const balancers = (await staying()).filter((pod) => component(pod) === 'load-balancer');
  const nodes = new Set(balancers.map(({ spec }) => spec.nodeName));
  if (nodes.size === Math.min(cluster.nodes.length, balancers.length)) return;
  const [crowded] = balancers;
  await cluster.kubectl(['delete', 'pod', ...inNamespace(crowded?.metadata.name ?? '')]);
  await settle(cluster);
}

/** The member that takes writes. */
export const postgresPrimary = async (cluster: Cluster): Promise<Pod> =>
  waitFor(
    'PostgreSQL has a primary',
    async () => (await podsOf(cluster, 'postgres')).find(({ metadata }) => metadata.labels?.['role'] === 'primary'),
    PATIENCE_SECONDS,
  ) as Promise<Pod>;

/** The slot of a key: CRC16 of it, as https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/ has it. */
function slotOf(key: string): number {
  let crc = 0;
  for (const byte of Buffer.from(key)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc & 0x8000 ? 0x1021 : 0) ^ (crc << 1)) & 0xffff;
  }
  return crc % 16384;
}

/** The only member of the shard that the gateway's counter of a text is in. */
export async function redisMasterOf(cluster: Cluster, text: string): Promise<Pod> {
  const slot = slotOf(`entries:${text}`);
  const shard = slot <= 5460 ? 'a' : slot <= 10922 ? 'b' : 'c'; // as the members divide them when they form the cluster
  const found = (await podsOf(cluster, 'redis')).find(({ metadata }) => metadata.name === `redis-${shard}-0`);
  if (found === undefined) throw new Error(`redis-${shard}-0 does not run`);
  return found;
}

/** As when its machine loses them: no process ends in order. A new pod comes, with none of the back-off of a container that failed. */
export async function killPod(cluster: Cluster, pod: Pod): Promise<void> {
  for (const pid of processesOf(cluster, pod)) kill(pid, 'SIGKILL');
  await cluster.kubectl(['delete', 'pod', '--grace-period=0', '--force', ...inNamespace(pod.metadata.name)]);
}

const remove = (name: string) => async (cluster: Cluster) => {
  const [pod] = await podsOf(cluster, name);
  await cluster.kubectl(['delete', 'pod', '--wait=false', ...inNamespace(pod?.metadata.name ?? '')]);
};

async function withoutDns({ kubectl }: Cluster): Promise<void> {
  const scale = (replicas: number) => kubectl(['scale', 'deployment/coredns', '--namespace=kube-system', `--replicas=${replicas}`]);
  await scale(0);
  await sleep(AWAY_SECONDS * 1000);
  await scale(1);
}

async function drain({ kubectl, nodes }: Cluster): Promise<void> {
  const name = nodes[1]?.name ?? '';
  await kubectl(['drain', name, '--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${PATIENCE_SECONDS}s`]);
  await kubectl(['uncordon', name]);
}

async function withoutApiServer(cluster: Cluster): Promise<void> {
  await cluster.pauseApiServer();
  await sleep(AWAY_SECONDS * 1000);
  await cluster.resumeApiServer();
}

export const planned: readonly Disturbance[] = [
  { title: 'rollout of another release', short: true, change: { release: 2 }, states: ['app'] },
  { title: 'change of a setting', short: false, change: { settings: { COLOUR: 'blue' } }, states: ['app'] },
  { title: 'rotation of every secret', short: false, change: { revision: 3 } },
  { title: 'a pod of the gateway goes', short: false, happen: remove('backend') },
  { title: 'a load balancer goes', short: true, happen: remove('load-balancer') },
  { title: 'a node is drained', short: true, closed: 1, happen: drain },
  {
    title: 'every kubelet is restarted',
    short: false,
    happen: async ({ nodes }) => {
      for (const node of nodes) await node.restartKubelet();
    },
  },
  { title: `DNS is away for ${AWAY_SECONDS} s`, short: false, happen: withoutDns },
  { title: `the API server is away for ${AWAY_SECONDS} s`, short: false, happen: withoutApiServer },
  {
    title: 'the primary of PostgreSQL hands over and goes',
    short: false,
    happen: async (cluster) =>
      void (await cluster.kubectl(['delete', 'pod', ...inNamespace((await postgresPrimary(cluster)).metadata.name)])),
  },
  { title: 'a member of Redis goes', short: false, happen: remove('redis') },
];
