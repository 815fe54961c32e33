/** Every number and every text of a configuration ends somewhere: what has no limit here meets one of a service at apply. */
import { z } from 'zod';
import { bootstrapField } from '../../config/bootstrap';
import { environmentsByTarget } from '../../config/environment';

/** Texts that one zod format bounds by itself. */
const BOUNDED_FORMATS = new Set(['uuid', 'ipv4', 'cidrv6']);

/** Paths of what has no upper bound, below a schema. */
function unbounded(schema: unknown, path: string, seen: readonly unknown[] = []): readonly string[] {
  if (seen.includes(schema)) return [];
  const below = (inner: unknown, at = path) => unbounded(inner, at, [...seen, schema]);
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Record<string, unknown>).flatMap(([name, field]) => below(field, `${path}.${name}`));
  }
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional
  )
    return below(schema.unwrap());
  if (schema instanceof z.ZodPipe) return below(schema.in);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option: unknown) => below(option));
  if (schema instanceof z.ZodRecord) return [...below(schema.keyType, `${path}.<name>`), ...below(schema.valueType, `${path}.*`)];
  if (schema instanceof z.ZodArray) return below(schema.element, `${path}[]`);
  if (schema instanceof z.ZodNumber)
    return Number.isFinite(schema.maxValue) && (schema.maxValue ?? Infinity) < Number.MAX_SAFE_INTEGER ? [] : [path];
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat)
    return schema.maxLength !== null || BOUNDED_FORMATS.has(schema.format ?? '') || isBoundedByPattern(schema) ? [] : [path];
  return [];
}

/** A pattern without repetition that is open to the right, from beginning to end. */
function isBoundedByPattern({ def }: { readonly def: { readonly checks?: readonly unknown[] } }): boolean {
  const patterns = (def.checks ?? []).flatMap((check) => {
    const { pattern } = (check as { readonly _zod: { readonly def: { readonly pattern?: RegExp } } })._zod.def;
    return pattern === undefined ? [] : [pattern.source.replace(/\\.|\[(\\.|[^\]])*\]/g, 'x')];
  });
  return patterns.some((source) => source.startsWith('^') && source.endsWith('$') && !/[*+]|\{\d+,\}/.test(source));
}

test.each([...Object.entries(environmentsByTarget), ['bootstrap', bootstrapField] as const])(
  'every field of %s has an upper bound',
  (name, schema) => {
    expect([...new Set(unbounded(schema, name))]).toEqual([]);
  },
);

test('a field without one is found, wherever it stands', () => {
  const schema = z.strictObject({
    a: z.int(),
    b: z.array(z.string()).nullable().default([]),
    c: z.record(z.string().max(3), z.union([z.string().regex(/^[a-z]+$/), z.number().min(1)])),
    d: z.string().regex(/^[a-z]{1,9}$/),
    e: z.int().max(3),
  });
  expect(unbounded(schema, 'x')).toEqual(['x.a', 'x.b[]', 'x.c.*', 'x.c.*']);
});
