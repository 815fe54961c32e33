/**
 * `npm run docs` writes docs/configuration.md, every field of an environment and of a bootstrap as the schema in config/ describes it, and
 * docs/coverage.md, which alert reports which symptom of which component.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { bootstrapField, defaultServices, environment, laptopRequests } from '../config';
import { coveragePage } from './coverage-docs';

/** The part of JSON Schema that zod writes for an environment. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

type Row = readonly [field: string, type: string, defaultValue: string, description: string];

const header: Row = ['field', 'type', 'default', 'description'];

const alternatives = (schema: Schema): readonly Schema[] =>
  (schema.anyOf ?? schema.oneOf ?? [schema]).flatMap((s) => (s === schema ? [s] : alternatives(s)));
const isObject = (schema: Schema): boolean => schema.properties !== undefined;
const code = (text: string): string => `\`${text}\``;

/** Values that a field allows: `integer 1…5`, `'a' \| 'b'`, `list of string`, `object`. */
function typeOf(schema: Schema): string {
  const variants = alternatives(schema);
  if (variants[0] !== schema) return [...new Set(variants.map(typeOf))].join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const).replaceAll('"', "'");
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value).replaceAll('"', "'")).join(' | ');
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`;
  if (schema.properties) return 'object';
  if (typeof schema.additionalProperties === 'object') return `record of ${typeOf(schema.additionalProperties)}`;
  return `${[schema.type ?? 'anything'].flat().join(' | ')}${range(schema)}`;
}

function range({ minimum, maximum }: Schema): string {
  const low = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? '' : String(minimum);
  const high = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : String(maximum);
  if (low && high) return ` ${low} to ${high}`;
  return low ? ` ≥ ${low}` : high && ` ≤ ${high}`;
}

/** What distinguishes a member of a union: its constant, or the fields it has. */
function label({ properties = {} }: Schema): string {
  const constant = Object.entries(properties).find(([, field]) => field.const !== undefined);
  return constant ? `${constant[0]}: ${String(constant[1].const)}` : Object.keys(properties).join(', ');
}

function defaultOf(schema: Schema, required: boolean): string {
  if (schema.default === undefined) return required ? 'required' : 'see description';
  const text = JSON.stringify(schema.default);
  return text.length > 60 || (text === '{}' && inside(schema, '').length > 0) ? 'by field' : code(text);
}

/** Table rows for the fields of an object; a field without a description is an error. */
function fields(schema: Schema, prefix: string): readonly Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    row(field, `${prefix}${name}`, schema.required?.includes(name) ?? false),
  );
}

/** A field whose change replaces something that holds data says so in these words, and is marked. */
export const losesData = (description: string): boolean => /Changing (it|the mode|its engine)\b[^.]*\b(loses|empty)\b/.test(description);

function row(schema: Schema, at: string, required: boolean): readonly Row[] {
  if (schema.description === undefined) throw new Error(`config: ${at} has no .describe()`);
  const mark = losesData(schema.description) ? ' **⚠**' : '';
  return [[`${code(at)}${mark}`, code(typeOf(schema)), defaultOf(schema, required), schema.description], ...inside(schema, at)];
}

/** Fields below a field: those of an object, of each member of a union, of the entries of a list or record. */
function inside(schema: Schema, at: string): readonly Row[] {
  const variants = alternatives(schema);
  const objects = variants.filter(isObject);
  if (objects.length > 1) return objects.flatMap((variant) => fields(variant, `${at} {${label(variant)}}.`));
  const entries = variants.flatMap((variant): readonly Row[] => {
    if (variant.items) return inside(variant.items, `${at}[]`);
    return typeof variant.additionalProperties === 'object' ? inside(variant.additionalProperties, `${at}.<name>`) : [];
  });
  return [...objects.flatMap((object) => fields(object, `${at}.`)), ...entries];
}

/** A Markdown table, padded as Prettier pads it, so that the file is formatted. */
const table = (rows: readonly Row[]): string => columns([header, ...rows]);

function columns(lines: readonly (readonly string[])[]): string {
  const cells = lines.map((line) => line.map((cell) => cell.replaceAll('\n', ' ').replaceAll('|', '\\|')));
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const print = (line: readonly string[]) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [print(first), print(widths.map((width) => '-'.repeat(width))), ...rest.map(print)].join('\n');
}

/** The whole page: for each target the simple fields, then one section for each box. */
export function configurationPage(schema: Schema): string {
  const targets = alternatives(schema).map((target) => {
    const properties = Object.entries(target.properties ?? {});
    const isSimple = ([name, field]: readonly [string, Schema]) => inside(field, name).length === 0;
    const rows = (chosen: typeof properties) => fields({ ...target, properties: Object.fromEntries(chosen) }, '');
    const boxes = properties.filter((property) => !isSimple(property)).map((box) => `### ${box[0]}\n\n${table(rows([box]))}`);
    return [`## Target ${code(String(target.properties?.['target']?.const))}`, table(rows(properties.filter(isSimple))), ...boxes].join(
      '\n\n',
    );
  });
  const intro =
    'Made by `npm run docs` from the schema in `config/`; do not edit. An environment is one file in `config/environments/`. ' +
    'A field in braces, as in `state {backend: s3}.bucket`, exists where the object is of that form. ' +
    'A change of a field marked **⚠** replaces something that holds data: where `deletionProtection` is on, Terraform refuses it.';
  return `${['# Configuration', intro, ...targets].join('\n\n')}\n`;
}

/** `resources.memoryLimitMiB` and its value, for every value of a row. */
const leaves = (value: unknown, at: string): readonly (readonly [field: string, value: string])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, one]) => leaves(one, at === '' ? name : `${at}.${name}`))
    : [[at, code(JSON.stringify(value))]];

/** Values of the default services, beyond the defaults of the fields. */
function defaultServicesTable(): string {
  const rows = Object.entries(defaultServices).map(([name, row]) => ({ name, values: new Map(leaves(row, '')) }));
  const names = [...new Set(rows.flatMap(({ values }) => [...values.keys()]))];
  return columns([
    ['field', ...rows.map(({ name }) => name)],
    ...names.map((field) => [code(field), ...rows.map(({ values }) => values.get(field) ?? '')]),
  ]);
}

/** The page for the schema of this program. */
export function currentPage(): string {
  const bootstrap = z.toJSONSchema(bootstrapField, { io: 'input' }) as Schema;
  const services =
    'What an environment writes under a name is laid over its row, field by field; lists are replaced, and null leaves the service out. ' +
    'What is not here has the default of its field. With the sizing `laptop` they ask for less: ' +
    `${Object.entries(laptopRequests)
      .map(([name, row]) => `${name} ${row?.cpuRequestMillis}m and ${row?.memoryRequestMiB} MiB`)
      .join(', ')}.`;
  return `${[
    configurationPage(z.toJSONSchema(environment, { io: 'input' }) as Schema).trimEnd(),
    '## Default services',
    services,
    defaultServicesTable(),
    '## Bootstrap of an account',
    table(fields(bootstrap, '')),
  ].join('\n\n')}\n`;
}

if (require.main === module) {
  const page = (name: string, text: string): void => writeFileSync(path.join(__dirname, '../docs', name), text);
  page('configuration.md', currentPage());
  page('coverage.md', coveragePage());
}
