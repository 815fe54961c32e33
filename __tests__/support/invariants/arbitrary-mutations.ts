/** Inputs of environments in which something was changed at random. */
import fc from 'fast-check';

/** Keys that objects have without having them, and others. */
const hostileKey = fc.oneof(
  fc.constantFrom('toString', 'constructor', '__proto__', 'hasOwnProperty', 'password', '', 'two\nlines', '0'),
  fc.string({ maxLength: 12 }).map((text) => `x${text}`),
);

/** A value whose text has several lines. */
function lines() {
  return 1;
}

const hostileValue = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
  }),
  fc.constantFrom<unknown>(
    undefined,
    null,
    NaN,
    Infinity,
    -0,
    1.5,
    -1,
    0,
    '',
    '\n',
    'two\nlines',
    '${x}',
    '%{x}',
    '#{TfToken[TOKEN.0]}',
    Symbol('x'),
  ),
  fc.constantFrom<unknown>([], {}, [undefined], lines, Symbol('two\nlines'), /x/, new Date(NaN), 'x'.repeat(400)),
);

type Path = readonly string[];

/** Every path in a value, that of the whole left out. */
function pathsTo(value: unknown, path: Path = []): readonly Path[] {
  const own = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null) return own;
  return [...own, ...Object.keys(value).flatMap((key) => pathsTo((value as Record<string, unknown>)[key], [...path, key]))];
}

const define = (object: object, key: string, value: unknown) =>
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });

/** A copy in which `change` was made to what holds the last step of a path. */
function changed(value: unknown, path: Path, change: (parent: object, key: string) => void): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy: object = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  if (rest.length === 0) change(copy, key);
  else define(copy, key, changed((value as Record<string, unknown>)[key], rest, change));
  return copy;
}

const mutation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      at: fc.nat(),
      change: hostileValue.map((value) => (parent: object, key: string) => void define(parent, key, value)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ at: fc.nat(), change: fc.constant((parent: object, key: string) => void Reflect.deleteProperty(parent, key)) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      at: fc.nat(),
      change: fc.tuple(hostileKey, hostileValue).map(
        ([other, value]) =>
          (parent: object) =>
            void define(parent, other, value),
      ),
    }),
  },
);

/** One to three values replaced by others, taken away or put beside it. */
export const mutated = (inputs: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(inputs, fc.array(mutation, { minLength: 1, maxLength: 3 })).map(([input, mutations]) =>
    mutations.reduce((value, { at, change }) => {
      const paths = pathsTo(value);
      return changed(value, paths[at % paths.length] ?? [], change);
    }, input),
  );

/** Objects whose keys are anyone's. */
const open = ['settings', 'podLabels', 'annotations'];

/** One field more in one of its objects. */
export const withUnknownField = (inputs: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(inputs, fc.nat(), hostileKey).map(([input, at, key]) => {
    const objects = [[], ...pathsTo(input)].filter((path) => isPlain(valueAt(input, path)) && !path.some((step) => open.includes(step)));
    const path = objects[at % objects.length] ?? [];
    return changed(input, [...path, key], (parent) => void define(parent, key, 'x'));
  });

const valueAt = (value: unknown, path: Path) => path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], value);
const isPlain = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
