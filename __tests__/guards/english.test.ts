/** What a machine can check of how the text is written (CONTRIBUTING.md): words and openings that no native writer uses. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '../..');
const read = ['README.md', 'CHANGELOG.md', 'docs', 'main.ts', 'config', 'stacks', 'constructs', 'scripts'];

const comment = String.raw`(\/\*\*|\/\/)`;
const description = String.raw`(describe\(|description: )['"\`]`;

const refused = [
  { what: '"anew": write "again", "rebuild" or "recreate"', pattern: /\banew\b/i },
  { what: 'a comment that opens with "Of …": name the noun', pattern: new RegExp(`${comment} Of [a-z\`]`) },
  { what: 'a description that opens with "Of …": name the noun', pattern: new RegExp(`${description}Of [a-z\`]`) },
  { what: 'a comment that opens with "How many …": write "Number of …"', pattern: new RegExp(`${comment} How (many|much) `) },
  {
    what: 'a description that opens with "How many …": write "Number of …"',
    pattern: new RegExp(`${description}How (many|much) (?!data)`),
  },
  { what: 'a comment that opens with "What is …": name the noun', pattern: new RegExp(`${comment} What (is|was|has) [a-z]`) },
  { what: 'a description that opens with "What is …": name the noun', pattern: new RegExp(`${description}What (is|was|has) [a-z]`) },
  { what: '"by so much", "for so long": say how much', pattern: /\b(by so much|for so long(?! that))\b/i },
  {
    what: '"a cluster that is there already": write "an existing cluster"',
    pattern: /\b(cluster|network|controller|certificate|provider) that is there already\b/i,
  },
  { what: '"had back": write "restored"', pattern: /\bbe had back\b/i },
  { what: '"look-up": write "lookup"', pattern: /\blook-ups?\b/i },
  { what: '"processor time": write "CPU time"', pattern: /\bprocessor time\b/i },
  { what: '"belongs into": write "belongs in"', pattern: /\bbelongs? into\b/i },
  { what: '"one a zone": write "one per zone"', pattern: /\b(one|two|three) an? (zone|pod|member|shard|box|line|stack|user)\b/i },
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
  ['a comment that counts', '/** How many pods. */', 3],
  ['a field that counts', ".describe('How many pods.')", 4],
  ['a comment without its noun', '// What is wrong with it.', 5],
  ['a field without its noun', ".describe('What has to be kept.')", 6],
  ['an amount', 'Keep the connection for so long.', 7],
  ['a comparison', 'By so much it is longer.', 7],
  ['what exists', 'A cluster that is there already.', 8],
  ['a restore', 'The key can be had back for 30 days.', 9],
  ['a spelling', 'Look-ups per second.', 10],
  ['a term', 'Seconds of processor time.', 11],
  ['a preposition', 'No secret belongs into code.', 12],
  ['a rate', 'NAT gateways, one a zone.', 13],
])('%s that is refused is found', (_what, line, index) => {
  expect(complaints('file.ts', `\n${line}\n`)).toEqual([`file.ts:2: ${refused[index]?.what}`]);
});

test.each(['The index was synchronized for so long that nobody noticed.', '/** How long a stream may be silent. */', 'What the pod sees.'])(
  '%s is fine',
  (line) => {
    expect(complaints('file.ts', line)).toEqual([]);
  },
);
