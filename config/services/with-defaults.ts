/** Lays what an environment writes over the default rows, before it is read. */
import { defaultServices, laptopRequests } from './defaults';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Field by field; lists are replaced as a whole. */
const laidOver = (base: unknown, own: unknown): unknown => {
  if (own === undefined) return base;
  if (!isRecord(base) || !isRecord(own)) return own;
  return Object.fromEntries([...new Set([...Object.keys(base), ...Object.keys(own)])].map((key) => [key, laidOver(base[key], own[key])]));
};

/**
 * What is written, laid over the default rows, which come first. What is no record stays as it is, for the schema to refuse. `sizing`: as
 * written; the default rows ask for less on a laptop.
 */
export function withDefaultServices(input: unknown, sizing: unknown): unknown {
  if (input !== undefined && !isRecord(input)) return input;
  const own = input ?? {};
  const left = Object.keys(defaultServices).filter((name) => own[name] !== null);
  const names = [...Object.keys(defaultServices), ...Object.keys(own).filter((name) => !Object.hasOwn(defaultServices, name))];
  return Object.fromEntries(
    names.map((name) => {
      const row = Object.hasOwn(defaultServices, name) ? defaultServices[name] : undefined;
      if (row === undefined) return [name, isRecord(own[name]) ? { kind: 'web', ...own[name] } : own[name]];
      // A default row may name other default rows; those that are left out are named no more.
      const there = (list: readonly string[] = []) => list.filter((other) => left.includes(other));
      const resources = { ...row.resources, ...(sizing === 'laptop' ? laptopRequests[name] : {}) };
      return [name, laidOver({ ...row, resources, calls: there(row.calls), links: there(row.links) }, own[name])];
    }),
  );
}
