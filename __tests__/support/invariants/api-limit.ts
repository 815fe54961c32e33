/** Rows of the table of limits. */
import { at, textAt } from './blocks';

/** One limit of one API. */
export interface ApiLimit {
  /** What is limited, in words. */
  readonly what: string;
  /** Types of Terraform that have it. */
  readonly types: RegExp;
  /** Where the limit is documented. */
  readonly source: string;
  /** Whether a resource keeps it. */
  keeps(body: unknown): boolean;
  /** Arguments that break it, for the test of the table. */
  readonly broken: object;
}

/** A text that only Terraform knows has its own length at apply. */
export const isKnown = (text: string): boolean => !text.includes('${');
const size = (value: unknown): number =>
  Object.entries(value ?? {}).reduce((sum, [key, one]) => sum + Buffer.byteLength(key + String(one)), 0);

/** A name at a path that is so long at most and has this form. */
export const named = (what: string, types: RegExp, path: string, longest: number, form: RegExp, source: string): ApiLimit => ({
  what: `${what} has ${longest} characters at most`,
  types,
  source,
  keeps: (body) => {
    const name = textAt(body, path);
    return name === undefined || !isKnown(name) || (name.length <= longest && form.test(name));
  },
  broken: path.split('.').reduceRight<unknown>((value, step) => ({ [step]: value }), 'x'.repeat(longest + 1)) as object,
});

/** The sum of keys and values at a path. */
export const weighed = (what: string, types: RegExp, path: string, most: number, source: string): ApiLimit => ({
  what: `${what} have ${most} bytes at most, together`,
  types,
  source,
  keeps: (body) => size(at(body, path)) <= most,
  broken: path.split('.').reduceRight<unknown>((value, step) => ({ [step]: value }), { key: 'x'.repeat(most) }) as object,
});
