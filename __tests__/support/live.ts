/** Tests against real programs: where those are found, and what becomes of a test whose programs are missing. */
/* eslint-disable jest/no-export -- it makes tests for the files that import it and is no test itself */
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What scripts/install-test-tools fills: `bin/` with links to programs, `npm/node_modules` with packages that carry programs. */
export const toolCache =
  process.env.MASSROUTER_TOOLS || path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'massrouter-test-tools');

/** The directories a program is looked for in: the pinned ones first. Debian keeps servers where the PATH of a user does not lead. */
export function programDirectories(): string[] {
  const postgres = '/usr/lib/postgresql';
  const releases = list(postgres).sort((a, b) => Number(b) - Number(a));
  return [
    path.join(toolCache, 'bin'),
    path.join(toolCache, 'npm/node_modules/.bin'),
    ...(process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute),
    '/usr/local/sbin',
    '/usr/sbin',
    '/sbin',
    ...releases.map((release) => path.join(postgres, release, 'bin')),
  ];
}

/** The absolute path of a program, or undefined. */
export const findProgram = (name: string, directories = programDirectories()): string | undefined =>
  directories.map((directory) => path.join(directory, name)).find(isProgram);

/**
 * `describe` for tests that run real programs. A program that is not there skips them and is named; with REQUIRE_LIVE=1 it fails instead.
 * `programs` has the absolute path of each. `unmet` says what else this machine lacks, one line each: the same becomes of the tests then.
 */
export function describeLive<const Name extends string>(
  title: string,
  names: readonly Name[],
  tests: (programs: Readonly<Record<Name, string>>) => void,
  unmet: readonly string[] = [],
): void {
  const directories = programDirectories();
  const found = names.map((name) => [name, findProgram(name, directories)] as const);
  const missing = found.filter(([, program]) => program === undefined).map(([name]) => name);
  if (missing.length === 0 && unmet.length === 0) {
    const programs = Object.fromEntries(found) as Record<Name, string>;
    describe(`${title}`, () => {
      // Once more, and printed: real servers on a machine that does other things miss a deadline now and then. What is broken fails twice.
      jest.retryTimes(1, { logErrorsBeforeRetry: true });
      tests(programs);
    });
    return;
  }
  const required = process.env.REQUIRE_LIVE === '1';
  const block = required ? describe : describe.skip;
  const why = missing.length > 0 ? [`missing: ${missing.join(', ')}; install with scripts/install-test-tools`, ...unmet] : unmet;
  // Jest names no skipped test where more than one file runs.
  if (!required) process.stderr.write(`skipped: ${title} (${why.join('; ')})\n`);
  block(`${title} (${why.join('; ')})`, () => {
    test('all that it needs is there', () => {
      expect(why).toEqual([]);
    });
  });
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
