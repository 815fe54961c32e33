/** The Kubernetes objects of any synthesis, also where values are known only at apply, for programs that read manifests. */
import { isTemplate } from '../../scripts/manifests/expressions';
import { toManifests, type KubernetesObject } from '../../scripts/manifests/to-manifests';
import type { SynthesizedStack } from './environments';

/** In place of what Terraform fills in. */
const KNOWN_AT_APPLY = 'known-at-apply';

function filledIn(value: unknown): unknown {
  if (typeof value === 'string') return isTemplate(value) ? KNOWN_AT_APPLY : value;
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filledIn(one)]));
}

/** Without custom resources: no program knows what is in them. */
export const knownManifests = ({ json }: SynthesizedStack): readonly KubernetesObject[] => {
  const types = Object.entries(json.resource ?? {}).filter(([type]) => type !== 'kubernetes_manifest');
  return toManifests({ resource: filledIn(Object.fromEntries(types)) });
};
