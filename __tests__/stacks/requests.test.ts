/** What the pods of an environment ask their nodes for, added up: what does not fit stays Pending, and Terraform only says that it waits. */
import { environments } from '../../config/environments';
import { loadEnvironments } from '../../config';
import { manifestsOfEnvironment, type KubernetesObject, type StateManifests } from '../../scripts/manifests';

interface Amounts {
  /** Thousandths of a core. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
}

interface Container {
  readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
}

interface Workload extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxSurge?: number | string } };
    readonly template?: { readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] } };
    readonly scaleTargetRef?: { readonly name: string };
    readonly minReplicas?: number;
  };
}

const sum = (all: readonly Amounts[]): Amounts =>
  all.reduce((total, { cpu, memory }) => ({ cpu: total.cpu + cpu, memory: total.memory + memory }), { cpu: 0, memory: 0 });
const times = ({ cpu, memory }: Amounts, count: number): Amounts => ({ cpu: cpu * count, memory: memory * count });

function amountsOf({ resources }: Container): Amounts {
  const { cpu = '0', memory = '0Mi' } = resources?.requests ?? {};
  const [, size, unit] = /^(\d+)(Mi|Gi)$/.exec(memory) ?? [];
  return { cpu: cpu.endsWith('m') ? parseInt(cpu, 10) : Number(cpu) * 1000, memory: Number(size) * (unit === 'Gi' ? 1024 : 1) };
}

/** Init containers run before the others, one by one. https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers */
function podRequests({ spec: { template } }: Workload): Amounts {
  const together = sum((template?.spec.containers ?? []).map(amountsOf));
  const before = (template?.spec.initContainers ?? []).map(amountsOf);
  return {
    cpu: Math.max(together.cpu, ...before.map(({ cpu }) => cpu)),
    memory: Math.max(together.memory, ...before.map(({ memory }) => memory)),
  };
}

/** `rest`: what runs when nothing changes, on one node. `rollout`: what the state that asks for most adds while all of it is rolled out. */
function requests(states: readonly Pick<StateManifests, 'objects'>[]): { readonly rest: Amounts; readonly rollout: Amounts } {
  const workloads = states.map(({ objects }) => objects as readonly Workload[]);
  const scalers = workloads.flat().filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
  const least = new Map(scalers.map(({ spec }) => [spec.scaleTargetRef?.name, spec.minReplicas ?? 1]));
  const lasting = workloads.flat().filter(({ kind }) => /^(Deployment|StatefulSet|DaemonSet)$/.test(kind));
  const count = ({ metadata: { name = '' }, spec }: Workload) => spec.replicas ?? least.get(name) ?? 1;
  const surge = ({ spec: { strategy } }: Workload) => (strategy?.type === 'Recreate' ? 0 : Number(strategy?.rollingUpdate?.maxSurge ?? 1));
  const added = (workload: Workload): Amounts =>
    workload.kind === 'Deployment'
      ? times(podRequests(workload), surge(workload))
      : workload.kind === 'Job'
        ? podRequests(workload)
        : { cpu: 0, memory: 0 };
  const rollouts = workloads.map((of) => sum(of.map(added)));
  return {
    rest: sum(lasting.map((workload) => times(podRequests(workload), count(workload)))),
    rollout: { cpu: Math.max(...rollouts.map(({ cpu }) => cpu)), memory: Math.max(...rollouts.map(({ memory }) => memory)) },
  };
}

describe('what a laptop is asked for', () => {
  const inAll = (input: object = {}) => {
    const [environment] = loadEnvironments(['local'], { local: { ...environments.local, ...input } });
    if (environment === undefined) throw new Error('not read');
    const { rest, rollout } = requests(manifestsOfEnvironment(environment));
    return sum([rest, rollout]);
  };

  test('stays below 2 cores and 4 GiB, with a rollout', () => {
    const { cpu, memory } = inAll();
    expect(cpu).toBeLessThan(2000);
    expect(memory).toBeLessThan(4096);
  });

  test('is what each pod asks for, times how many there are, and one more of each that is rolled out', () => {
    const more = { services: { backend: { resources: { cpuRequestMillis: 150, memoryRequestMiB: 228 } } } };
    const [before, after] = [inAll(), inAll(more)];
    expect([after.cpu - before.cpu, after.memory - before.memory]).toEqual([4 * 100, 4 * 100]);
  });
});
