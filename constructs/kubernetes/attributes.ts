import type { DaemonSetV1Config } from '@cdktf/provider-kubernetes/lib/daemon-set-v1';
import type { DeploymentV1Config } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { JobV1Config } from '@cdktf/provider-kubernetes/lib/job-v1';
import type { StatefulSetV1Config } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { Tokenization, type IResolvable, type TerraformMetaArguments } from 'cdktf';

/** What the provider is told of a kind that holds pods. */
export type WorkloadConfig = DaemonSetV1Config | DeploymentV1Config | JobV1Config | StatefulSetV1Config;

/** Names of the attributes within `T`, at any depth, whose keys are the writer's own. */
type MapNames<T> = T extends readonly (infer Element)[]
  ? MapNames<Element>
  : T extends IResolvable
    ? never
    : T extends object
      ? { [Name in keyof T & string]: string extends keyof NonNullable<T[Name]> ? Name : MapNames<NonNullable<T[Name]>> }[keyof T & string]
      : never;

type Distributed<T> = T extends object ? Omit<T, keyof TerraformMetaArguments> : never;

/** The compiler asks for exactly the names that the types of the bindings have. */
const maps: Readonly<Record<MapNames<Distributed<WorkloadConfig>>, true>> = {
  annotations: true,
  labels: true,
  limits: true,
  options: true,
  matchLabels: true,
  nodeSelector: true,
  requests: true,
  volumeAttributes: true,
};

/** The provider's names for what the bindings call in camel case; the keys of maps stay, and what is undefined goes. */
export function attributes(value: object): Record<string, unknown> {
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(given.map(([name, inner]) => [attributeName(name), Object.hasOwn(maps, name) ? inner : attribute(inner)]));
}

/** `runAsNonRoot` is `run_as_non_root`. */
export const attributeName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function attribute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(attribute);
  return typeof value !== 'object' || value === null || Tokenization.isResolvable(value) ? value : attributes(value);
}
