/**
 * Eleven mistakes that a synth lets through: it is green, and what it wrote is wrong. Each has a test where it can touch this program, here
 * or in the file that is named, under the title that is named.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../support/invariants/synthesis';

const root = path.join(__dirname, '../..');
const at = (...names: readonly string[]) => path.join(root, ...names);

interface Trap {
  readonly trap: string;
  /** Where its test is: a file below __tests__ and a text that stands in it. */
  readonly tests: readonly (readonly [file: string, title: string])[];
}

const invariants = 'guards/invariants.test.ts';
const guards = 'support/invariants/guards.ts';
const here = 'guards/traps.test.ts';
const cloudflare = 'guards/cloudflare.test.ts';

const traps: readonly Trap[] = [
  {
    trap: '1. Testing.synth leaves out backends, and turns a token of another stack into a reference of this one',
    tests: [
      [here, 'only one stack alone is synthesized by cdktf’s Testing'],
      ['stacks/outputs.test.ts', 'refers to nothing of the producer but its state'],
      [guards, 'every name is of something'],
    ],
  },
  { trap: '2. An Aspect comes too late for a token of another stack', tests: [[here, 'no Aspect changes a stack']] },
  {
    trap: '3. Bindings of Cloudflare turn a number into {} and a list into an object',
    tests: [
      [guards, 'no value is lost in the bindings'],
      [cloudflare, 'no value of the edge is lost in the bindings'],
    ],
  },
  { trap: '4. checkov reads no Terraform JSON unless it is told to', tests: [[here, 'checkov is told what it reads']] },
  { trap: '5. A Secret without a revision is written empty', tests: [[guards, 'Secrets are written only']] },
  {
    trap: '6. A token that is measured, cut or calculated with is its marker',
    tests: [
      [guards, 'no token is left'],
      ['stacks/outputs.test.ts', 'reads numbers and lists as such'],
    ],
  },
  { trap: '7. moveTo(target, 0) loses the index', tests: [[here, 'nothing moves by moveTo']] },
  {
    trap: '8. A synth leaves what an earlier one wrote',
    tests: [
      ['config/load/command-line.test.ts', 'replaces what an earlier synth left'],
      ['config/load/command-line.test.ts', 'main.ts alone, as `cdktf` runs it, leaves what is stale'],
    ],
  },
  {
    trap: '9. A zone setting of Cloudflare that is removed stays as it is',
    tests: [
      [cloudflare, 'what the provider cannot take back is there whatever is configured'],
      [cloudflare, 'a setting that would leave the list is missed'],
    ],
  },
  { trap: '10. What is sensitive is not so in the state that reads it', tests: [[guards, 'no secret is kept in a state']] },
  {
    trap: '11. A misspelt key in a nested attribute vanishes: all of Cloudflare’s are such',
    tests: [
      [cloudflare, 'every argument is one that the provider knows'],
      [cloudflare, 'is seen when it is misspelt'],
    ],
  },
];

test.each(traps)('$trap', ({ tests }) => {
  expect(tests).not.toEqual([]);
  for (const [file, title] of tests) expect(readFileSync(at('__tests__', file), 'utf8')).toContain(title);
});

test('the guards that are named are run', () => {
  expect(readFileSync(at('__tests__', invariants), 'utf8')).toContain('Object.keys(guards)');
});

/** `file: line` wherever a pattern is. */
const findings = (files: Readonly<Record<string, string>>, pattern: RegExp): readonly string[] =>
  Object.entries(files).flatMap(([file, text]) =>
    text.split('\n').flatMap((line) => (pattern.test(line) ? [`${file}: ${line.trim()}`] : [])),
  );

const sources = (...directories: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    directories
      .filter((directory) => existsSync(at(directory)))
      .flatMap((directory) => Object.entries(filesBelow(at(directory))).map(([file, text]) => [`${directory}/${file}`, text])),
  );

const TESTING = /\bTesting\.(synth|fullSynth|synthScope|synthHcl)\(/;
const ASPECT = /\bAspects\b|\bIAspect\b/;
const MOVE = /\.moveTo\(/;
const CHECKOV = /\bcheckov\b(?!.*terraform_json).*(-d|--directory)\b/;

test('only one stack alone is synthesized by cdktf’s Testing', () => {
  const files = findings(sources('__tests__', 'scripts'), TESTING).map((use) => use.replace(/:.*/, ''));
  expect(files.filter((file) => !file.endsWith(here))).toEqual(['__tests__/support/readable-stack.ts', '__tests__/support/synthesized.ts']);
});

test('no Aspect changes a stack', () => {
  expect(findings(sources('constructs', 'stacks'), ASPECT)).toEqual([]);
});

test('nothing moves by moveTo: moveFromId has no index to lose', () => {
  expect(findings(sources('constructs', 'stacks'), MOVE)).toEqual([]);
});

test('checkov is told what it reads', () => {
  expect(findings(sources('.ci', '.github', 'scripts'), CHECKOV)).toEqual([]);
});

test.each([
  [TESTING, 'const text = Testing.synth(app);'],
  [TESTING, 'Testing.fullSynth(app)'],
  [ASPECT, 'Aspects.of(this).add(new Tags());'],
  [MOVE, "this.bucket.moveTo('target', 0);"],
  [CHECKOV, 'checkov -d cdktf.out --framework terraform'],
])('%s finds %s', (pattern, line) => {
  expect(findings({ 'file.ts': `first\n  ${line}\nlast` }, pattern)).toEqual([`file.ts: ${line}`]);
});

test('checkov with Terraform JSON is right', () => {
  expect(findings({ run: 'checkov -d cdktf.out --framework terraform_json' }, CHECKOV)).toEqual([]);
});
