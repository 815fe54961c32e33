/** Reads one environment: every field, then every rule whose boxes could be read. All problems at once, each in one line. */
import type { z } from 'zod';
import { areKnown, factsOf } from '../derived/facts';
import { environmentsByTarget, type EnvironmentConfig } from '../environment';
import { rules } from '../rules';
import type { Problem } from '../rules/rule';
import { withDefaultServices } from '../services';
import { allowed, fieldProblems, show, unknownField } from './field-problem';

/** A configuration is read once, and compiling a schema takes longer than that. */
export const READ_ONCE = { jitless: true, error: allowed };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The environment, or its problems. */
export type Read =
  | {
      /** With every field set. */
      readonly environment: EnvironmentConfig;
    }
  | {
      /** At least one. */
      readonly problems: readonly Problem[];
    };

export function readEnvironment(input: unknown): Read {
  if (!isRecord(input)) return { problems: [{ path: '', message: `must be an object; got ${show(input)}` }] };
  const targets = Object.keys(environmentsByTarget);
  const { target } = input;
  if (typeof target !== 'string' || !targets.includes(target)) {
    return { problems: [{ path: 'target', message: `must be ${targets.map((name) => `"${name}"`).join(' or ')}; got ${show(target)}` }] };
  }
  const { shape } = environmentsByTarget[target as keyof typeof environmentsByTarget];
  const fields = Object.keys(shape);
  const problems: Problem[] = Object.keys(input)
    .filter((name) => !Object.hasOwn(shape, name))
    .map((name) => unknownField('', name, fields));
  const read: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(shape)) {
    const value = name === 'services' ? withDefaultServices(input[name], input['sizing']) : input[name];
    problems.push(...prototypesIn(value, name));
    const result = (schema as z.ZodType).safeParse(value, READ_ONCE);
    if (result.success) {
      read[name] = result.data;
      problems.push(...markersIn(result.data, name));
    } else problems.push(...result.error.issues.flatMap((issue) => fieldProblems(issue, name, schema as z.ZodType, value)));
  }
  const facts = factsOf(read);
  for (const { needs, check } of rules) {
    // Two engines may ask the same of the environment: it is said once.
    if (areKnown(needs, read, fields))
      problems.push(...check(facts).filter((problem) => !problems.some((known) => isSame(known, problem))));
  }
  return problems.length > 0 ? { problems } : { environment: read as EnvironmentConfig };
}

const isSame = (one: Problem, other: Problem): boolean => one.path === other.path && one.message === other.message;

/** `__proto__` as a name would be passed over in silence by the schemas of records. */
function prototypesIn(value: unknown, path: string, depth = 0): readonly Problem[] {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  const own =
    isRecord(value) && Object.hasOwn(value, '__proto__') ? [{ path: `${path}.__proto__`, message: 'is no name; leave it out' }] : [];
  return [...own, ...Object.entries(value).flatMap(([name, one]) => prototypesIn(one, `${path}.${name}`, depth + 1))];
}

/** Deeper than any field. */
const DEEPEST = 12;

/** Text that cdktf would take for a value of its own, wherever it comes from. */
function markersIn(value: unknown, path: string): readonly Problem[] {
  if (typeof value === 'string')
    return /TfToken\[/.test(value) ? [{ path, message: `must not hold cdktf’s own marker; got ${show(value)}` }] : [];
  if (Array.isArray(value)) return value.flatMap((one, index) => markersIn(one, `${path}.${index}`));
  return isRecord(value)
    ? Object.entries(value).flatMap(([name, one]) => [...markersIn(name, path), ...markersIn(one, `${path}.${name}`)])
    : [];
}
