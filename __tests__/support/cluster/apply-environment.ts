/** Applies what was synthesized as Terraform does: state by state, Secrets with their values, and nothing that waits for a Job before it has ended. */
import { randomBytes } from 'node:crypto';
import { toManifests, type KubernetesObject } from '../../../scripts/manifests/to-manifests';
import { toYaml } from '../../../scripts/manifests/to-yaml';
import type { SynthesizedStack } from '../environments';
import type { Cluster } from './cluster';

/** The annotation that says which `data_wo_revision` a Secret has been written with: Terraform keeps it in its state. */
const REVISION = 'massrouter.test/revision';
/** Terraform waits so long for the longest of them, a rollout with streams; here nothing may take as long. */
const PATIENCE_SECONDS = 600;

interface WrittenSecret {
  readonly revision: number;
  readonly values: Readonly<Record<string, string>>;
}

/** What Terraform would write into each Secret of a stack, by its name: what is generated is another text each time. */
export function secretsOf({ json }: SynthesizedStack): ReadonlyMap<string, WrittenSecret> {
  const resources = Object.values(json.resource?.['kubernetes_secret_v1'] ?? {}) as unknown as readonly SecretResource[];
  return new Map(
    resources.map(({ metadata: { name }, data_wo: data, data_wo_revision: revision }) => {
      const values = Object.entries(data).map(([key, value]) => [key, value.replace(/^\$\{ephemeral\..*\}$/, generated)] as const);
      return [name, { revision, values: Object.fromEntries(values) }];
    }),
  );
}

interface SecretResource {
  readonly metadata: { readonly name: string };
  readonly data_wo: Readonly<Record<string, string>>;
  readonly data_wo_revision: number;
}

/** 43 letters and digits, as `random_password` makes them. */
const generated = () =>
  randomBytes(64)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 43);

/** Its objects in the order in which they are applied; each group waits for the Jobs of the one before. */
export function groupsOf(objects: readonly KubernetesObject[]): readonly (readonly KubernetesObject[])[] {
  const first = objects.filter(({ kind }) => kind === 'Namespace' || kind === 'Secret');
  const groups: KubernetesObject[][] = [first, []];
  for (const object of objects.filter((one) => !first.includes(one))) {
    groups.at(-1)?.push(object);
    if (object.kind === 'Job') groups.push([]);
  }
  return groups.filter((group) => group.length > 0);
}

/** Ends when all of the state is ready. */
export async function applyState(cluster: Cluster, stack: SynthesizedStack): Promise<void> {
  const secrets = secretsOf(stack);
  for (const group of groupsOf(toManifests(stack.json))) {
    await cluster.apply(toYaml(group));
    for (const { kind, metadata } of group) if (kind === 'Secret') await fill(cluster, metadata, secrets.get(metadata.name ?? ''));
    for (const { kind, metadata } of group) if (kind === 'Job') await cluster.waitUntilReady(metadata.namespace ?? '', PATIENCE_SECONDS);
  }
  for (const namespace of namespacesOf(stack)) await cluster.waitUntilReady(namespace, PATIENCE_SECONDS);
}

const namespacesOf = (stack: SynthesizedStack): readonly string[] => [
  ...new Set(toManifests(stack.json).flatMap(({ metadata: { namespace } }) => (namespace === undefined ? [] : [namespace]))),
];

async function fill({ api }: Cluster, { name, namespace }: KubernetesObject['metadata'], secret: WrittenSecret | undefined): Promise<void> {
  if (secret === undefined) return;
  const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
  const { metadata } = await api.call<{ metadata: { annotations?: Record<string, string> } }>('GET', path);
  const revision = String(secret.revision);
  if (metadata.annotations?.[REVISION] === revision) return;
  const written = { metadata: { annotations: { [REVISION]: revision } }, stringData: secret.values };
  await api.call('PATCH', path, written, 'application/merge-patch+json');
}

/** Deletes the objects of a state and waits until they are gone, as a destroy does. */
export async function destroyState(cluster: Cluster, stack: SynthesizedStack): Promise<void> {
  const objects = [...toManifests(stack.json)].reverse();
  await cluster.kubectl(['delete', '--ignore-not-found', '--wait=true', `--timeout=${PATIENCE_SECONDS}s`, '--filename=-'], toYaml(objects));
}
