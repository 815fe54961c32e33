/** Volumes as a CSI driver's provisioner and resizer would make them: directories of nodes, or, where those are played, nothing at all. */
import { ApiError, type KubernetesApi, type KubernetesObject } from './kubernetes-api';

interface StorageClass extends KubernetesObject {
  readonly provisioner: string;
  readonly reclaimPolicy: string;
  readonly volumeBindingMode: 'Immediate' | 'WaitForFirstConsumer';
}

interface Claim extends KubernetesObject {
  readonly spec: {
    readonly accessModes: readonly string[];
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly storageClassName?: string;
    readonly volumeMode: string;
    readonly volumeName?: string;
  };
  readonly status: { readonly phase: string; readonly capacity?: { readonly storage: string } };
}

const CLAIMS = '/api/v1/persistentvolumeclaims';
const VOLUMES = '/api/v1/persistentvolumes';

/** The class a claim gets that names none, as kind has it. */
export const standardStorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'massrouter.test/volumes',
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowVolumeExpansion: true,
};

/**
 * Gives every waiting claim of any class a volume, once the scheduler has chosen a node where the class asks for that, and grows it when
 * the claim asks for more. https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode
 */
export const provideVolumes = (api: KubernetesApi, signal: AbortSignal, directory: MakeDirectory = played): Promise<void> =>
  api.follow<Claim>(
    CLAIMS,
    async (claim) => {
      if (claim.metadata.deletionTimestamp) return;
      if (claim.status.phase === 'Pending') await provision(api, claim, directory);
      if (claim.status.phase === 'Bound') await grow(api, claim);
    },
    signal,
  );

/** Where the volume of this name is on a node, made if it has to be; undefined is the node of a class that does not wait for one. */
export type MakeDirectory = (volume: string, node: string | undefined) => string;

const played: MakeDirectory = (volume) => `/volumes/${volume}`;

/** Takes away what is behind each volume that nobody claims any more, and the volume. */
export const removeVolumes = (api: KubernetesApi, signal: AbortSignal, remove: (directory: string) => void): Promise<void> =>
  api.follow<Volume>(
    VOLUMES,
    async ({ metadata, spec, status }) => {
      if (status.phase !== 'Released' || spec.persistentVolumeReclaimPolicy !== 'Delete') return;
      remove(spec.hostPath.path);
      await existing(api.call('DELETE', `${VOLUMES}/${metadata.name}`));
    },
    signal,
  );

interface Volume extends KubernetesObject {
  readonly spec: { readonly persistentVolumeReclaimPolicy: string; readonly hostPath: { readonly path: string } };
  readonly status: { readonly phase: string };
}

async function provision(api: KubernetesApi, claim: Claim, directory: MakeDirectory): Promise<void> {
  const { spec, metadata } = claim;
  if (!spec.storageClassName || spec.volumeName) return;
  const storage = await existing(api.call<StorageClass>('GET', `/apis/storage.k8s.io/v1/storageclasses/${spec.storageClassName}`));
  if (!storage || storage.provisioner === 'kubernetes.io/no-provisioner') return;
  const chosen = metadata.annotations?.['volume.kubernetes.io/selected-node'];
  if (storage.volumeBindingMode === 'WaitForFirstConsumer' && !chosen) return;
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${metadata.uid}`, annotations: { 'pv.kubernetes.io/provisioned-by': storage.provisioner } },
    spec: {
      capacity: { storage: spec.resources.requests.storage },
      accessModes: spec.accessModes,
      volumeMode: spec.volumeMode,
      storageClassName: spec.storageClassName,
      persistentVolumeReclaimPolicy: storage.reclaimPolicy,
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: metadata.name, namespace: metadata.namespace, uid: metadata.uid },
      hostPath: { path: directory(`pvc-${metadata.uid}`, chosen) },
      ...(chosen && { nodeAffinity: { required: { nodeSelectorTerms: [{ matchFields: [onNode(chosen)] }] } } }),
    },
  };
  await existing(api.call('POST', VOLUMES, volume));
}

const onNode = (name: string) => ({ key: 'metadata.name', operator: 'In', values: [name] });

async function grow(api: KubernetesApi, { metadata, spec, status }: Claim): Promise<void> {
  const { storage } = spec.resources.requests;
  if (!status.capacity || storage === status.capacity.storage) return;
  const merge = 'application/merge-patch+json';
  await existing(api.call('PATCH', `${VOLUMES}/${spec.volumeName}`, { spec: { capacity: { storage } } }, merge));
  const claim = `/api/v1/namespaces/${metadata.namespace}/persistentvolumeclaims/${metadata.name}/status`;
  await existing(api.call('PATCH', claim, { status: { capacity: { storage }, conditions: null } }, merge));
}

/** Undefined where the object is not there yet, or is there already. */
async function existing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && [404, 409].includes(error.status)) return undefined;
    throw error;
  }
}
