import { posix } from 'node:path';
import type {
  DeploymentV1SpecTemplateSpecContainerVolumeMount,
  DeploymentV1SpecTemplateSpecVolume,
} from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { PodEnvironment } from './pod-environment';

/** Volumes of a pod, and where its containers mount them. */
export interface PodVolumes {
  readonly volume: DeploymentV1SpecTemplateSpecVolume[];
  readonly volumeMount: DeploymentV1SpecTemplateSpecContainerVolumeMount[];
}

export interface PodVolumesProps {
  readonly files: PodEnvironment['files'];
  /** Writable paths below the read-only root, with their limit in MiB. */
  readonly writablePathsMiB: Readonly<Record<string, number>>;
  /** Writable paths in memory, never on a disk. */
  readonly inMemory: readonly string[];
  /** Permissions of the files by directory, in octal; elsewhere Kubernetes' 0644. */
  readonly fileModes: Readonly<Record<string, string>>;
  /** Paths of claims, by the name of the StatefulSet's volume claim template. */
  readonly claims: Readonly<Record<string, string>>;
}

/**
 * One read-only volume for each directory that holds files, and one empty, limited one for each writable path. A directory is mounted as a
 * whole: a file mounted by `subPath` never sees an update of its ConfigMap.
 * https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
 */
export function podVolumes({ files, writablePathsMiB, inMemory, fileModes, claims }: PodVolumesProps): PodVolumes {
  const directories = [...new Set(Object.keys(files).map((path) => posix.dirname(path)))];
  const projected = directories.map((directory) => ({
    mount: { name: volumeName('files', directory), mountPath: directory, readOnly: true },
    volume: {
      name: volumeName('files', directory),
      // One source per file: the provider reads them back this way, and grouping them would show as a change in every plan.
      projected: [{ sources: filesIn(directory, files), defaultMode: fileModes[directory] }],
    },
  }));
  const writable = Object.entries(writablePathsMiB).map(([mountPath, sizeMiB]) => ({
    mount: { name: volumeName('writable', mountPath), mountPath },
    volume: {
      name: volumeName('writable', mountPath),
      emptyDir: { sizeLimit: `${sizeMiB}Mi`, medium: inMemory.includes(mountPath) ? 'Memory' : undefined },
    },
  }));
  const all = [...projected, ...writable];
  const claimed = Object.entries(claims).map(([name, mountPath]) => ({ name, mountPath }));
  return { volume: all.map(({ volume }) => volume), volumeMount: [...all.map(({ mount }) => mount), ...claimed] };
}

const filesIn = (directory: string, files: PodEnvironment['files']) =>
  Object.entries(files)
    .filter(([path]) => posix.dirname(path) === directory)
    .map(([path, source]) => {
      const items = [{ key: source.key, path: posix.basename(path) }];
      return 'secret' in source ? { secret: [{ name: source.secret, items }] } : { configMap: [{ name: source.configMap, items }] };
    });

/** `writable` and `/var/cache` give writable-var-cache: a volume's name is a DNS label. */
const volumeName = (kind: 'files' | 'writable', path: string): string =>
  [kind, ...path.toLowerCase().split(/[^a-z0-9]+/)].filter((part) => part !== '').join('-');
