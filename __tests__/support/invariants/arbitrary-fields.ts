/** Values of fields as people could write them. */
import fc from 'fast-check';

export const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6})?$/);
export const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
export const cidr = fc
  .tuple(fc.constantFrom(172, 192, 198), fc.nat(255), fc.nat(255), fc.constantFrom(8, 16, 24, 32))
  .map(([first, second, third, length]) => `${first}.${second}.${third}.0/${length}`);
export const port = fc.integer({ min: 1, max: 65_535 });
export const path = fc.stringMatching(/^\/[a-z0-9/._-]{0,12}$/);
export const image = fc.oneof(
  fc.tuple(label, fc.stringMatching(/^\d{1,2}\.\d{1,2}\.\d{1,2}$/)).map(([name, tag]) => `registry.example:5000/${name}:${tag}`),
  fc.tuple(label, fc.stringMatching(/^[0-9a-f]{64}$/)).map(([name, digest]) => `${name}@sha256:${digest}`),
);
export const location = fc.oneof(
  fc.record({ cidrs: fc.array(cidr, { minLength: 1, maxLength: 3 }) }),
  fc.record({ namespace: label, podLabels: fc.record({ app: label }) }),
);
export const ca = fc.record({ configMap: label, key: fc.constantFrom('ca.crt', 'bundle.pem') }, { requiredKeys: ['configMap'] });
/** A safety that is switched off. */
export const disabled = fc.record({ enabled: fc.constant(false), reason: fc.constant('somebody else takes care of it') });
export const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
/** Any of the fields may be left out, unless it is required. */
export const some = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T, requiredKeys: readonly (keyof T & string)[] = []) =>
  fc.record(fields as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [...requiredKeys] });

/** Any character. fast-check's own `binary` first makes a table of all million of them, which takes seconds. */
const character = fc
  .oneof(fc.integer({ min: 0, max: 0xd7_ff }), fc.integer({ min: 0xe0_00, max: 0x10_ff_ff }))
  .map((point) => String.fromCodePoint(point));

/** Any text, and such that Terraform could take for a template. */
export const setting = fc.oneof(
  fc.string({ unit: character, maxLength: 12 }),
  fc.array(fc.constantFrom('${', '%{', '$', '%', '{', '}', 'x', '"', '\\', '\n'), { maxLength: 8 }).map((parts) => parts.join('')),
);
