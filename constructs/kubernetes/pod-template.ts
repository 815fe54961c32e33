import type { DeploymentV1SpecTemplate } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { DrainLimits } from '../../config';
import { container, type ContainerProps } from './container';
import { componentLabels } from './labels';
import type { PodEnvironment } from './pod-environment';
import { podVolumes } from './pod-volumes';
import { topologySpread, type Spread } from './spread';
import { staysOnItsNode } from './stays-on-its-node';

/** Pod of a component: its main container, named like the component, and what surrounds it. */
export interface PodTemplateProps extends ContainerProps {
  readonly environment: PodEnvironment;
  readonly serviceAccountName: string;
  /** Secrets of the namespace with which the node pulls the images. */
  readonly pullSecrets: readonly string[];
  /** Whether the ServiceAccount's token is mounted; default no: most pods do not use the API server. */
  readonly apiAccess?: boolean;
  /** UID of the processes; default 65532, `nonroot` of distroless images. */
  readonly user?: number;
  /** GID of the processes, which also owns the volumes; default the UID. */
  readonly group?: number;
  /** Containers that run, one after the other, before the main container; default none. They mount the same volumes. */
  readonly initContainers?: readonly ContainerProps[];
  /** Containers that run beside the main one; default none. */
  readonly sidecars?: readonly ContainerProps[];
  /** Writable paths below the read-only root, with their limit in MiB; a pod above it is evicted. Default: 64 MiB of /tmp. */
  readonly writablePathsMiB?: Readonly<Record<string, number>>;
  /** Writable paths in memory, never on a disk; they count against the memory limit. Default none. */
  readonly inMemory?: readonly string[];
  /** Permissions of the files by directory, in octal, such as `0440`; default: Kubernetes' 0644. */
  readonly fileModes?: Readonly<Record<string, string>>;
  /** Labels beside the component's, which distinguish some of its pods; default none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Paths of volumes that outlive the pod, by the name of the StatefulSet's volume claim template; default none. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Drain times. Default: no wait before the stop signal, and Kubernetes' 30 s after it. */
  readonly drain?: DrainLimits;
  /** Grace period in seconds, for a process that drains in its own way; default that of `drain`, or 30. */
  readonly graceSeconds?: number;
  /** Spread over nodes and zones; default none. */
  readonly spread?: Spread;
  /** Checksum of the configuration that the pods read at start (`configChecksum`): a new one rolls them. Default none. */
  readonly checksum?: string;
  /** Further annotations; default none. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Seconds after which a pod that runs once is killed; default: the pod is kept running. */
  readonly deadlineSeconds?: number;
}

/**
 * The pod template of Deployments, StatefulSets and Jobs: what Pod Security `restricted` requires, a read-only root, no token, limits,
 * probes, a spread, and time to finish its streams.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function podTemplate(props: PodTemplateProps): DeploymentV1SpecTemplate {
  const { name, environment, drain, checksum, deadlineSeconds } = props;
  const user = props.user ?? 65532;
  const group = String(props.group ?? user);
  const { volume, volumeMount } = podVolumes({
    files: environment.files,
    writablePathsMiB: props.writablePathsMiB ?? { '/tmp': 64 },
    inMemory: props.inMemory ?? [],
    fileModes: props.fileModes ?? {},
    claims: props.claims ?? {},
  });
  const preStop = props.preStop ?? (drain === undefined ? undefined : waitForEndpoints(drain));
  const annotations = {
    ...(checksum === undefined ? {} : { 'checksum/config': checksum }),
    // A pod that runs to completion is not restarted elsewhere just to save a node.
    ...(deadlineSeconds === undefined ? {} : staysOnItsNode),
    ...props.annotations,
  };
  return {
    metadata: {
      labels: { ...componentLabels(name), ...props.labels },
      annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
    },
    spec: {
      serviceAccountName: props.serviceAccountName,
      imagePullSecrets: props.pullSecrets.length === 0 ? undefined : props.pullSecrets.map((name) => ({ name })),
      automountServiceAccountToken: props.apiAccess ?? false,
      // Otherwise every Service in the namespace adds variables whose names could be taken for settings (BACKEND_PORT=tcp://…).
      enableServiceLinks: false,
      restartPolicy: deadlineSeconds === undefined ? 'Always' : 'Never',
      activeDeadlineSeconds: deadlineSeconds,
      terminationGracePeriodSeconds: props.graceSeconds ?? drain?.graceSeconds ?? 30,
      topologySpreadConstraint: props.spread === undefined ? undefined : topologySpread(name, props.spread),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: String(user),
        runAsGroup: group,
        fsGroup: group,
        // Changing every file's owner at each start takes hours on a large volume, and makes a database's directory too permissive.
        fsGroupChangePolicy: props.claims === undefined ? undefined : 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      initContainer: props.initContainers?.map((init) => container(init, volumeMount)),
      container: [
        container({ ...props, preStop }, volumeMount),
        ...(props.sidecars ?? []).map((sidecar) => container(sidecar, volumeMount)),
      ],
      volume,
    },
  };
}

/**
 * Requests keep arriving until every proxy and balancer has learnt that the pod is stopping: it keeps answering for that long, and only
 * then gets the stop signal. It runs the image's `sleep` instead of Kubernetes' own `sleep` action, for which the provider (3.2.1) has no
 * argument; an image without `sleep` gets the signal at once.
 * https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
 */
const waitForEndpoints = ({ preStopSeconds }: DrainLimits): readonly string[] => ['sleep', String(preStopSeconds)];
