/** Values that bindings of Cloudflare type as a map: a number becomes `{}`, a list an object with the keys 0, 1, … */
import { resourcesOf } from '../environments';
import type { Block } from './blocks';
import type { Guard } from './synthesis';

export const lostValues: Guard = (stack) =>
  resourcesOf(stack)
    .filter(({ type }) => type.startsWith('cloudflare_'))
    .flatMap(({ address, body }) => mapsIn(body, '').map((path) => `${address}: ${path} lost its value; set it by addOverride`));

const mapsIn = (value: unknown, path: string): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Object.keys(value);
  const lost = !Array.isArray(value) && keys.every((key, index) => key === String(index));
  return lost ? [path] : keys.flatMap((key) => mapsIn((value as Block)[key], path === '' ? key : `${path}.${key}`));
};
