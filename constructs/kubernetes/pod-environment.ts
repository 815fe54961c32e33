import type {
  DeploymentV1SpecTemplateSpecContainerEnv,
  DeploymentV1SpecTemplateSpecContainerEnvFrom,
} from '@cdktf/provider-kubernetes/lib/deployment-v1';

/** What one process is told: plain values, and where its secrets and files are. It never holds a secret itself. */
export interface PodEnvironment {
  /** Variables with their values, in which `$(NAME)` stands for a variable of `secrets` or an earlier one. */
  readonly values: Readonly<Record<string, string>>;
  /** Variables whose value is one key of a Secret. */
  readonly secrets: Readonly<Record<string, { readonly name: string; readonly key: string }>>;
  /** Files by absolute path, each one key of a ConfigMap or of a Secret. */
  readonly files: Readonly<Record<string, FileSource>>;
}

/** Where a file comes from. */
export type FileSource = { readonly configMap: string; readonly key: string } | { readonly secret: string; readonly key: string };

/** All keys of one object as variables; of two sources with the same key the later one wins. `prefix` comes before each name. */
export type EnvironmentSource = { readonly configMap: string } | { readonly secret: string; readonly prefix?: string };

/**
 * Secrets first: Kubernetes expands `$(NAME)` in a value only from variables that stand before it, and leaves the text as it is otherwise.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export const containerEnv = ({
  values,
  secrets,
}: Pick<PodEnvironment, 'values' | 'secrets'>): DeploymentV1SpecTemplateSpecContainerEnv[] => [
  ...Object.entries(secrets).map(([name, secretKeyRef]) => ({ name, valueFrom: { secretKeyRef: { ...secretKeyRef } } })),
  ...Object.entries(values).map(([name, value]) => ({ name, value })),
];

export const containerEnvFrom = (sources: readonly EnvironmentSource[]): DeploymentV1SpecTemplateSpecContainerEnvFrom[] =>
  sources.map((source) =>
    'configMap' in source ? { configMapRef: { name: source.configMap } } : { prefix: source.prefix, secretRef: { name: source.secret } },
  );
