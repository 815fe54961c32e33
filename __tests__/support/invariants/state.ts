/** What must not be lost is protected, and a volume outlives what mounts it. */
import type { SynthesizedStack } from '../environments';
import { resourcesOf } from '../environments';
import { mayHoldData, statefulTypes, statelessTypes, whatIsLost } from '../../../scripts/guard/holds-data';
import type { Guard } from './synthesis';
import { at, blocks, blocksAt, kubernetes, listAt, numberAt, textAt, type Resource } from './blocks';

/** A copy of what the cloud's store has is written again by the next apply. */
const isCopy = ({ type, body }: Pick<Resource, 'type' | 'body'>): boolean =>
  type === 'kubernetes_secret_v1' &&
  Object.values((at(body, 'data_wo') ?? {}) as object).every((value) =>
    /\$\{.*ephemeral\.aws_secretsmanager_secret_version\./.test(String(value)),
  );

/** One for what keeps nothing: claims and secrets are in the environment's own. */
const isEmptyNamespace = ({ type, body }: Pick<Resource, 'type' | 'body'>, own: string): boolean =>
  type === 'kubernetes_namespace_v1' && textAt(body, 'metadata.name') !== own;

export const protection: Guard = (stack, { environment }) =>
  resourcesOf(stack)
    .filter((resource) => !isCopy(resource) && !isEmptyNamespace(resource, environment.namespace.name))
    .filter(
      ({ type, body }) =>
        mayHoldData(type) && environment.surroundings.deletionProtection && at(body, 'lifecycle.prevent_destroy') !== true,
    )
    .map(({ type, address }) => `${address}: has no prevent_destroy, and losing it loses ${whatIsLost(type)}`);

/** A type that nobody has thought about would be neither protected nor missed. */
export const knownTypes: Guard = (stack) =>
  resourcesOf(stack)
    .filter(({ type }) => !(type in statefulTypes) && !(type in statelessTypes))
    .map(({ type, address }) => `${address}: does ${type} hold data? Add it to one of the lists in scripts/guard/holds-data.ts`);

/** What Terraform is told to forget is not in the program any more, and stays where it is. */
export const forgotten: Guard = (stack) => {
  const made = new Set(resourcesOf(stack).map(({ address }) => address));
  return blocks(stack.json['removed']).flatMap((removed) => {
    const from = String(removed['from']);
    return [
      ...(made.has(from) ? [`${from}: is to be forgotten, but it is made here`] : []),
      ...(at(removed, 'lifecycle.destroy') === false ? [] : [`${from}: is not forgotten but destroyed`]),
    ];
  });
};

/** A claim that a StatefulSet makes itself is outside Terraform: nothing protects it, and nothing can make it larger. */
export const volumes: Guard = (stack) =>
  kubernetes(stack, ['stateful_set']).flatMap((set) =>
    [...frozen(set), ...blocksAt(set.body, 'spec.volume_claim_template').flatMap((template) => claims(stack, set, template))].map(
      (problem) => `${set.address}: ${problem}`,
    ),
  );

function frozen({ body }: Resource): readonly string[] {
  const ignored = listAt(body, 'lifecycle.ignore_changes').some((path) => /^spec(\[0\]|\.0)?\.volume_claim_template$/.test(String(path)));
  const retention = blocksAt(body, 'spec.persistent_volume_claim_retention_policy').flatMap((policy) => Object.entries(policy));
  return [
    ...(ignored || blocksAt(body, 'spec.volume_claim_template').length === 0
      ? []
      : ['a change of volume_claim_template would replace the set: ignore_changes does not have it']),
    ...retention.filter(([, what]) => what === 'Delete').map(([when]) => `its retention policy deletes volumes ${when}`),
  ];
}

/** Each claim is a resource with the name by which the set adopts it. */
function claims(stack: SynthesizedStack, { body }: Resource, template: unknown): readonly string[] {
  const first = numberAt(body, 'spec.ordinals.start') ?? 0;
  const names = Array.from(
    { length: numberAt(body, 'spec.replicas') ?? 1 },
    (_, index) => `${String(textAt(template, 'metadata.name'))}-${String(textAt(body, 'metadata.name'))}-${first + index}`,
  );
  const made = kubernetes(stack, ['persistent_volume_claim']).filter(
    (claim) => textAt(claim.body, 'metadata.namespace') === textAt(body, 'metadata.namespace'),
  );
  return names.flatMap((name) => {
    const claim = made.find((one) => textAt(one.body, 'metadata.name') === name);
    if (claim === undefined) return [`its claim ${name} is no resource of its own`];
    // A class that waits for its first consumer binds only when the pod is there, which comes later.
    return at(claim.body, 'wait_until_bound') === false ? [] : [`${claim.address} waits to be bound before the set is there`];
  });
}
