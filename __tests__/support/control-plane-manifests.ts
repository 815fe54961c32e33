/** Manifests as a GitOps set-up applies them, and what became of them. */
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesApi, KubernetesList, KubernetesObject } from './kubernetes-api';
import { waitFor } from './processes';

/** The owner of the fields that are applied, by which they are told from those of controllers. */
const FIELD_MANAGER = 'massrouter-test';

export interface Manifests {
  /** Server-side apply with strict validation; a warning of the server is an error. Gives the objects as they are afterwards. */
  apply(yaml: string): Promise<readonly KubernetesObject[]>;
  /** `<kind> <namespace>/<name>: <fields>` for each of these objects that applying them again changes; controllers must have come to rest. */
  secondApplyChanges(yaml: string): Promise<readonly string[]>;
  /** What is not ready in a namespace, with the reason: Deployments, StatefulSets, DaemonSets and Jobs. */
  unready(namespace: string): Promise<readonly string[]>;
  /** An error with what is still not ready after so many seconds, and what the controllers complain of. */
  waitUntilReady(namespace: string, seconds: number): Promise<void>;
}

type Kubectl = (args: readonly string[], input?: string) => Promise<string>;

export function manifests(kubectl: Kubectl, api: KubernetesApi): Manifests {
  const apply = async (yaml: string) => {
    const how = ['--server-side', `--field-manager=${FIELD_MANAGER}`, '--validate=strict', '--warnings-as-errors'];
    return objects(await kubectl(['apply', ...how, '--output=json', '--show-managed-fields', '--filename=-'], yaml));
  };
  const unready = async (namespace: string) => (await Promise.all(workloads.map((kind) => waiting(api, namespace, kind)))).flat();
  return {
    apply,
    unready,
    async secondApplyChanges(yaml) {
      const before = objects(await kubectl(['get', '--output=json', '--show-managed-fields', '--filename=-'], yaml));
      const after = new Map((await apply(yaml)).map((object) => [nameOf(object), object]));
      return before.flatMap((object) => {
        const fields = changedFields(settled(object), settled(after.get(nameOf(object))), '');
        return fields.length > 0 ? [`${nameOf(object)}: ${fields.join(', ')}`] : [];
      });
    },
    async waitUntilReady(namespace, seconds) {
      const none = async () => {
        const left = await unready(namespace);
        if (left.length > 0) throw new Error(left.join('\n'));
        return true;
      };
      try {
        await waitFor(`every workload of ${namespace} is ready`, none, seconds);
      } catch (error) {
        throw new Error([(error as Error).message, ...(await warnings(api, namespace))].join('\n'), { cause: error });
      }
    },
  };
}

const objects = (json: string): readonly KubernetesObject[] => {
  const decoded = JSON.parse(json) as KubernetesObject | KubernetesList;
  return 'items' in decoded ? decoded.items : [decoded];
};

const nameOf = ({ kind, metadata: { namespace, name } }: KubernetesObject) => `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

/** Without what controllers write and what every write changes; of the owners of fields only the applier counts. */
function settled(object: KubernetesObject | undefined): unknown {
  if (object === undefined) return undefined;
  const { metadata } = object;
  const owned = (metadata.managedFields ?? []).filter(({ manager }) => manager === FIELD_MANAGER).map((entry) => without(entry, 'time'));
  return { ...without(object, 'status'), metadata: { ...without(metadata, 'resourceVersion'), managedFields: owned } };
}

const without = (record: object, name: string) => Object.fromEntries(Object.entries(record).filter(([field]) => field !== name));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** The paths that differ. */
function changedFields(before: unknown, after: unknown, path: string): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [path || 'all of it'];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => changedFields(before[name], after[name], path ? `${path}.${name}` : name));
}

interface Workload extends KubernetesObject {
  readonly spec: { readonly replicas?: number; readonly suspend?: boolean };
  readonly status: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly numberReady?: number;
    readonly desiredNumberScheduled?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

interface WorkloadKind {
  readonly kind: string;
  readonly group: string;
  readonly plural: string;
  /** How many of how many are ready. */
  readonly ready: (workload: Workload) => readonly [number, number];
}

const replicas = ({ spec, status }: Workload) =>
  [Math.min(status.readyReplicas ?? 0, status.updatedReplicas ?? 0), spec.replicas ?? 1] as const;

const workloads: readonly WorkloadKind[] = [
  { kind: 'Deployment', group: 'apps/v1', plural: 'deployments', ready: replicas },
  { kind: 'StatefulSet', group: 'apps/v1', plural: 'statefulsets', ready: replicas },
  {
    kind: 'DaemonSet',
    group: 'apps/v1',
    plural: 'daemonsets',
    ready: ({ status }) => [status.numberReady ?? 0, status.desiredNumberScheduled ?? 1],
  },
  {
    kind: 'Job',
    group: 'batch/v1',
    plural: 'jobs',
    ready: ({ spec, status }) => {
      const complete = status.conditions?.some((condition) => condition.type === 'Complete' && condition.status === 'True');
      return spec.suspend || complete ? [1, 1] : [0, 1];
    },
  },
];

async function waiting(api: KubernetesApi, namespace: string, { kind, group, plural, ready }: WorkloadKind): Promise<string[]> {
  const { items } = await api.call<KubernetesList<Workload>>('GET', `/apis/${group}/namespaces/${namespace}/${plural}`);
  return items.flatMap((workload) => {
    const { metadata, status } = workload;
    const [is, wanted] = ready(workload);
    // A Job counts no generations.
    if (is === wanted && (status.observedGeneration ?? metadata.generation) === metadata.generation) return [];
    const reasons = (status.conditions ?? []).filter(({ message }) => message).map(({ type, message }) => `${type}: ${message}`);
    return [`${nameOf({ ...workload, kind })}: ${is} of ${wanted} ready; ${reasons.join('; ') || 'no reason given'}`];
  });
}

interface Event extends KubernetesObject {
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly message: string;
}

async function warnings(api: KubernetesApi, namespace: string): Promise<readonly string[]> {
  const { items } = await api.call<KubernetesList<Event>>('GET', `/api/v1/namespaces/${namespace}/events?fieldSelector=type=Warning`);
  return [...new Set(items.map(({ involvedObject: { kind, name }, message }) => `${kind} ${name}: ${message}`))];
}
