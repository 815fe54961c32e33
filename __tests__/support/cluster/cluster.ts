/**
 * A cluster of real nodes on this machine: containerd, kubelet, kube-proxy and a NetworkPolicy engine, on a network of its own that leads
 * nowhere. It is as kind makes it: one cluster of this kind is what `local` is written for.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { toYaml } from '../../../scripts/manifests/to-yaml';
import { isNodeReady } from '../control-plane-node';
import { manifests, type Manifests } from '../control-plane-manifests';
import { provideVolumes, removeVolumes, standardStorageClass } from '../control-plane-volumes';
import type { User } from '../control-plane-credentials';
import type { KubernetesApi } from '../kubernetes-api';
import { waitFor } from '../processes';
import { addons } from './addons';
import { makeGroups } from './cgroups';
import { clusterControlPlanePrograms, startClusterControlPlane, type ClusterControlPlane } from './control-plane';
import { copyStore, imagePrograms, imageStore } from './images/store';
import type { Image } from './images/image';
import { table } from './images/table';
import { newIdentity, removeCluster, removeLeftovers, type Identity } from './leftovers';
import { startMachine, type Machine } from './machine';
import { connectLaptop, podCidrOf } from './network';
import { nodePrograms, startNode, type ClusterNode } from './node';

/** What describeLive must find for startCluster. */
export const clusterPrograms = [
  ...new Set([...clusterControlPlanePrograms, ...nodePrograms, ...imagePrograms, 'ip', 'iptables', 'ipset'] as const),
];
export type ClusterPrograms = Readonly<Record<(typeof clusterPrograms)[number], string>>;

const PATIENCE_SECONDS = 180;

export interface Cluster extends Manifests {
  readonly api: KubernetesApi;
  readonly kubectl: ClusterControlPlane<never>['kubectl'];
  readonly kubeconfig: string;
  readonly auditLog: string;
  /** The control group; each node's is below it. */
  readonly group: string;
  /** On the nodes' network, with a way to nodes and pods. */
  readonly laptop: Machine;
  readonly nodes: readonly ClusterNode[];
  pauseApiServer(): Promise<void>;
  resumeApiServer(): Promise<void>;
  /** The node of this name, after its stop, with what was on its disk. */
  startNode(name: string): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** One for each node: its zone. */
  readonly zones?: readonly string[];
  /** All of the table by default. */
  readonly images?: readonly Image[];
  /** Is told what is going on. */
  readonly tell?: (line: string) => void;
}

export async function startCluster(programs: ClusterPrograms, options: ClusterOptions = {}): Promise<Cluster> {
  const { zones = ['zone-a', 'zone-b'], images = table, tell = () => undefined } = options;
  const removed = await removeLeftovers();
  if (removed > 0) tell(`removed what ${removed} earlier cluster(s) had left`);
  const identity = newIdentity();
  const stopped = new AbortController();
  try {
    const cluster = await start(programs, { zones, images, tell }, identity, stopped.signal);
    return {
      ...cluster,
      async stop() {
        stopped.abort();
        for (const machine of [...cluster.nodes, cluster.laptop]) await machine.stop();
        await removeCluster(identity);
      },
    };
  } catch (error) {
    stopped.abort();
    await removeCluster(identity);
    throw error;
  }
}

/** In its present life: its address is kept when it is off. */
async function hasAddress(api: KubernetesApi, name: string): Promise<boolean> {
  const { status } = await api.call<{ readonly status: { readonly addresses?: readonly object[] } }>('GET', `/api/v1/nodes/${name}`);
  return (status.addresses ?? []).length > 0;
}

const names = (zones: readonly string[]) => zones.map((_, number) => `node-${number + 1}`);

async function start(
  programs: ClusterPrograms,
  { zones, images, tell }: Required<ClusterOptions>,
  { directory, group, environment }: Identity,
  stopped: AbortSignal,
): Promise<Omit<Cluster, 'stop'>> {
  chmodSync(directory, 0o755);
  makeGroups(group);
  tell('images');
  const store = await imageStore(images, programs, environment);
  tell('control plane');
  const laptop = await startMachine('laptop', environment);
  await connectLaptop(laptop, zones.length);
  const kubelets = Object.fromEntries(names(zones).map((name): [string, User] => [name, [`system:node:${name}`, 'system:nodes']]));
  const controlPlane = await startClusterControlPlane({
    ...{ laptop, programs, directory: path.join(directory, 'control-plane'), context: 'kind-massrouter' },
    users: { ...kubelets, kubeProxy: ['system:kube-proxy'], kubeRouter: ['kube-router'] } as Readonly<Record<string, User>>,
  });
  const { api, kubectl, credentials } = controlPlane;
  const apply = manifests(kubectl, api);
  await apply.apply(toYaml(addons));
  await api.call('POST', '/apis/storage.k8s.io/v1/storageclasses', standardStorageClass);

  tell('nodes');
  const volumesOf = (node: string) => path.join(directory, node, 'volumes');
  const startOne = (name: string, number: number) =>
    startNode({
      ...{ number, name, zone: zones[number] ?? '', nodes: zones.length, laptop, programs, environment, ca: credentials.ca },
      directory: path.join(directory, name),
      group: `${group}/${name}`,
      registered: () => hasAddress(api, name),
      kubeconfigs: {
        kubelet: credentials.kubeconfigs[name] ?? '',
        kubeProxy: credentials.kubeconfigs['kubeProxy'] ?? '',
        kubeRouter: credentials.kubeconfigs['kubeRouter'] ?? '',
      },
    });
  const nodes = await Promise.all(
    names(zones).map(async (name, number) => {
      mkdirSync(volumesOf(name), { recursive: true });
      await copyStore(store, path.join(directory, name, 'containerd'), environment);
      const spec = { podCIDR: podCidrOf(number), podCIDRs: [podCidrOf(number)] };
      await api.call('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec });
      return startOne(name, number);
    }),
  );
  const makeDirectory = (volume: string, node = nodes[0]?.name ?? '') => {
    const at = path.join(volumesOf(node), volume);
    mkdirSync(at, { recursive: true });
    chmodSync(at, 0o777); // as kind's provisioner does: the pod's user may be any
    return at;
  };
  void provideVolumes(api, stopped, makeDirectory);
  void removeVolumes(api, stopped, (at) => rmSync(at, { recursive: true, force: true }));
  const ready = (name: string) => waitFor(`the node ${name} is ready`, () => isNodeReady(api, name), PATIENCE_SECONDS);
  for (const { name } of nodes) await ready(name);
  await apply.waitUntilReady('kube-system', PATIENCE_SECONDS);
  return {
    ...apply,
    ...{ api, kubectl, laptop, nodes, group, kubeconfig: credentials.kubeconfigs.admin, auditLog: controlPlane.auditLog },
    ...{ pauseApiServer: controlPlane.pauseApiServer, resumeApiServer: controlPlane.resumeApiServer },
    async startNode(name) {
      const number = nodes.findIndex((node) => node.name === name);
      nodes[number] = await startOne(name, number);
      await ready(name);
    },
  };
}
