/** jest on one file of __tests__/fixtures/live, in a process of its own: what a test file does as a whole. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const root = path.join(__dirname, '../..');

export interface JestRun {
  readonly process: ChildProcess;
  /** `<state> <full name>` of every test, when it has ended. */
  readonly tests: Promise<string[]>;
}

/** Runs `__tests__/fixtures/live/<fixture>.ts`; undefined in `env` takes a variable away. */
export function runFixture(fixture: string, env: Readonly<Record<string, string | undefined>> = {}): JestRun {
  const args = [require.resolve('jest/bin/jest'), '--json', '--silent', '--testMatch', `**/fixtures/live/${fixture}.ts`];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  const tests = new Promise<string[]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(output ? results(output) : []));
  });
  return { process: child, tests };
}

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[] }[];
}

const results = (json: string): string[] =>
  (JSON.parse(json) as Report).testResults.flatMap((file) => file.assertionResults.map(({ status, fullName }) => `${status} ${fullName}`));
