import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runFixture } from '../support/jest-run';
import { findProgram, programDirectories, toolCache } from '../support/live';
import { temporaryDirectory } from '../support/processes';

// A jest in a process of its own is slow where others work.
jest.setTimeout(60_000);

describe('a live test', () => {
  test('is skipped when a program is missing, and says which and what installs it', async () => {
    await expect(runFixture('missing-program', { REQUIRE_LIVE: undefined }).tests).resolves.toEqual([
      'pending a topic (missing: no-such-program; install with scripts/install-test-tools) all that it needs is there',
    ]);
  });

  test('fails when a program is missing and REQUIRE_LIVE=1', async () => {
    await expect(runFixture('missing-program', { REQUIRE_LIVE: '1' }).tests).resolves.toEqual([
      'failed a topic (missing: no-such-program; install with scripts/install-test-tools) all that it needs is there',
    ]);
  });

  test('is skipped, or fails, when the machine lacks something else, and says what', async () => {
    const runs = [undefined, '1'].map((value) => runFixture('unmet', { REQUIRE_LIVE: value }).tests);
    await expect(Promise.all(runs)).resolves.toEqual([
      ['pending a topic (it needs wings) all that it needs is there'],
      ['failed a topic (it needs wings) all that it needs is there'],
    ]);
  });

  test('gets the absolute paths of its programs', async () => {
    await expect(runFixture('found-program', { REQUIRE_LIVE: '1' }).tests).resolves.toEqual([
      expect.stringMatching(/^passed a topic runs \/.*\/sh$/),
    ]);
  });
});

describe('a program is looked for', () => {
  let directory: string;
  const at = (...names: string[]) => path.join(directory, ...names);
  beforeAll(() => {
    directory = temporaryDirectory('programs');
    for (const name of ['pinned', 'system', 'system/folder']) mkdirSync(at(name));
    for (const name of ['pinned/both', 'system/both', 'system/one', 'pinned/text']) writeFileSync(at(name), '');
    for (const name of ['pinned/both', 'system/both', 'system/one']) chmodSync(at(name), 0o755);
  });
  const find = (name: string) => findProgram(name, [at('pinned'), at('nowhere'), at('system')]);

  test('in the order of the directories', () => {
    expect([find('both'), find('one')]).toEqual([at('pinned/both'), at('system/one')]);
  });

  test('and what cannot be executed, or is a directory, is none', () => {
    expect([find('text'), find('folder'), find('absent')]).toEqual([undefined, undefined, undefined]);
  });

  test('among the pinned ones first, and where Debian puts servers', () => {
    const directories = programDirectories();
    expect(directories[0]).toBe(path.join(toolCache, 'bin'));
    expect(directories.indexOf('/usr/sbin')).toBeGreaterThan(0);
  });
});
