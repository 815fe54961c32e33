/** The workflows run on one exact version of Node.js, which package.json allows. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../support/invariants/synthesis';

const root = path.join(__dirname, '../..');

/** What is wrong with the versions in these files, one line each. */
function problems(files: Readonly<Record<string, string>>): readonly string[] {
  const found = Object.entries(files).flatMap(([file, text]) =>
    [...text.matchAll(/\bnode-version(?:-file)?:\s*(.*?)\s*(?:#.*)?$/gm)].map(([, version = '']) => ({ file, version })),
  );
  const inexact = found.filter(({ version }) => !/^\d+\.\d+\.\d+$/.test(version));
  const versions = [...new Set(found.map(({ version }) => version))];
  const silent = Object.entries(files).filter(
    ([file, text]) => /actions\/setup-node@/.test(text) && !found.some((one) => one.file === file),
  );
  return [
    ...inexact.map(({ file, version }) => `${file}: ${version} is not one version`),
    ...silent.map(([file]) => `${file}: does not say which version`),
    ...(versions.length > 1 ? [`there are several versions: ${versions.join(', ')}`] : []),
  ];
}

const workflows = filesBelow(path.join(root, '.github'));

test('every workflow runs on the same exact version', () => {
  expect(Object.values(workflows).join('\n')).toMatch(/node-version: 24\.\d+\.\d+/);
  expect(problems(workflows)).toEqual([]);
});

test('package.json allows older ones, from the version that the README names', () => {
  const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly engines: { readonly node: string } };
  expect(engines.node).toBe('>=20.19.0');
  for (const file of ['README.md', 'CONTRIBUTING.md'])
    expect(readFileSync(path.join(root, file), 'utf8')).toContain('Node.js 20.19 or newer');
});

test.each([
  ['a range', { 'a.yml': 'node-version: 24.x' }, 'a.yml: 24.x is not one version'],
  ['a file that says it', { 'a.yml': 'node-version-file: .nvmrc' }, 'a.yml: .nvmrc is not one version'],
  ['no version', { 'a.yml': 'uses: actions/setup-node@abc # v7' }, 'a.yml: does not say which version'],
  [
    'two versions',
    { 'a.yml': 'node-version: 24.1.0', 'b.yml': 'node-version: 24.2.0 # newer' },
    'there are several versions: 24.1.0, 24.2.0',
  ],
])('%s is seen', (_, files, problem) => {
  expect(problems(files)).toEqual([problem]);
});
