/**
 * Cleans up behind a test file however it ends. Jest gives tests a copy of `process` whose 'exit' event never comes, and a killed worker
 * runs no handler at all; but its end of a pipe closes in every case, and a shell at the other end sees it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The variable that says, in every process of a test, whose it is. */
const MARK = 'MASSROUTER_TEST_PROCESS';

/**
 * $1: the directory of this test file. At the end of its input it kills the process group of each process that carries a mark below it
 * (a started process leads a group of its own; the mark is inherited), until there is none, and then removes the directory.
 */
const script = `
trap '' HUP INT TERM
cat >/dev/null
round=0
while [ "$round" -lt 50 ]; do
  found=$(grep -lsaF -- "${MARK}=$1/" /proc/[0-9]*/environ)
  [ -n "$found" ] || break
  for file in $found; do
    { read -r status <"\${file%/environ}/stat"; } 2>/dev/null || continue
    group=$(set -- \${status##*) } && echo "$3")
    [ "$group" -le 1 ] || kill -s KILL -- "-$group"
  done
  sleep 0.1
  round=$((round + 1))
done
rm -rf -- "$1"
`;

interface Watchdog {
  readonly directory: string;
  /** Closes the pipe and waits until all is gone. */
  end(): Promise<void>;
}

let running: Watchdog | undefined;

function watchdog(): Watchdog {
  if (running) return running;
  const directory = mkdtempSync(path.join(tmpdir(), 'massrouter-test-'));
  const args = ['-c', script, 'massrouter-test-watchdog', directory];
  const child = spawn('/bin/sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const pipe = child.stdin as typeof child.stdin & { unref(): void };
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // Neither keeps this process alive.
  child.unref();
  pipe.unref();
  running = {
    directory,
    end() {
      running = undefined;
      child.ref();
      pipe.end();
      return exited;
    },
  };
  return running;
}

/** A new directory that goes when the test file ends. */
export const temporaryDirectory = (name: string): string =>
  mkdtempSync(path.join(watchdog().directory, `${name.replaceAll(/[^\w.-]+/g, '-')}-`));

/** The entry of the environment that marks the process whose directory this is, as text. */
export const mark = (directory: string): string => `${MARK}=${directory}`;
export const markOf = (directory: string): Readonly<Record<string, string>> => ({ [MARK]: directory });

// Once for a test file that imports this. In another program than jest the pipe closes with the process.
if (typeof afterAll === 'function') afterAll(() => running?.end());
