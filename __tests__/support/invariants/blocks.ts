/** Reading Terraform's JSON. A block that can be there once is an object in some bindings and a list of one in others. */
import { resourcesOf, type SynthesizedStack } from '../environments';
import { once } from '../once';

export type Block = Readonly<Record<string, unknown>>;
export type Resource = ReturnType<typeof resourcesOf>[number];

const isBlock = (value: unknown): value is Block => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The blocks of this name: none, one or many. */
export const blocks = (value: unknown): readonly Block[] => (Array.isArray(value) ? value : [value]).filter(isBlock);

/** What is at a path such as `spec.template.metadata`; of a list, what is in its first block. */
export function at(value: unknown, path: string): unknown {
  let node = value;
  for (const name of path.split('.')) {
    const block: unknown = Array.isArray(node) ? node.find(isBlock) : node;
    if (!isBlock(block)) return undefined;
    node = block[name];
  }
  return node;
}

/** The blocks at a path, whose last step may have many. */
export const blocksAt = (value: unknown, path: string): readonly Block[] => blocks(at(value, path));

export const textAt = (value: unknown, path: string): string | undefined => {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
};

/** Numbers are texts in many arguments of the Kubernetes provider. */
export const numberAt = (value: unknown, path: string): number | undefined => {
  const found = at(value, path);
  const number = typeof found === 'string' && /^-?\d+$/.test(found) ? Number(found) : found;
  return typeof number === 'number' ? number : undefined;
};

export const listAt = (value: unknown, path: string): readonly unknown[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};

/** Calls `visit` with the value and with everything in it, the outermost first. */
function walk(value: unknown, visit: (value: unknown, path: string) => void, path = ''): void {
  visit(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const name of Object.keys(value)) walk((value as Block)[name], visit, path === '' ? name : `${path}.${name}`);
}

/** Every block at any depth, the outermost first. */
export function within(value: unknown): readonly Block[] {
  const found: Block[] = [];
  walk(value, (one) => isBlock(one) && found.push(one));
  return found;
}

/** Every text at any depth, keys left out. */
export function textsIn(value: unknown): readonly string[] {
  const found: string[] = [];
  walk(value, (one) => typeof one === 'string' && found.push(one));
  return found;
}

/** Every text, number and truth value, by its path. */
export function leaves(value: unknown): readonly (readonly [path: string, leaf: unknown])[] {
  const found: [string, unknown][] = [];
  walk(value, (one, path) => (typeof one !== 'object' || one === null) && found.push([path, one]));
  return found;
}

/** `deployment` of `kubernetes_deployment_v1`; empty for what is no object of Kubernetes. */
export const kindOf = (type: string): string => /^kubernetes_(\w+?)(_v\d\w*)?$/.exec(type)?.[1] ?? '';

const withKinds = once((stack: SynthesizedStack) => resourcesOf(stack).map((resource) => ({ kind: kindOf(resource.type), resource })));

/** The resources of some kinds of Kubernetes. */
export const kubernetes = (stack: SynthesizedStack, kinds: readonly string[]): readonly Resource[] =>
  withKinds(stack).flatMap(({ kind, resource }) => (kinds.includes(kind) ? [resource] : []));

/** `namespace/name` of a Kubernetes object. */
export const objectName = ({ body }: Resource): string =>
  `${textAt(body, 'metadata.namespace') ?? ''}/${textAt(body, 'metadata.name') ?? ''}`;

/** Labels have dots in their names, so no path leads to them. */
export const labelsOf = (metadata: unknown): Block => blocksAt(metadata, 'labels')[0] ?? {};

/** Whether a selector of labels selects. One by expressions is not read: it selects nothing. */
export function selects(selector: unknown, labels: Block): boolean {
  const wanted = Object.entries(blocksAt(selector, 'match_labels')[0] ?? {});
  return wanted.length > 0 && at(selector, 'match_expressions') === undefined && wanted.every(([name, value]) => labels[name] === value);
}

/** Seconds of a duration such as `780s`, `10m` or `1h30m`. */
export function seconds(duration: string): number {
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
  return [...duration.matchAll(/(\d+)([smh])/g)].reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0), 0);
}
