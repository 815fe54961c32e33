import type { DeploymentV1SpecTemplate } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { DrainLimits, ServiceConfig } from '../../config';
import { componentLabels } from './labels';
import { containerEnv, containerEnvFrom, type EnvironmentSource, type PodEnvironment } from './pod-environment';
import { podVolumes } from './pod-volumes';
import { probes, type ProbePaths } from './probes';
import { containerResources } from './resources';
import { topologySpread, type Spread } from './spread';

export interface PodTemplateProps {
  /** The component, which is also the container's name. */
  readonly name: string;
  readonly image: string;
  /** What is started; default: what the image starts. */
  readonly command?: readonly string[];
  /** Its token is not mounted: nothing here talks to the API server. */
  readonly serviceAccountName: string;
  /** Number of the user and group that the process runs as and that owns its volumes; default 65532, `nonroot` of distroless images. */
  readonly user?: number;
  /** Port numbers by name; default none. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Default none: a Job ends, it is never ready. */
  readonly probes?: ProbePaths;
  readonly resources: ServiceConfig['resources'];
  readonly environment: PodEnvironment;
  /** Objects whose keys are all variables; default none. `environment` wins over them. */
  readonly envFrom?: readonly EnvironmentSource[];
  /** What may be written below the read-only root, with its bound in MiB; a pod above it is evicted. Default: 64 MiB of /tmp. */
  readonly writablePathsMiB?: Readonly<Record<string, number>>;
  /** Default: no wait before the stop signal, and Kubernetes' 30 s after it. */
  readonly drain?: DrainLimits;
  /** Default: wherever there is room. */
  readonly spread?: Spread;
  /** Of the configuration the pods read when they start (`configChecksum`): a new one rolls them. Default: none. */
  readonly checksum?: string;
  /** The pod runs once and is killed after these seconds; default: it is kept running. */
  readonly deadlineSeconds?: number;
}

/**
 * Pods as they should be, for a Deployment or a Job: what Pod Security `restricted` asks for, a read-only root, no token, bounded, probed,
 * spread, and given time to finish their streams.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function podTemplate(props: PodTemplateProps): DeploymentV1SpecTemplate {
  const { name, environment, drain, checksum, deadlineSeconds } = props;
  const user = String(props.user ?? 65532);
  const { volume, volumeMount } = podVolumes(environment.files, props.writablePathsMiB ?? { '/tmp': 64 });
  return {
    metadata: {
      labels: componentLabels(name),
      annotations: checksum === undefined ? undefined : { 'checksum/config': checksum },
    },
    spec: {
      serviceAccountName: props.serviceAccountName,
      automountServiceAccountToken: false,
      // One set of variables per Service of the namespace, with names that could be taken for settings (BACKEND_PORT=tcp://…).
      enableServiceLinks: false,
      restartPolicy: deadlineSeconds === undefined ? 'Always' : 'Never',
      activeDeadlineSeconds: deadlineSeconds,
      terminationGracePeriodSeconds: drain?.graceSeconds ?? 30,
      topologySpreadConstraint: props.spread === undefined ? undefined : topologySpread(name, props.spread),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: user,
        fsGroup: user,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      container: [
        {
          name,
          image: props.image,
          command: props.command === undefined ? undefined : [...props.command],
          env: containerEnv(environment),
          envFrom: containerEnvFrom(props.envFrom ?? []),
          port: Object.entries(props.ports ?? {}).map(([portName, containerPort]) => ({ name: portName, containerPort })),
          resources: containerResources(props.resources),
          ...(props.probes === undefined ? {} : probes(props.probes)),
          lifecycle: drain === undefined ? undefined : { preStop: [{ exec: waitForEndpoints(drain) }] },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMount,
        },
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
const waitForEndpoints = ({ preStopSeconds }: DrainLimits) => ({ command: ['sleep', String(preStopSeconds)] });
