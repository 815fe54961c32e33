/**
 * Names of the attributes of a change, and never a value. The keys of a map are values as much as names: what is shown are the attributes
 * of a resource, the positions in its blocks and the attributes of those, up to the first key of a map or the first sensitive value.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Change } from './plan-json';

type Step = string | number;
const NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** The value below one key; undefined where there is none. */
function child(value: unknown, step: Step): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<Step, unknown>>)[step];
}

/** Whether a name below `parent` is an attribute of the provider's schema: one of the resource itself or of a block, which is in a list. */
const isAttribute = (step: string, parent: Step | undefined): boolean => NAME.test(step) && typeof parent !== 'string';

export interface Resource {
  readonly before: unknown;
  readonly after: unknown;
  readonly sensitive: readonly unknown[];
}

/** `spec[0].template`, with `…` for what is not shown. Its first name has to be one of the resource's own. */
export function shownPath(steps: readonly Step[], { before, after, sensitive }: Resource): string {
  const [own] = steps;
  if (typeof own !== 'string' || ![before, after].some((value) => child(value, own) !== undefined)) return '…';
  let shown = '';
  let marks = sensitive;
  for (const [index, step] of steps.entries()) {
    const hidden = index > 0 && marks.includes(true);
    if (hidden || (typeof step === 'string' && !isAttribute(step, steps[index - 1]))) return shown === '' ? '…' : `${shown}.…`;
    shown += typeof step === 'number' ? `[${step}]` : `${shown === '' ? '' : '.'}${step}`;
    marks = marks.map((mark) => child(mark, step));
  }
  return shown;
}

/** The attributes of the resource that the plan changes, sorted. */
export function changedAttributes({ before, after, unknown }: Change): readonly string[] {
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) return [];
  const names = new Set(
    [before, after, unknown].flatMap((value) => (typeof value === 'object' && value !== null ? Object.keys(value) : [])),
  );
  return [...names]
    .filter((name) => NAME.test(name) && (isUnknown(child(unknown, name)) || !isDeepStrictEqual(child(before, name), child(after, name))))
    .sort();
}

/** Whether a value, or some of it, is known only after the apply. */
export const isUnknown = (value: unknown): boolean =>
  value === true || (typeof value === 'object' && value !== null && Object.values(value).some(isUnknown));

/** All values at a path such as `versioning_configuration.status`; lists are looked through. */
export function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [step, ...rest] = path;
  if (step === undefined) return [value];
  const next = child(value, step);
  return next === undefined ? [] : valuesAt(next, rest);
}

/** Like `valuesAt`, but a value that is unknown as a whole above the path is unknown at its end, too. */
export function unknownAt(value: unknown, path: readonly string[]): boolean {
  if (value === true) return true;
  if (Array.isArray(value)) return value.some((item) => unknownAt(item, path));
  const [step, ...rest] = path;
  return step === undefined ? isUnknown(value) : unknownAt(child(value, step), rest);
}
