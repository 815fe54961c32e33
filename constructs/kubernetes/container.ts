import type {
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecContainerVolumeMount,
} from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { ServiceConfig } from '../../config';
import { containerEnv, containerEnvFrom, type EnvironmentSource, type PodEnvironment } from './pod-environment';
import { probes, type ProbePaths } from './probes';
import { containerResources } from './resources';

export interface ContainerProps {
  readonly name: string;
  readonly image: string;
  /** Command; default: the image's own. */
  readonly command?: readonly string[];
  /** Port numbers by name; default none. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Probes; default none, which suits a container that runs to completion. */
  readonly probes?: ProbePaths;
  readonly resources: ServiceConfig['resources'];
  /** Environment variables. */
  readonly environment: Pick<PodEnvironment, 'values' | 'secrets'>;
  /** Variables whose values are fields of the pod, such as `metadata.name`; default none. They precede the others, which may use them. */
  readonly podFields?: Readonly<Record<string, string>>;
  /** ConfigMaps and Secrets whose keys all become variables; default none. `environment` wins over them. */
  readonly envFrom?: readonly EnvironmentSource[];
  /** Command that runs before the stop signal; default none. */
  readonly preStop?: readonly string[];
}

/** A container as Pod Security `restricted` requires it, with a read-only root; every container of a pod mounts the same volumes. */
export const container = (
  props: ContainerProps,
  volumeMount: DeploymentV1SpecTemplateSpecContainerVolumeMount[],
): DeploymentV1SpecTemplateSpecContainer => ({
  name: props.name,
  image: props.image,
  command: props.command === undefined ? undefined : [...props.command],
  env: [
    ...Object.entries(props.podFields ?? {}).map(([name, fieldPath]) => ({ name, valueFrom: { fieldRef: { fieldPath } } })),
    ...containerEnv(props.environment),
  ],
  envFrom: containerEnvFrom(props.envFrom ?? []),
  port: Object.entries(props.ports ?? {}).map(([name, containerPort]) => ({ name, containerPort })),
  resources: containerResources(props.resources),
  ...(props.probes === undefined ? {} : probes(props.probes)),
  lifecycle: props.preStop === undefined ? undefined : { preStop: [{ exec: { command: [...props.preStop] } }] },
  securityContext: {
    // Repeated from the pod: the provider sends `false` for a container that does not set it, and Pod Security then refuses the pod.
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  volumeMount,
});
