/** What holds no token is not looked at by cdktf, and nothing comes out otherwise than if it had been. */
import { Lazy, Token, Tokenization, Testing, TerraformStack, DefaultTokenResolver, StringConcat } from 'cdktf';
import * as fc from 'fast-check';
import { withPlainValues } from '../../stacks/plain-values';

const scope = new TerraformStack(Testing.app(), 'stack');
const resolve = (value: unknown): unknown =>
  Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });

/** The value, or the error in its place. */
function outcome(value: unknown): unknown {
  try {
    return { value: resolve(value) };
  } catch (error) {
    return { error: String(error) };
  }
}

const both = (value: unknown) => ({ mine: withPlainValues(() => outcome(value)), theirs: outcome(value) });

class Instance {
  readonly field = 'value';
}

const token = Lazy.anyValue({ produce: () => ({ of: 'a token', without: undefined }) });
const text = Token.asString(token);
const number = Token.asNumber(Lazy.numberValue({ produce: () => 7 }));
const list = Token.asList(Lazy.listValue({ produce: () => ['one', 'two'] }));
const map = Token.asAnyMap(token);
const numbers = Token.asNumberMap(token);

const leaf = fc.oneof(
  fc.constantFrom(undefined, null, true, 0, -1, 1.5, 1e21, NaN, '', '1e5', '${var.one}', '$${a}', 'a "quoted" \\ text'),
  fc.constantFrom(token, text, number, `before ${text} after`, `${String(number)}`, Token.asString(number)),
  fc.constantFrom(list, map, numbers, Token.asNumberList(Lazy.anyValue({ produce: () => [1, 2] }))),
  fc.constantFrom(new Date(0), new Instance(), Object.create(null), { resolve: () => ['of an object'], creationStack: [] }),
  fc.string(),
  fc.double(),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'B', '1', 'snake_case', text), tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('every value comes out as from cdktf', () => {
  fc.assert(
    fc.property(values, (value) => {
      const { mine, theirs } = both(value);
      expect(mine).toStrictEqual(theirs);
      expect(JSON.stringify(mine)).toBe(JSON.stringify(theirs)); // the order of keys too
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['a function', { deep: [{ method: () => 1 }] }],
  ['a construct', { deep: { scope } }],
  ['a list in a text', { deep: [{ text: list[0] }] }],
  ['more than a list', { deep: [list[0], 'more'] }],
  ['the value of a map', { deep: Object.values(map) }],
  ['the value of a map of numbers', { deep: Object.values(numbers) }],
  ['more than a map', { deep: { ...map, more: 1 } }],
  ['a key that is no text', { deep: { [Token.asString(token)]: 1 } }],
  ['a token that fails', { deep: Lazy.anyValue({ produce: () => fail('no value') }) }],
])('%s is refused as cdktf refuses it', (_, value) => {
  const { mine, theirs } = both(value);
  expect(theirs).toHaveProperty('error');
  expect(mine).toEqual(theirs);
});

test('what contains itself is refused', () => {
  const loop: Record<string, unknown> = {};
  loop['loop'] = loop;
  expect(both(loop).mine).toEqual(both(loop).theirs);
});

test('data is taken as it is, without a look of cdktf', () => {
  const looks = jest.spyOn(Tokenization, 'resolve');
  try {
    const data = { a: [1, 'two', { b: null, c: true }], d: { e: 'f' } };
    expect(withPlainValues(() => resolve({ ...data, g: undefined }))).toStrictEqual(data);
    expect(looks).not.toHaveBeenCalled();
    expect(withPlainValues(() => resolve({ ...data, g: text }))).toMatchObject(data);
    expect(looks.mock.calls.map(([value]) => value as unknown)).toEqual([text]);
  } finally {
    looks.mockRestore();
  }
});

test('cdktf resolves as ever afterwards, whatever happened', () => {
  const own = () => Object.getOwnPropertyDescriptor(Tokenization, 'resolve')?.value as unknown;
  const before = own();
  expect(withPlainValues(own)).not.toBe(before);
  expect(() => withPlainValues(() => fail('in between'))).toThrow('in between');
  expect(own()).toBe(before);
});

function fail(message: string): never {
  throw new Error(message);
}
