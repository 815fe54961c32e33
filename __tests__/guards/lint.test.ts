/**
 * Every lint rule that keeps the architecture, fed a text that breaks it. A fixture names the path it pretends to stand at and the rule;
 * each line that ends in `// caught`, or stands above one that is only that, must be reported by that rule, and nothing else may be.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Message {
  readonly ruleId: string | null;
  readonly line: number;
  readonly message: string;
}

const root = path.join(__dirname, '../..');
const directory = path.join(root, '__tests__/fixtures/lint');
const field = (text: string, name: string): string => new RegExp(`^// ${name}: (.+)$`, 'm').exec(text)?.[1] ?? '';

const fixtures = readdirSync(directory).map((name) => {
  const text = readFileSync(path.join(directory, name), 'utf8');
  return { name, text, path: field(text, 'path'), rule: field(text, 'rule') };
});
const long = (lines: number) => `export const one = 1;\n${'\n'.repeat(lines - 1)}`;
const skipped = readFileSync(path.join(directory, 'jest-disabled.ts'), 'utf8');

/** One process for all: ESLint loads its configuration as an ES module, which jest's own module system cannot. */
function lint(texts: readonly { readonly path: string; readonly text: string }[]): readonly (readonly Message[])[] {
  const input = JSON.stringify(texts.map((entry) => ({ filePath: path.join(root, entry.path), text: entry.text })));
  const output = execFileSync(process.execPath, [path.join(root, '__tests__/support/lint-texts.mjs')], {
    cwd: root,
    input,
    encoding: 'utf8',
  });
  return JSON.parse(output) as Message[][];
}

/** Rules that must not be switched off unnoticed; presets bring more. */
const architecture = [
  'local/layers',
  'local/rooms',
  'local/config-door',
  'local/deep-imports',
  'local/types-only',
  'local/documented-fields',
  'local/described-fields',
  'no-restricted-globals',
  'no-restricted-properties',
  'no-restricted-imports',
  'no-restricted-syntax',
  'no-warning-comments',
  'eqeqeq',
  '@typescript-eslint/no-explicit-any',
  '@typescript-eslint/no-unused-vars',
  '@typescript-eslint/consistent-type-imports',
  '@typescript-eslint/ban-ts-comment',
  'jest/valid-expect',
  'jest/expect-expect',
  'jest/no-disabled-tests',
  'jest/no-focused-tests',
];

describe('the lint rules', () => {
  const results = new Map<string, readonly Message[]>();

  beforeAll(() => {
    const texts = [
      ...fixtures,
      { name: 'long', path: 'constructs/postgres/patroni/patroni.ts', text: long(251) },
      { name: 'long enough', path: 'constructs/postgres/patroni/patroni.ts', text: long(250) },
      { name: 'long main', path: 'main.ts', text: long(41) },
      { name: 'skips where a program is missing', path: '__tests__/support/live.ts', text: skipped },
    ];
    lint(texts).forEach((messages, index) => results.set(texts[index]?.name ?? '', messages));
  }, 60_000);

  it.each(fixtures)('$name: $rule', ({ name, text, rule }) => {
    const expected = text
      .split('\n')
      .flatMap((line, index) =>
        line.endsWith('// caught') ? [{ ruleId: rule, line: line.trim() === '// caught' ? index : index + 1 }] : [],
      );
    const found = (results.get(name) ?? [{ ruleId: 'not linted', line: 0 }]).map(({ ruleId, line }) => ({ ruleId, line }));
    expect([...new Map(found.map((entry) => [`${entry.ruleId} ${entry.line}`, entry])).values()]).toEqual(expected);
    expect(expected.length > 0).toBe(rule !== 'none');
  });

  it('limits the length of a file, and of main.ts to a screen', () => {
    expect(results.get('long')).toEqual([expect.objectContaining({ ruleId: 'max-lines' })]);
    expect(results.get('long enough')).toEqual([]);
    expect(results.get('long main')).toEqual([expect.objectContaining({ ruleId: 'max-lines' })]);
  });

  it('lets only the helper of the live tests skip', () => {
    expect(results.get('skips where a program is missing')).toEqual([]);
  });

  it('has a fixture for each rule of the architecture', () => {
    const covered = new Set(fixtures.map(({ rule }) => rule));
    expect(architecture.filter((rule) => !covered.has(rule))).toEqual([]);
    expect([...covered].filter((rule) => rule !== 'none' && !architecture.includes(rule))).toEqual([]);
  });
});
