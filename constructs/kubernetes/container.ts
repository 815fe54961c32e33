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
  /** What is started; default: what the image starts. */
  readonly command?: readonly string[];
  /** Port numbers by name; default none. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Default none: what ends is never ready. */
  readonly probes?: ProbePaths;
  readonly resources: ServiceConfig['resources'];
  /** Variables. */
  readonly environment: Pick<PodEnvironment, 'values' | 'secrets'>;
  /** Variables that are fields of the pod, such as `metadata.name`; default none. They stand before the others, which may use them. */
  readonly podFields?: Readonly<Record<string, string>>;
  /** Objects whose keys are all variables; default none. `environment` wins over them. */
  readonly envFrom?: readonly EnvironmentSource[];
  /** What runs before the stop signal; default nothing. */
  readonly preStop?: readonly string[];
}

/** A container as Pod Security `restricted` asks for it, with a read-only root; the volumes of its pod are mounted in all of them alike. */
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
    // Also where the pod says it: the provider sends `false` for a container that does not, and Pod Security refuses it then.
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  volumeMount,
});
