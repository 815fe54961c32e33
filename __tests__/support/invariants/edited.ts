/** A synthesis with something changed in its JSON: what a guard has to see. */
import type { StackJson } from '../environments';
import type { Synthesis } from './synthesis';

/** Values by their paths in the JSON of a stack, such as `resource.kubernetes_service_v1.X.spec.type`; undefined takes away. */
export type Edits = Readonly<Record<string, unknown>>;

/** A path that does not lead into what is there already is an error: a violation that is not made cannot be seen. */
export function edited(synthesis: Synthesis, name: string, edits: Edits): Synthesis {
  const stacks = synthesis.stacks.map((stack) => {
    if (stack.name !== name) return stack;
    const json = JSON.parse(JSON.stringify(stack.json)) as Node;
    for (const [path, value] of Object.entries(edits)) edit(json, path, value);
    return { name, text: JSON.stringify(json), json: json as unknown as StackJson };
  });
  if (!stacks.some((stack) => stack.name === name)) throw new Error(`no stack ${name}`);
  return { ...synthesis, stacks };
}

interface Node {
  [name: string]: unknown;
}

function edit(json: Node, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>((node, step) => (node as Node | undefined)?.[step], json) as Node | undefined;
  if (parent === undefined) throw new Error(`there is no ${steps.join('.')}`);
  if (value === undefined && !(last in parent)) throw new Error(`there is no ${path}`);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
}
