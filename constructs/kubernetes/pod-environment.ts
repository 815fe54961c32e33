import type {
  DeploymentV1SpecTemplateSpecContainerEnv,
  DeploymentV1SpecTemplateSpecContainerEnvFrom,
} from '@cdktf/provider-kubernetes/lib/deployment-v1';

/** Environment of one process: plain values, and where its secrets and files are. It never holds a secret itself. */
export interface PodEnvironment {
  /** Variables and their values, in which `$(NAME)` stands for a variable of `secrets` or an earlier one. */
  readonly values: Readonly<Record<string, string>>;
  /** Variables whose value is one key of a Secret. */
  readonly secrets: Readonly<Record<string, { readonly name: string; readonly key: string }>>;
  /** Files by absolute path, each one key of a ConfigMap or of a Secret. */
  readonly files: Readonly<Record<string, FileSource>>;
}

/** Source of a file. */
export type FileSource = { readonly configMap: string; readonly key: string } | { readonly secret: string; readonly key: string };

/** All keys of one object as variables; if two sources have the same key, the later one wins. `prefix` is put before each name. */
export type EnvironmentSource = { readonly configMap: string } | { readonly secret: string; readonly prefix?: string };

/**
 * Secrets come first: Kubernetes expands `$(NAME)` only from variables that precede it, and otherwise leaves the text as it is.
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
