/** Pods wherever a stack has them: in a Deployment, a StatefulSet, a DaemonSet, a Job, a CronJob, or alone. */
import { resourcesOf, type SynthesizedStack } from '../environments';
import { once } from '../once';
import { at, blocksAt, kindOf, kubernetes, labelsOf, objectName, textAt, within, type Block, type Resource } from './blocks';

export interface Container {
  /** `container backend`, `init container setup`. */
  readonly called: string;
  readonly body: Block;
  /** Kept running: it is started before others, or beside them. Otherwise it ends, and the next one starts. */
  readonly longRunning: boolean;
  /** A container that Kubernetes starts before the others and keeps beside them. */
  readonly sidecar: boolean;
}

export interface Pod {
  readonly resource: Resource;
  readonly address: string;
  readonly namespace: string;
  readonly labels: Block;
  readonly spec: Block;
  readonly containers: readonly Container[];
  readonly serviceAccount: string | undefined;
}

export const podsOf = once((stack: SynthesizedStack): readonly Pod[] =>
  resourcesOf(stack).flatMap((resource) =>
    within(resource.body)
      .filter((template) => ['container', 'init_container'].some((name) => blocksAt(template, `spec.${name}`).length > 0))
      .map((template) => podOf(resource, template)),
  ),
);

function podOf(resource: Resource, template: Block): Pod {
  const spec = blocksAt(template, 'spec')[0] ?? {};
  const ends = ['job', 'cron_job'].includes(kindOf(resource.type));
  const containers = blocksAt(spec, 'container').map((body) => ({
    called: `container ${textAt(body, 'name') ?? 'without a name'}`,
    body,
    longRunning: !ends,
    sidecar: false,
  }));
  const initial = blocksAt(spec, 'init_container').map((body) => {
    const sidecar = at(body, 'restart_policy') === 'Always';
    return { called: `init container ${textAt(body, 'name') ?? 'without a name'}`, body, longRunning: sidecar && !ends, sidecar };
  });
  return {
    resource,
    address: resource.address,
    namespace: textAt(resource.body, 'metadata.namespace') ?? '',
    labels: labelsOf(at(template, 'metadata')),
    spec,
    containers: [...initial, ...containers],
    serviceAccount: textAt(spec, 'service_account_name'),
  };
}

/** Objects of other kinds that hold pods no guard reads. */
export const unreadPods = (stack: SynthesizedStack): readonly string[] =>
  resourcesOf(stack)
    .filter(({ body }) => within(body).some((block) => blocksAt(block, 'spec.containers').length > 0))
    .map(({ address }) => `${address}: holds a pod that no guard reads; write it as a resource of its own type`);

/** Names of what a pod cannot start without, by the kind of object. */
export interface PodNeeds {
  readonly config_map: readonly string[];
  readonly secret: readonly string[];
  readonly service_account: readonly string[];
  readonly persistent_volume_claim: readonly string[];
}

export function needsOf({ spec, containers, serviceAccount }: Pod): PodNeeds {
  const env = containers.flatMap(({ body }) => blocksAt(body, 'env'));
  const envFrom = containers.flatMap(({ body }) => blocksAt(body, 'env_from'));
  const volumes = blocksAt(spec, 'volume');
  const sources = volumes.flatMap((volume) => blocksAt(volume, 'projected')).flatMap((projected) => blocksAt(projected, 'sources'));
  const names = (owners: readonly Block[], path: string, name: string) =>
    owners.flatMap((owner) => blocksAt(owner, path)).flatMap((reference) => textAt(reference, name) ?? []);
  return {
    config_map: [
      ...names(env, 'value_from.config_map_key_ref', 'name'),
      ...names(envFrom, 'config_map_ref', 'name'),
      ...names(volumes, 'config_map', 'name'),
      ...names(sources, 'config_map', 'name'),
    ],
    secret: [
      ...names(env, 'value_from.secret_key_ref', 'name'),
      ...names(envFrom, 'secret_ref', 'name'),
      ...names(volumes, 'secret', 'secret_name'),
      ...names(sources, 'secret', 'name'),
      ...names([spec], 'image_pull_secrets', 'name'),
    ],
    service_account: serviceAccount === undefined ? [] : [serviceAccount],
    persistent_volume_claim: names(volumes, 'persistent_volume_claim', 'claim_name'),
  };
}

/** The bindings of roles to a pod's service account in the same stack. */
export const bindingsOf = (stack: SynthesizedStack, { namespace, serviceAccount }: Pod): readonly Resource[] =>
  kubernetes(stack, ['role_binding', 'cluster_role_binding']).filter(({ body }) =>
    blocksAt(body, 'subject').some(
      (subject) =>
        textAt(subject, 'kind') === 'ServiceAccount' &&
        textAt(subject, 'name') === serviceAccount &&
        textAt(subject, 'namespace') === namespace,
    ),
  );

/** The text of every ConfigMap of the stack that a pod reads, by the key. */
export function configOf(stack: SynthesizedStack, pod: Pod): Readonly<Record<string, string>> {
  const named = new Set(needsOf(pod).config_map.map((name) => `${pod.namespace}/${name}`));
  const data = kubernetes(stack, ['config_map']).filter((resource) => named.has(objectName(resource)));
  return Object.fromEntries(
    data.flatMap(({ body }) => Object.entries(blocksAt(body, 'data')[0] ?? {}).map(([key, value]) => [key, String(value)])),
  );
}
