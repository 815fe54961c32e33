/** Numbers that the docs repeat: each has to be the default of its field, or the constant that it quotes. */
import { currentPage } from '../../scripts/config-docs';

/** A number in a text, and the field whose default it claims to be. */
interface Claim {
  readonly field: string;
  readonly value: number;
}

const cellsOf = (line: string): string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

const fieldIn = (cell: string): string | undefined => /^`([^`]+)`/.exec(cell)?.[1];
const numberIn = (cell: string): number => Number(cell.replaceAll('`', '').replaceAll(',', ''));

/** Numeric defaults by the path of the field, engines left out: `postgres {engine: patroni}.port` is `postgres.port`. */
const defaults: readonly Claim[] = currentPage()
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map(cellsOf)
  .map(([field = '', , value = '']) => ({ field: (fieldIn(field) ?? '').replace(/ \{[^}]*\}/g, ''), value: numberIn(value) }))
  .filter(({ value }) => !Number.isNaN(value));

/** Defaults of the fields that a name can mean: the whole path, or its end. */
const defaultsOf = (name: string): readonly number[] => [
  ...new Set(defaults.filter(({ field }) => field === name || field.endsWith(`.${name}`)).map(({ value }) => value)),
];

/** Rows of tables that have a column `default`. */
function tableClaims(text: string): readonly Claim[] {
  let column = -1;
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('|')) column = -1;
    else if (column < 0) column = cellsOf(line).indexOf('default');
    else {
      const field = fieldIn(line.slice(1).trim());
      if (field !== undefined) return [{ field, value: numberIn(cellsOf(line)[column] ?? '') }];
    }
    return [];
  });
}

/** `name` (30 s), `name`, 99 % by default, `name` (10 s by default). */
const sentence = /`([a-zA-Z][\w.]*)`(?:,| \() ?(\d[\d,.]*)( %)?(?: [a-zA-Z]+)?(?: by default|\))/g;

const sentenceClaims = (text: string): readonly Claim[] =>
  [...text.matchAll(sentence)].map(([, field = '', digits = '', percent]) => ({
    field,
    value: numberIn(digits) / (percent === undefined ? 1 : 100),
  }));

/** Every number that a text gives as the default of a field. */
export const claimsIn = (text: string): readonly Claim[] => [...tableClaims(text), ...sentenceClaims(text)];

/** What is wrong with the numbers of a text, one line each. */
export const numberProblems = (file: string, text: string): readonly string[] =>
  claimsIn(text).flatMap(({ field, value }) => {
    const known = defaultsOf(field);
    if (known.length === 0) return [`${file}: \`${field}\` is no field with a number as its default`];
    return known.every((number) => number === value)
      ? []
      : [`${file}: \`${field}\` is ${value} there, and ${known.join(' or ')} in the configuration`];
  });

/** A sentence that quotes a number which is no default of a field. */
export interface Quotation {
  readonly file: string;
  /** The number is its first group. */
  readonly pattern: RegExp;
  readonly value: number;
}

/** What is wrong with a quotation; `text` is that of its file. */
export function quotationProblems({ file, pattern, value }: Quotation, text: string): readonly string[] {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) return [`${file}: nothing matches ${String(pattern)}`];
  return numberIn(found) === value ? [] : [`${file}: ${String(pattern)} finds ${found}, and the program has ${value}`];
}
