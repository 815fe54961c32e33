import { z } from 'zod';

type Step = PropertyKey;

/** What stands behind a default, a null or another wrapper. */
function unwrapped(schema: unknown): unknown {
  let inner = schema;
  for (;;) {
    if (
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodPrefault ||
      inner instanceof z.ZodNullable ||
      inner instanceof z.ZodOptional
    ) {
      inner = inner.unwrap();
    } else if (inner instanceof z.ZodPipe) inner = inner.in;
    else return inner;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<Step, unknown>> => typeof value === 'object' && value !== null;

/** The forms that a value can have been meant as: of a union, the one that its discriminator names, or all. */
function forms(schema: unknown, value: unknown): readonly unknown[] {
  const inner = unwrapped(schema);
  if (!(inner instanceof z.ZodUnion)) return [inner];
  const options = (inner.options as readonly unknown[]).flatMap((option) => forms(option, value));
  const { discriminator } = inner.def as { readonly discriminator?: string };
  if (discriminator === undefined || !isRecord(value)) return options;
  const chosen = options.filter(
    (option) =>
      option instanceof z.ZodObject && (option.shape as Record<string, z.ZodType>)[discriminator]?.safeParse(value[discriminator]).success,
  );
  return chosen.length > 0 ? chosen : options;
}

/** Fields of the object at a path, as far as the schema names them. */
export function knownFieldsAt(schema: z.ZodType, path: readonly Step[], input: unknown): readonly string[] {
  let at: readonly unknown[] = forms(schema, input);
  let value = input;
  for (const step of path) {
    value = isRecord(value) ? value[step] : undefined;
    const here = value;
    at = at.flatMap((form) => {
      if (form instanceof z.ZodObject) {
        const field: unknown = (form.shape as Record<Step, unknown>)[step];
        return field === undefined ? [] : forms(field, here);
      }
      if (form instanceof z.ZodRecord) return forms(form.valueType, here);
      return form instanceof z.ZodArray ? forms(form.element, here) : [];
    });
  }
  return [...new Set(at.flatMap((form) => (form instanceof z.ZodObject ? Object.keys(form.shape as object) : [])))];
}
