/** What a pod needs besides its image: without it a kubelet never starts it, though every admission lets it pass. */

export interface Reference {
  readonly kind: 'ConfigMap' | 'PersistentVolumeClaim' | 'Secret' | 'ServiceAccount';
  readonly name: string;
  /** Keys of a ConfigMap or Secret that must be there. */
  readonly keys: readonly string[];
}

interface Source {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}

interface VolumeSources {
  readonly configMap?: Source & { readonly items?: readonly Source[] };
  readonly secret?: Source & { readonly secretName?: string; readonly items?: readonly Source[] };
}

interface Volume extends VolumeSources {
  readonly projected?: { readonly sources: readonly VolumeSources[] };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

interface Container {
  readonly env?: readonly { readonly valueFrom?: { readonly configMapKeyRef?: Source; readonly secretKeyRef?: Source } }[];
  readonly envFrom?: readonly { readonly configMapRef?: Source; readonly secretRef?: Source }[];
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly imagePullSecrets?: readonly Source[];
  readonly serviceAccountName?: string;
}

interface Templated {
  readonly kind: string;
  readonly spec?: unknown;
}

/** The pod that an object of the API makes, whatever its kind; undefined where it makes none. */
export function podSpecOf({ kind, spec }: Templated): PodSpec | undefined {
  if (kind === 'Pod') return spec as PodSpec;
  const { template, jobTemplate } = (spec ?? {}) as { readonly template?: { readonly spec?: PodSpec }; readonly jobTemplate?: Templated };
  return jobTemplate ? podSpecOf({ kind: 'Job', spec: jobTemplate.spec }) : template?.spec;
}

/** Everything it names that is not optional; each object once, with all its keys. */
export function podReferences(spec: PodSpec): readonly Reference[] {
  const found = new Map<string, { readonly kind: Reference['kind']; readonly name: string; readonly keys: Set<string> }>();
  const add = (kind: Reference['kind'], name: string | undefined, from: Source | undefined, items: readonly Source[] = []) => {
    if (name === undefined || from?.optional) return;
    const entry = found.get(`${kind} ${name}`) ?? { kind, name, keys: new Set() };
    for (const { key } of [from ?? {}, ...items]) if (key !== undefined) entry.keys.add(key);
    found.set(`${kind} ${name}`, entry);
  };
  for (const { env = [], envFrom = [] } of [...spec.containers, ...(spec.initContainers ?? [])]) {
    for (const { configMapRef, secretRef } of envFrom) {
      add('ConfigMap', configMapRef?.name, configMapRef);
      add('Secret', secretRef?.name, secretRef);
    }
    for (const { valueFrom } of env) {
      add('ConfigMap', valueFrom?.configMapKeyRef?.name, valueFrom?.configMapKeyRef);
      add('Secret', valueFrom?.secretKeyRef?.name, valueFrom?.secretKeyRef);
    }
  }
  for (const { projected, persistentVolumeClaim, ...volume } of spec.volumes ?? []) {
    add('PersistentVolumeClaim', persistentVolumeClaim?.claimName, undefined);
    for (const { configMap, secret } of [volume, ...(projected?.sources ?? [])]) {
      add('ConfigMap', configMap?.name, configMap, configMap?.items);
      add('Secret', secret?.secretName ?? secret?.name, secret, secret?.items);
    }
  }
  for (const secret of spec.imagePullSecrets ?? []) add('Secret', secret.name, undefined);
  add('ServiceAccount', spec.serviceAccountName, undefined);
  return [...found.values()].map((entry) => ({ ...entry, keys: [...entry.keys] }));
}
