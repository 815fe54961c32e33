import { Tokenization } from 'cdktf';

type Resolve = typeof Tokenization.resolve;

/** Every mark of a token in a text, and what looks like one: a number with an exponent may be a token. Whatever it finds, cdktf looks at. */
const MARK = /TfToken\[|Map Token Value|[-|\d.+]e[-|\d.eE+]/;

/**
 * Runs `synthesize` with values that hold no token taken as they are. cdktf looks for tokens in every value of a stack, twice, and makes
 * several objects for each look: a fifth of a synth, and few of the values hold one (docs/adr/015). What may hold one, or is no plain data,
 * goes to cdktf as before.
 */
export function withPlainValues<T>(synthesize: () => T): T {
  const { resolve } = Tokenization;
  Tokenization.resolve = (value: unknown, options) => resolved(value, options, resolve);
  try {
    return synthesize();
  } finally {
    Tokenization.resolve = resolve;
  }
}

function resolved(value: unknown, options: Parameters<Resolve>[1], resolve: Resolve): unknown {
  try {
    return plain(value, (part) => resolve(part, options) as unknown);
  } catch {
    return resolve(value, options); // its error says where in the stack the value is
  }
}

const plain = (value: unknown, resolve: (part: unknown) => unknown): unknown => {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (typeof value === 'string' || typeof value === 'number') return mayBeToken(value) ? resolve(value) : value;
  if (Array.isArray(value)) {
    for (const element of value) if (mayBeToken(element)) return resolve(value);
    const results: unknown[] = [];
    for (const element of value) {
      const result = plain(element, resolve);
      if (result !== undefined) results.push(result);
    }
    return results;
  }
  if (!isPlainObject(value)) return resolve(value);
  const results: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (MARK.test(key)) return resolve(value);
    const result = plain((value as Record<string, unknown>)[key], resolve);
    if (result !== undefined) results[key] = result;
  }
  return results;
};

/** Tokens that are numbers are below zero. */
const mayBeToken = (value: unknown): boolean => (typeof value === 'string' ? MARK.test(value) : typeof value === 'number' && value < 0);

/** An object that is a token is none: `resolve` in it is a function, which cdktf is asked about. */
function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
