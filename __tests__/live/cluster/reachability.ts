/** Every pod against every port of every other: what the engine lets through, beside what the policies say. */
import type { Cluster } from '../../support/cluster/cluster';
import { laptopAddress, metadataAddress } from '../../support/cluster/network';
import { nameOf, reach, runningPods, type Pod, type Reach, type Target } from '../../support/cluster/pods';
import { networkPolicyEvaluator, type NetworkPolicy, type Outside, type Pod as PolicyPod } from '../../support/network-policy-evaluator';

export interface Tried {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** What the policies say. */
  readonly allowed: boolean;
  readonly found: Reach;
  /** Whether both ends are pods of one component. */
  readonly sameComponent: boolean;
}

interface End {
  readonly name: string;
  readonly component: string | undefined;
  readonly end: PolicyPod | Outside;
  readonly target: Target;
}

export const METADATA: End = outside('metadata address', metadataAddress, 80);

function outside(name: string, ip: string, port: number): End {
  return { name, component: undefined, end: { ip }, target: { host: ip, port } };
}

const component = ({ metadata }: Pod) => metadata.labels?.['app.kubernetes.io/name'];
const portsOf = ({ spec }: Pod) => spec.containers.flatMap(({ ports = [] }) => ports);

function policyPod({ metadata, spec, status }: Pod): PolicyPod {
  const named = portsOf({ metadata, spec, status } as Pod).flatMap(({ name, containerPort, protocol }) =>
    name === undefined ? [] : [[name, { port: containerPort, protocol }] as const],
  );
  return { namespace: metadata.namespace, labels: metadata.labels ?? {}, ports: Object.fromEntries(named), ip: status.podIP };
}

/** Pods that try at the same time: more of them on a busy machine would take a slow answer for none. */
const AT_ONCE = 6;

/** Of the pods of these namespaces; every pod of the cluster is a target. */
export async function tryAll(cluster: Cluster, namespaces: readonly string[]): Promise<readonly Tried[]> {
  const { items } = await cluster.api.call<{ items: readonly NetworkPolicy[] }>('GET', '/apis/networking.k8s.io/v1/networkpolicies');
  const { allowed } = networkPolicyEvaluator(items);
  const pods = (await runningPods(cluster)).filter(({ spec, status }) => !spec.hostNetwork && status.podIP);
  const ends = new Map(pods.map((pod) => [pod, policyPod(pod)] as const));
  const inside = pods.flatMap((pod) =>
    portsOf(pod).flatMap(({ containerPort, protocol }): End[] =>
      protocol === 'TCP'
        ? [
            {
              name: nameOf(pod),
              component: component(pod),
              end: ends.get(pod) as PolicyPod,
              target: { host: pod.status.podIP ?? '', port: containerPort },
            },
          ]
        : [],
    ),
  );
  const others = [
    METADATA,
    outside('API server', laptopAddress, 6443),
    ...cluster.nodes.map(({ name, address }) => outside(name, address, 10250)),
  ];
  const sources = pods.filter(({ metadata }) => namespaces.includes(metadata.namespace));
  const tryFrom = async (pod: Pod): Promise<readonly Tried[]> => {
    const from = ends.get(pod) as PolicyPod;
    const targets = [...inside, ...others].filter(({ end }) => end !== from);
    const found = await reach(
      cluster,
      pod,
      targets.map(({ target }) => target),
    );
    return targets.map(({ name, end, target, component: other }, index) => ({
      from: nameOf(pod),
      to: name,
      port: target.port,
      allowed: allowed({ from, to: end, port: target.port, protocol: 'TCP' }),
      found: found[index] ?? 'silent',
      sameComponent: other !== undefined && other === component(pod),
    }));
  };
  const tried: Tried[] = [];
  for (let first = 0; first < sources.length; first += AT_ONCE)
    tried.push(...(await Promise.all(sources.slice(first, first + AT_ONCE).map(tryFrom))).flat());
  return tried;
}
