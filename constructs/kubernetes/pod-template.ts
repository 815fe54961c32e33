import type { DeploymentV1SpecTemplate } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { DrainLimits } from '../../config';
import { container, type ContainerProps } from './container';
import { componentLabels } from './labels';
import type { PodEnvironment } from './pod-environment';
import { podVolumes } from './pod-volumes';
import { topologySpread, type Spread } from './spread';
import { staysOnItsNode } from './stays-on-its-node';

/** The pod of a component: its main container, named as the component is, and what surrounds it. */
export interface PodTemplateProps extends ContainerProps {
  readonly environment: PodEnvironment;
  readonly serviceAccountName: string;
  /** Whether the token of the ServiceAccount is mounted; default no: most talk to no API server. */
  readonly apiAccess?: boolean;
  /** Number of the user that the processes run as; default 65532, `nonroot` of distroless images. */
  readonly user?: number;
  /** Number of the group they run as and that owns the volumes; default the user's number. */
  readonly group?: number;
  /** What runs, one after the other, before the main container; default nothing. They see the same volumes. */
  readonly initContainers?: readonly ContainerProps[];
  /** What runs beside the main container; default nothing. */
  readonly sidecars?: readonly ContainerProps[];
  /** What may be written below the read-only root, with its bound in MiB; a pod above it is evicted. Default: 64 MiB of /tmp. */
  readonly writablePathsMiB?: Readonly<Record<string, number>>;
  /** Writable paths that are memory and never on a disk; they count against the memory limit. Default none. */
  readonly inMemory?: readonly string[];
  /** Permissions of the files by directory, in octal, such as `0440`; default Kubernetes' 0644. */
  readonly fileModes?: Readonly<Record<string, string>>;
  /** Labels beside the component's, which tell some of its pods from others; default none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Paths of volumes that outlive the pod, by the name of the StatefulSet's volume claim template; default none. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Default: no wait before the stop signal, and Kubernetes' 30 s after it. */
  readonly drain?: DrainLimits;
  /** Seconds from the wish to stop until the pod is killed, for what drains in its own way; default those of `drain`, or 30. */
  readonly graceSeconds?: number;
  /** Default: wherever there is room. */
  readonly spread?: Spread;
  /** Of the configuration the pods read when they start (`configChecksum`): a new one rolls them. Default: none. */
  readonly checksum?: string;
  /** Further annotations; default none. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The pod runs once and is killed after these seconds; default: it is kept running. */
  readonly deadlineSeconds?: number;
}

/**
 * Pods as they should be, for a Deployment, a StatefulSet or a Job: what Pod Security `restricted` asks for, a read-only root, no token,
 * bounded, probed, spread, and given time to finish their streams.
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
    // What has to end by itself is not begun anew because a node is to be saved.
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
      automountServiceAccountToken: props.apiAccess ?? false,
      // One set of variables per Service of the namespace, with names that could be taken for settings (BACKEND_PORT=tcp://…).
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
        // A change of every file's owner at each start takes hours on a large volume, and makes a database's directory too open.
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
 * Requests keep arriving until every proxy and balancer has heard that the pod is going: it goes on answering for that long, and only then
 * gets the stop signal. A program of the image and not Kubernetes' own `sleep` action, which the provider (3.2.1) has no argument for; an
 * image without `sleep` gets the signal at once.
 * https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
 */
const waitForEndpoints = ({ preStopSeconds }: DrainLimits): readonly string[] => ['sleep', String(preStopSeconds)];
