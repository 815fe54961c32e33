/** The Terraform JSON of one small stack, to be asked for objects by their type and physical name. */
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { unwritten } from './run/directory';

type Resources = Record<string, Record<string, Record<string, unknown>>>;

export interface Synthesized {
  /** Exactly what is written for the stack. */
  readonly text: string;
  readonly json: Record<string, unknown>;
  /** The resource of this type whose `metadata.name` is this; an error that lists what there is otherwise. */
  find(type: string, name: string): Record<string, unknown>;
  /** Physical names of all resources of a type, in the order of the file, which is that of their addresses. */
  names(type: string): string[];
  /** `<type>.<logical id>`, as `depends_on` names it. */
  address(type: string, name: string): string;
}

/** Synthesizes what `build` puts into a stack, with cdktf's validations. */
export function synthesize(build: (stack: TerraformStack) => void): Synthesized {
  const stack = new TerraformStack(Testing.app({ outdir: unwritten() }), 'test');
  new KubernetesProvider(stack, 'Kubernetes', {});
  build(stack);
  const text = Testing.synth(stack, true);
  const json = JSON.parse(text) as { resource?: Resources } & Record<string, unknown>;
  const nameOf = (resource: Record<string, unknown>) => String(at(resource, 'metadata.name'));
  const all = (type: string) => Object.entries(json.resource?.[type] ?? {});
  const names = (type: string) => all(type).map(([, resource]) => nameOf(resource));
  const entry = (type: string, name: string) => {
    const found = all(type).find(([, resource]) => nameOf(resource) === name);
    if (found === undefined) throw new Error(`no ${type} ${name}; there are: ${names(type).join(', ')}`);
    return found;
  };
  return {
    text,
    json,
    names,
    find: (type, name) => entry(type, name)[1],
    address: (type, name) => `${type}.${entry(type, name)[0]}`,
  };
}

/** The value at a path such as `spec.container.0.env`; undefined where the path ends early. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | null | undefined)?.[key], value);
