/** Nodes that kwok plays. */
import type { KubernetesApi, KubernetesObject } from './kubernetes-api';

export interface NodeSize {
  readonly name: string;
  readonly zone: string;
  /** Cores. */
  readonly cpu: number;
  readonly memoryGiB: number;
}

/** What a laptop has. */
export const laptop: NodeSize = { name: 'laptop', zone: 'zone-a', cpu: 8, memoryGiB: 32 };

export function nodeManifest({ name, zone, cpu, memoryGiB }: NodeSize): object {
  const room = { cpu: String(cpu), memory: `${memoryGiB}Gi`, pods: '110', 'ephemeral-storage': '100Gi' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'topology.kubernetes.io/zone': zone } },
    status: { capacity: room, allocatable: room },
  };
}

interface Node extends KubernetesObject {
  readonly spec: { readonly taints?: readonly object[] };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Ready, and the taint that every new node has is gone. */
export async function isNodeReady(api: KubernetesApi, name: string): Promise<boolean> {
  const { spec, status } = await api.call<Node>('GET', `/api/v1/nodes/${name}`);
  return !spec.taints?.length && (status.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}
