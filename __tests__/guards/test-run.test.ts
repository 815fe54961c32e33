/** What the tests write is gone after them, and what several files share is written once. */
import fs from 'node:fs';
import path from 'node:path';
import { Testing, TerraformStack } from 'cdktf';
import { synthesizeReadable } from '../support/readable-stack';
import { writtenOnce } from '../support/run/directory';
import { synthesize } from '../support/synthesized';
import { localEnvironment, synthesizeEnvironment } from '../support/environments';

/** The temporary directories that a function makes and leaves. */
function left(make: () => unknown): readonly string[] {
  const made = jest.spyOn(fs, 'mkdtempSync');
  try {
    make();
    return made.mock.results.map(({ value }) => String(value)).filter((directory) => fs.existsSync(directory));
  } finally {
    made.mockRestore();
  }
}

test.each([
  ['one stack', () => synthesize(() => undefined)],
  ['one stack with readable addresses', () => synthesizeReadable(() => undefined)],
  ['an environment', () => synthesizeEnvironment(localEnvironment())],
])('%s leaves no directory', (_, make) => {
  expect(left(make)).toEqual([]);
});

test('a directory that is left is seen', () => {
  const directories = left(() => new TerraformStack(Testing.app(), 'test'));
  for (const directory of directories) fs.rmSync(directory, { recursive: true });
  expect(directories).toEqual([expect.stringMatching(/\/cdktf\.outdir\.[^/]+$/)]);
});

test('what files share is written by the first of them, and by no other', () => {
  let times = 0;
  const write = (directory: string) => {
    times++;
    fs.writeFileSync(path.join(directory, 'text'), 'written');
  };
  const [one, other] = [writtenOnce('a name / of this test', write), writtenOnce('a name / of this test', write)];
  expect([one, times, fs.readFileSync(path.join(other, 'text'), 'utf8')]).toEqual([other, 1, 'written']);
});

test('what could not be written is not there for others', () => {
  const fails = () => {
    throw new Error('broken');
  };
  expect(() => writtenOnce('fails', fails)).toThrow('broken');
  expect(fs.existsSync(writtenOnce('fails', () => undefined))).toBe(true);
});
