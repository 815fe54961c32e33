/** What a machine can check of how the text is written (CONTRIBUTING.md): words and openings that no native writer uses. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '../..');
const read = ['README.md', 'docs', 'main.ts', 'config', 'stacks', 'constructs', 'scripts'];

const refused = [
  { what: '"anew": write "again", "rebuild" or "recreate"', pattern: /\banew\b/i },
  { what: 'a comment that opens with "Of …": name the noun', pattern: /(\/\*\*|\/\/) Of [a-z`]/ },
  { what: 'a description that opens with "Of …": name the noun', pattern: /(describe\(|description: )['"`]Of [a-z`]/ },
] as const;

const complaints = (file: string, text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, index) => refused.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${file}:${index + 1}: ${what}`));

test('no text has a wording that is refused', () => {
  const files = execFileSync('git', ['ls-files', '-z', '--', ...read], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((file) => /\.(md|ts|py|sh)$/.test(file));
  expect(files).toEqual(expect.arrayContaining(['README.md', 'constructs/redis/index.ts', 'docs/runbooks/RedisDown.md']));
  expect(files.flatMap((file) => complaints(file, readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
});

test.each([
  ['a word', 'Terraform makes the cluster anew.', 0],
  ['a comment', '  /** Of each pod. */', 1],
  ['a description of a field', ".describe('Of each pod.')", 2],
  ['a description of a panel', "description: 'Of each pod.',", 2],
])('%s that is refused is found', (_what, line, index) => {
  expect(complaints('file.ts', `\n${line}\n`)).toEqual([`file.ts:2: ${refused[index]?.what}`]);
});
