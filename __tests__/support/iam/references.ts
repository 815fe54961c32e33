/** What attributes of synthesized resources will be: references followed through the stacks of an environment, in the templates of the rows. */
import type { SynthesizedStack } from '../environments';
import type { Rows } from './row';

/** A resource, data source or ephemeral resource, and the stack that it is in. */
export interface Place {
  readonly stack: SynthesizedStack;
  readonly block: 'resource' | 'data' | 'ephemeral';
  readonly type: string;
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface World {
  readonly stacks: readonly SynthesizedStack[];
  readonly rows: Rows;
  readonly accountId: string;
  readonly region: string;
}

type Block = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** Every resource of AWS, of each kind. */
export const placesOf = (stack: SynthesizedStack): readonly Place[] =>
  (['resource', 'data', 'ephemeral'] as const).flatMap((block) =>
    Object.entries((stack.json[block] ?? {}) as Block)
      .filter(([type]) => type.startsWith('aws_'))
      .flatMap(([type, all]) => Object.entries(all).map(([id, body]) => ({ stack, block, type, id, body }))),
  );

const REFERENCE = /^\$\{(data\.)?(\w+)\.([\w-]+)\.([\w.[\]]+)\}$/;

const walk = (value: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | null | undefined)?.[step], value);

interface Target {
  readonly place: Place;
  readonly attribute: string;
}

/** What an expression refers to: a resource, or the literal that another state publishes. */
function target(world: World, stack: SynthesizedStack, expression: string): Target | string | undefined {
  const [, data, type = '', id = '', attribute = ''] = REFERENCE.exec(expression) ?? [];
  if (type === 'terraform_remote_state') {
    const producer = world.stacks.find(({ name }) => `${name}-state` === id);
    const [, output = '', rest = ''] = /^outputs\.(\w+)(.*)$/.exec(attribute) ?? [];
    const value = walk((producer?.json['output'] as Block | undefined)?.[output]?.['value'], rest);
    if (producer === undefined || typeof value !== 'string') return undefined;
    return value.startsWith('${') ? target(world, producer, value) : value;
  }
  const block = data === undefined ? 'resource' : 'data';
  const body = ((stack.json[block] ?? {}) as Block)[type]?.[id];
  return body === undefined ? undefined : { place: { stack, block, type, id, body }, attribute };
}

/** The resource that an attribute refers to. */
export function referred(world: World, place: Place, path: string): Place | undefined {
  const value = walk(place.body, path);
  const found = typeof value === 'string' && value.startsWith('${') ? target(world, place.stack, value) : undefined;
  return typeof found === 'object' ? found.place : undefined;
}

function resolve(world: World, stack: SynthesizedStack, value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => resolve(world, stack, one));
  const text = String(value);
  if (!text.startsWith('${')) return [text];
  const found = target(world, stack, text);
  if (found === undefined) throw new Error(`${stack.name}: nothing known to be ${text}`);
  if (typeof found === 'string') return [found];
  const { place, attribute } = found;
  if (walk(place.body, attribute) !== undefined) return resolve(world, place.stack, walk(place.body, attribute));
  const row = world.rows[place.type];
  if (/(^|_)arn$/.test(attribute) && row?.arn !== undefined) return fill(world, place, row.arn);
  if (attribute === 'id' && row?.id !== undefined) return fill(world, place, row.id);
  return [place.id];
}

function attribute(world: World, place: Place, path: string): readonly string[] {
  if (path === 'region') return [world.region];
  if (path === 'account') return [world.accountId];
  if (path === '@') return [place.id];
  if (path.startsWith('?')) return [undefined, null, false].includes(walk(place.body, path.slice(1)) as undefined) ? [] : [''];
  const [, through, rest] = /^([^>]+)>(.+)$/.exec(path) ?? [];
  if (through !== undefined && rest !== undefined) {
    const next = referred(world, place, through);
    return next === undefined ? [] : attribute(world, next, rest);
  }
  const [name = '', part] = path.split('/');
  const values = resolve(world, place.stack, walk(place.body, name));
  return part === undefined ? values : values.map((value) => value.split('/')[Number(part)] ?? '');
}

/** What a template stands for. */
export function fill(world: World, place: Place, template: string): readonly string[] {
  const [, before, path, after] = /^(.*?)\{([^}]+)\}(.*)$/.exec(template) ?? [];
  if (before === undefined || path === undefined || after === undefined) return [template];
  return attribute(world, place, path).flatMap((value) => fill(world, place, after).map((rest) => `${before}${value}${rest}`));
}
