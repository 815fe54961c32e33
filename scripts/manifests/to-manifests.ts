/** The Kubernetes objects that a stack's Terraform JSON describes. */
import { convertBlock, isRecord, table, type Report } from './convert';
import type { Kind } from './kind';
import { kinds } from './kinds';
import { dependenciesFirst } from '../stack-order';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Why there are no manifests, one line per problem. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

type Resource = Readonly<Record<string, unknown>>;

/**
 * One object for each resource of the kubernetes provider, each after those it depends on; resources of other providers create none.
 *
 * Secrets have no data, because Terraform's JSON contains none of their values; annotations say who creates the values and for which keys, and
 * keep kustomize from applying the Secret. It is there for review, and to be filled. Where Terraform is applied too, leave Secrets to it;
 * otherwise create a Secret of this name with these keys, with your GitOps tool (External Secrets, Sealed Secrets, SOPS) or once with
 * `kubectl create secret generic`. Applied by kubectl, it would be created empty, but existing data stays.
 *
 * @throws ManifestError with every block or argument that is not in the table, and every value known only at apply.
 */
export function toManifests(terraformJson: unknown): readonly KubernetesObject[] {
  const resources = resourcesOf(terraformJson);
  const problems: string[] = [];
  const order = dependenciesFirst([...resources.keys()], (address) => texts(resources.get(address)?.['depends_on']));
  const objects = order.filter(isKubernetes).map((address) => {
    const report: Report = (path, problem) => void problems.push([`${address}:`, path, problem].filter(Boolean).join(' '));
    return toObject(kinds[typeOf(address)], resources.get(address) ?? {}, report);
  });
  if (problems.length > 0) throw new ManifestError(problems.join('\n'));
  return objects.filter((object) => object !== undefined);
}

/** Addresses of the resources that are not Kubernetes objects. */
export const notInManifests = (terraformJson: unknown): readonly string[] =>
  [...resourcesOf(terraformJson).keys()].filter((address) => !isKubernetes(address) && !isNote(address));

const typeOf = (address: string): string => address.slice(0, address.indexOf('.'));
/** What Terraform only remembers, in its state: no cluster lacks it. */
const isNote = (address: string): boolean => typeOf(address) === 'terraform_data';
const isKubernetes = (address: string): boolean => address.startsWith('kubernetes_');
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Resources by their addresses, in the order of the file. */
function resourcesOf(terraformJson: unknown): ReadonlyMap<string, Resource> {
  const types = isRecord(terraformJson) && isRecord(terraformJson['resource']) ? terraformJson['resource'] : {};
  const entries = Object.entries(types).flatMap(([type, resources]) =>
    Object.entries(isRecord(resources) ? resources : {}).map(([id, resource]) => [`${type}.${id}`, resource as Resource] as const),
  );
  return new Map(entries);
}

function toObject(kind: Kind | undefined, resource: Resource, report: Report): KubernetesObject | undefined {
  if (kind === undefined) return void report('', `is of a type that ${table} does not have`);
  const { metadata, ...rest } = convertBlock(kind.fields, resource, '', report) ?? {};
  if (!isRecord(metadata)) return void report('metadata', 'is missing');
  const annotations = { ...(metadata['annotations'] as object | undefined), ...madeByTerraform(kind, resource, report) };
  const described = Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
  return { apiVersion: kind.apiVersion, kind: kind.kind, metadata: described, ...rest };
}

/** The keys of a Secret, never a value. */
function madeByTerraform({ fields }: Kind, resource: Resource, report: Report): Record<string, string> {
  const keys = Object.entries(fields).flatMap(([name, { type }]) => {
    const values = type === 'secret' ? (resource[name] ?? {}) : {};
    if (!isRecord(values)) report(name, 'has keys that are known at apply only');
    return isRecord(values) ? Object.keys(values) : [];
  });
  return keys.length === 0
    ? {}
    : { 'massrouter/made-by': 'terraform', 'massrouter/keys': keys.sort().join(','), 'config.kubernetes.io/local-config': 'true' };
}
