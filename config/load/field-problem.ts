/** One line for what a schema says is wrong: where, what is allowed, what was written. Nothing of zod's own wording is shown. */
import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { Problem } from '../rules/rule';
import { knownFieldsAt } from './known-fields';

type Issue = z.core.$ZodIssue;

const list = (values: readonly unknown[]): string => {
  const shown = values.map((value) => JSON.stringify(value));
  return [shown.slice(0, -1).join(', '), shown.at(-1)].filter(Boolean).join(' or ');
};

const kinds: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const kind = (expected: string): string => kinds[expected] ?? `of type ${expected}`;

const bound = (issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, limit: unknown, side: 'more' | 'less'): string => {
  const number = String(limit);
  switch (issue.origin) {
    case 'string':
      return side === 'more' ? `must have ${number} characters or more` : `must have ${number} characters at most`;
    case 'array':
    case 'set':
      return side === 'more' ? `must have ${number} entries or more` : `must have ${number} entries at most`;
    default:
      if (issue.inclusive === false) return side === 'more' ? `must be more than ${number}` : `must be less than ${number}`;
      return `must be ${number} or ${side}`;
  }
};

/** Allowed values, for a schema that does not state them itself. zod asks this for every issue without a message of its own. */
export function allowed(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kind(issue.expected)}`;
    case 'too_small':
      return bound(issue as z.core.$ZodIssueTooSmall, issue.minimum, 'more');
    case 'too_big':
      return bound(issue as z.core.$ZodIssueTooBig, issue.maximum, 'less');
    case 'invalid_value':
      return `must be ${list(issue.values)}`;
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    default:
      return 'is not allowed here';
  }
}

/** The alternative that was meant: of several forms, one whose kind was right and which is wrong further inside. */
function meant({ errors }: z.core.$ZodIssueInvalidUnion): readonly Issue[] {
  const inside = errors.filter(
    (issues) => issues.length > 0 && issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return [...inside].sort((one, other) => one.length - other.length)[0] ?? [];
}

/** An unknown name may be a secret in the wrong place, so its value is not shown. */
export function unknownField(path: string, name: string, fields: readonly string[]): Problem {
  const nearest = fields.length === 0 ? undefined : closest(name, [...fields]);
  const hint =
    nearest !== undefined && distance(name, nearest) <= Math.max(1, Math.floor(name.length / 3)) ? `; did you mean ${nearest}?` : '';
  const known = fields.length === 0 ? '' : `; fields are ${fields.join(', ')}`;
  return { path: path === '' ? name : `${path}.${name}`, message: `unknown field${hint}${known}` };
}

/** The lines of one issue of a schema; `box` is the first part of their paths, and may be empty. */
export function fieldProblems(issue: Issue, box: string, schema: z.ZodType, input: unknown): readonly Problem[] {
  const path = [box, ...issue.path.map(String)].filter((step) => step !== '').join('.');
  if (issue.code === 'unrecognized_keys') {
    const fields = knownFieldsAt(schema, issue.path, input);
    return issue.keys.map((key) => unknownField(path, key, fields));
  }
  // A problem with a name is reported at that name.
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }));
  if (issue.code === 'invalid_union') {
    const inner = meant(issue);
    if (inner.length > 0) return inner.flatMap((one) => fieldProblems({ ...one, path: [...issue.path, ...one.path] }, box, schema, input));
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], input);
  if (value !== undefined) return [{ path, message: `${issue.message}; got ${show(value)}` }];
  return [{ path, message: `is required: ${issue.message}` }];
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Who an address logs in as, with a password or a token; not the tag of an image. */
const USER = /(\/\/)[^/\s]*@|^[^/\s]*:[^/\s]*@(?!sha256:)/;

/** The value as written. A secret in the wrong place is not repeated. */
export function show(value: unknown): string {
  if (isRecord(value)) return 'an object';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string' && /PRIVATE KEY/.test(value)) return 'a private key';
  const text = typeof value === 'string' ? JSON.stringify(value.replace(USER, '$1…@')) : String(value).replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
