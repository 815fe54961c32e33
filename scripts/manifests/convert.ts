/** One block of Terraform's JSON, converted to Kubernetes' names and types as the table describes. */
import { isTemplate, literal } from './expressions';
import { kubernetesName, type Block, type Field, type Fields, type Value } from './fields';

/** Where to add missing entries. */
export const table = 'scripts/manifests/kinds.ts';

/** Reports a problem at a path of the resource. */
export type Report = (path: string, problem: string) => void;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `undefined` where there is nothing to write: the value was null, empty, Terraform's own, or reported. */
export function convertBlock(fields: Fields, block: unknown, path: string, report: Report): Record<string, unknown> | undefined {
  if (!isRecord(block)) return void report(path, `must be an object; got ${show(block)}`);
  const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of Object.keys(block)) {
    if (!Object.hasOwn(fields, name)) report(inside(name), `is a name that ${table} does not have`);
  }
  const entries = Object.entries(fields).map(([name, field]) => {
    const converted = convert(field, block[name] ?? undefined, inside(name), report);
    return [kubernetesName(name, field), converted] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function convert(field: Field, value: unknown, path: string, report: Report): unknown {
  if ('fields' in field) return value === undefined ? undefined : convertBlocks(field, value, path, report);
  return value === undefined ? field.fallback : convertValue(field.type, value, path, report);
}

/**
 * Whether a single block is an object or a list of one depends on the provider's schema, so both forms are read. No block gives no field: to
 * the API server an empty list of objects means the same, but it keeps the field, and a NetworkPolicy then changes at every apply.
 */
function convertBlocks({ type, fields }: Block, value: unknown, path: string, report: Report): unknown {
  const several = Array.isArray(value);
  const blocks: readonly unknown[] = several ? value : [value];
  const converted = blocks.map((block, index) => convertBlock(fields, block, several ? `${path}[${index}]` : path, report));
  if (type === 'list') return converted.length === 0 ? undefined : converted;
  if (blocks.length > 1) report(path, `has ${blocks.length} blocks, where Kubernetes has one object`);
  return converted[0];
}

function convertValue(type: Value['type'], value: unknown, path: string, report: Report): unknown {
  switch (type) {
    case "Terraform's own":
    case 'secret':
      return undefined;
    case 'map':
      return convertMap(value, path, report);
    case 'texts':
    case 'numbers':
      if (!Array.isArray(value)) return void report(path, `must be a list; got ${show(value)}`);
      return value.map((item, index) => convertScalar(type === 'texts' ? 'text' : 'number', item, `${path}[${index}]`, report));
    default:
      return convertScalar(type, value, path, report);
  }
}

function convertMap(value: unknown, path: string, report: Report): unknown {
  if (!isRecord(value)) return void report(path, `must be an object; got ${show(value)}`);
  const entries = Object.entries(value).map(([key, item]) => {
    const at = `${path}[${JSON.stringify(key)}]`;
    return [convertScalar('text', key, at, report), convertScalar('text', item, at, report)] as const;
  });
  return Object.fromEntries(entries);
}

type Scalar = Exclude<Value['type'], "Terraform's own" | 'secret' | 'map' | 'texts' | 'numbers'>;

/** Terraform converts between strings and numbers or booleans; Kubernetes does not. */
function convertScalar(type: Scalar, value: unknown, path: string, report: Report): unknown {
  if (typeof value === 'string' && isTemplate(value)) return void report(path, `is known at apply only: ${value}`);
  const text = typeof value === 'string' ? literal(value) : String(value);
  const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
  switch (type) {
    case 'text':
      if (isScalar) return text;
      break;
    case 'number or text':
      if (isScalar) return isInteger(text) ? Number(text) : text;
      break;
    case 'number':
      if (isInteger(text)) return Number(text);
      break;
    case 'file mode':
      if (/^[0-7]+$/.test(text)) return parseInt(text, 8);
      break;
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
  }
  return void report(path, `must be a ${type}; got ${show(value)}`);
}

const isInteger = (text: string): boolean => /^-?\d+$/.test(text);

const show = (value: unknown): string => {
  if (isRecord(value)) return 'an object';
  return Array.isArray(value) ? 'a list' : JSON.stringify(value);
};
