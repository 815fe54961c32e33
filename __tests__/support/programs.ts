/** The shell and Python programs of this repository, and the tools that read them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Language = 'shell' | 'python';

export interface Check {
  readonly tool: 'shellcheck' | 'shfmt' | 'ruff';
  readonly language: Language;
  /** What stands before the files. */
  readonly args: readonly string[];
}

/** By name, in the order in which they are run. `.shellcheckrc`, `.editorconfig` and `ruff.toml` have their settings. */
export const checks = {
  shellcheck: { tool: 'shellcheck', language: 'shell', args: ['--color=never'] },
  shfmt: { tool: 'shfmt', language: 'shell', args: ['--diff'] },
  'ruff check': { tool: 'ruff', language: 'python', args: ['check', '--no-cache', '--quiet'] },
  'ruff format': { tool: 'ruff', language: 'python', args: ['format', '--no-cache', '--diff', '--quiet'] },
} as const satisfies Readonly<Record<string, Check>>;

/** Names of files that git has or would take, below a directory and relative to it. */
const committable = (git: string, directory: string): readonly string[] =>
  execFileSync(git, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: directory, encoding: 'utf8' })
    .split('\0')
    .filter((name) => name !== '' && existsSync(path.join(directory, name)));

/** Told by the ending of the name, or by the first line of a file without one. */
export function languageOf(name: string, text: string): Language | undefined {
  const ending = path.extname(name);
  if (['.sh', '.bash'].includes(ending)) return 'shell';
  if (ending === '.py') return 'python';
  const interpreter = /^#!\s*(?:\/usr\/bin\/env\s+(?:-S\s+)?)?(?:\S*\/)?(\w+)/.exec(text)?.[1] ?? '';
  if (/^(ba|da|k|z)?sh$/.test(interpreter)) return 'shell';
  return interpreter.startsWith('python') ? 'python' : undefined;
}

/** All of one language; the fixtures, which are wrong on purpose, are left out. */
export const programsIn = (git: string, directory: string, language: Language): readonly string[] =>
  committable(git, directory)
    .filter((name) => !name.startsWith('__tests__/fixtures/'))
    .filter((name) => languageOf(name, readFileSync(path.join(directory, name), 'utf8')) === language);

/** What a check says of files; nothing when it is content. */
export function complaints({ args }: Check, program: string, directory: string, files: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, [...args, '--', ...files], { cwd: directory, encoding: 'utf8' });
  if (error !== undefined) throw error;
  const said = stdout + stderr;
  return status === 0 || said !== '' ? said : `exit code ${status}`;
}
