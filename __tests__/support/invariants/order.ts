/** Terraform waits until a workload is ready: all that its pods need has to be there before. */
import type { SynthesizedStack } from '../environments';
import { resourcesOf } from '../environments';
import type { Guard } from './synthesis';
import { at, blocksAt, kindOf, kubernetes, labelsOf, listAt, objectName, selects, textAt, textsIn, type Resource } from './blocks';
import { referencesIn } from './expressions';
import { bindingsOf, needsOf, podsOf, type Pod } from './pods';

const COMPONENT = 'app.kubernetes.io/name';

/** What each resource waits for by itself, by their addresses. */
function edges(stack: SynthesizedStack): ReadonlyMap<string, readonly string[]> {
  return new Map(
    resourcesOf(stack).map(({ address, body }) => [
      address,
      [
        ...listAt(body, 'depends_on').map(String),
        ...textsIn(body)
          .flatMap(referencesIn)
          .map((reference) => reference.address),
      ],
    ]),
  );
}

/** All that a resource waits for, over however many steps. */
function closure(graph: ReadonlyMap<string, readonly string[]>, from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [...(graph.get(from) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(graph.get(next) ?? []));
  }
  return seen;
}

export const order: Guard = (stack) => {
  const graph = edges(stack);
  return [
    ...podsOf(stack).flatMap((pod) => {
      const before = closure(graph, pod.address);
      return needed(stack, pod)
        .filter(({ address }) => !before.has(address))
        .map(({ address }) => `${pod.address}: its pods need ${address}, which may be made after it`);
    }),
    ...[...graph].flatMap(([address, targets]) =>
      targets.filter(isKept).map((target) => `${address}: waits for ${target}, but only a Job may be waited for`),
    ),
    ...[...graph.keys()].filter((address) => closure(graph, address).has(address)).map((address) => `${address}: waits for itself`),
  ];
};

const isKept = (address: string): boolean =>
  ['deployment', 'stateful_set', 'daemon_set', 'daemonset', 'replication_controller', 'pod'].includes(kindOf(address.replace(/\..*/, '')));

/** The objects of the stack without which a pod does not start, is not found, or may not do what it starts with. */
function needed(stack: SynthesizedStack, pod: Pod): readonly Resource[] {
  const { resource, namespace, labels } = pod;
  const named = Object.entries(needsOf(pod)).flatMap(([kind, names]) =>
    kubernetes(stack, [kind]).filter((object) => names.some((name: string) => objectName(object) === `${namespace}/${name}`)),
  );
  const bindings = bindingsOf(stack, pod);
  const roles = kubernetes(stack, ['role', 'cluster_role']).filter((role) => bindings.some((binding) => binds(binding, role)));
  // Its own Services; one of another component that finds its pods is that one's.
  const services = kubernetes(stack, ['service']).filter(({ body }) => {
    const own = labelsOf(at(body, 'metadata'))[COMPONENT] === labels[COMPONENT];
    const names = textAt(body, 'metadata.name') === textAt(resource.body, 'spec.service_name');
    const finds = selects({ match_labels: blocksAt(body, 'spec.selector')[0] }, labels);
    return textAt(body, 'metadata.namespace') === namespace && (names || (own && finds));
  });
  const templates = blocksAt(resource.body, 'spec.volume_claim_template').map(
    (template) => `${String(textAt(template, 'metadata.name'))}-${String(textAt(resource.body, 'metadata.name'))}-`,
  );
  const claims = kubernetes(stack, ['persistent_volume_claim']).filter((claim) =>
    templates.some((start) => new RegExp(`^${namespace}/${start}\\d+$`).test(objectName(claim))),
  );
  return [...named, ...bindings, ...roles, ...services, ...claims];
}

const binds = (binding: Resource, role: Resource): boolean =>
  textAt(binding.body, 'role_ref.name') === textAt(role.body, 'metadata.name') &&
  textAt(binding.body, 'role_ref.kind')?.toLowerCase() === kindOf(role.type).replaceAll('_', '') &&
  (kindOf(role.type) === 'cluster_role' || textAt(binding.body, 'metadata.namespace') === textAt(role.body, 'metadata.namespace'));
