/** Pods that run, and what is asked from inside their networks. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KubernetesObject } from '../kubernetes-api';
import { groupTree } from './cgroups';
import type { Cluster } from './cluster';
import { command } from './machine';

export interface Pod extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & {
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly hostNetwork?: boolean;
    readonly containers: readonly {
      readonly name: string;
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol: 'TCP' | 'UDP' | 'SCTP' }[];
    }[];
  };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  readonly lastState: { readonly terminated?: { readonly reason?: string } };
}

/** Of a namespace, or of all; those that have ended are not among them. */
export async function runningPods({ api }: Pick<Cluster, 'api'>, namespace?: string): Promise<readonly Pod[]> {
  const where = namespace === undefined ? '' : `namespaces/${namespace}/`;
  const { items } = await api.call<{ readonly items: readonly Pod[] }>('GET', `/api/v1/${where}pods`);
  return items.filter(({ status }) => status.phase === 'Running' || status.phase === 'Pending');
}

export const isReady = ({ status, metadata }: Pod): boolean =>
  metadata.deletionTimestamp === undefined && (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');

export const restartsOf = ({ status }: Pod): number =>
  [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])].reduce((sum, { restartCount }) => sum + restartCount, 0);

export const nameOf = ({ metadata: { namespace, name } }: Pod): string => `${namespace}/${name}`;

/** Its processes, by the numbers that this process knows them by. */
export const processesOf = ({ group }: Pick<Cluster, 'group'>, { metadata, spec }: Pod): readonly number[] =>
  groupTree(`${group}/${spec.nodeName}/kubepods`, `pod${metadata.uid}`).flatMap(processesBelow);

function processesBelow(directory: string): readonly number[] {
  const own = readFileSync(path.join(directory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  const below = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...own, ...below.flatMap(({ name }) => processesBelow(path.join(directory, name)))];
}

/** Runs a program of this machine in the network of a pod, with this on its standard input. */
export async function inPod(cluster: Pick<Cluster, 'group'>, pod: Pod, program: readonly string[], input?: string): Promise<string> {
  const [pid] = processesOf(cluster, pod);
  if (pid === undefined) throw new Error(`${nameOf(pod)} has no process`);
  return command(['nsenter', `--net=/proc/${pid}/ns/net`, '--', ...program], input);
}

/** What becomes of a connection. */
export type Reach = 'open' | 'refused' | 'silent';

export interface Target {
  readonly host: string;
  readonly port: number;
}

const PROBE_SECONDS = 3;

const prober = `const { connect } = require('node:net');
const targets = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const probe = ({ host, port }) => new Promise((resolve) => {
  const socket = connect({ host, port, timeout: ${PROBE_SECONDS * 1000} });
  const end = (what) => (socket.destroy(), resolve(what));
  socket.on('connect', () => end('open')).on('timeout', () => end('silent'));
  socket.on('error', ({ code }) => end(code === 'ECONNREFUSED' ? 'refused' : 'silent'));
});
Promise.all(targets.map(probe)).then((found) => console.log(JSON.stringify(found)));`;

/** Opens a connection to each target from inside the pod's network. A policy may be silent or refuse. */
export const reach = async (cluster: Pick<Cluster, 'group'>, pod: Pod, targets: readonly Target[]): Promise<readonly Reach[]> =>
  JSON.parse(await inPod(cluster, pod, [process.execPath, '-e', prober], JSON.stringify(targets))) as Reach[];

const fetcher = `fetch(process.argv[1]).then((answer) => answer.text()).then((text) => process.stdout.write(text));`;

/** What a web server answers when the pod's own network is asked for it. */
export const fetchInPod = (cluster: Pick<Cluster, 'group'>, pod: Pod, url: string): Promise<string> =>
  inPod(cluster, pod, [process.execPath, '-e', fetcher, url]);
