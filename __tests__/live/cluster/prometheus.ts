/** What the cluster's Prometheus says, asked in its own pod. */
import type { Cluster } from '../../support/cluster/cluster';
import { fetchInPod, runningPods } from '../../support/cluster/pods';

export interface ActiveTarget {
  readonly labels: Readonly<Record<string, string>>;
  readonly health: string;
  readonly lastError: string;
}

export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

async function answer<T>(cluster: Cluster, path: string): Promise<T> {
  const pod = (await runningPods(cluster, 'openrouter')).find(({ metadata }) => metadata.name === 'prometheus-0');
  if (pod === undefined) throw new Error('prometheus-0 does not run');
  return (JSON.parse(await fetchInPod(cluster, pod, `http://127.0.0.1:9090/api/v1/${path}`)) as { readonly data: T }).data;
}

export const targets = async (cluster: Cluster): Promise<readonly ActiveTarget[]> =>
  (await answer<{ activeTargets: readonly ActiveTarget[] }>(cluster, 'targets?state=active')).activeTargets;

export const alerts = async (cluster: Cluster): Promise<readonly ActiveAlert[]> =>
  (await answer<{ alerts: readonly ActiveAlert[] }>(cluster, 'alerts')).alerts;

/** The values of an instant query, by the label of this name. */
export async function query(cluster: Cluster, expression: string, label: string): Promise<Readonly<Record<string, number>>> {
  const { result } = await answer<{ result: readonly { metric: Record<string, string>; value: [number, string] }[] }>(
    cluster,
    `query?query=${encodeURIComponent(expression)}`,
  );
  return Object.fromEntries(result.map(({ metric, value }) => [metric[label] ?? '', Number(value[1])]));
}
