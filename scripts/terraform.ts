/** Runs Terraform in a stack's directory. */
import { spawn } from 'node:child_process';

export interface Run {
  /** `null` when it was killed. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output and standard error, interleaved as written. */
  readonly output: string;
}

export interface RunOptions {
  /** Environment variables; default: this process's own. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** Standard input; default: none. */
  readonly color?: boolean | undefined;
  /** Receives the output as it is written. Default: none of it is shown, because it contains values. */
  readonly show?: ((text: string) => void) | undefined;
}

export function terraform(directory: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { environment = process.env, color = false, show } = options;
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', [`-chdir=${directory}`, ...args, ...(color ? [] : ['-no-color'])], {
      env: { ...environment, TF_IN_AUTOMATION: '1' }, // no hints on what to run next
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = { stdout: '', stderr: '', output: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        texts[name] += text;
        texts.output += text;
        show?.(text);
      });
    }
    child.once('error', reject).once('close', (status) => resolve({ status, ...texts }));
  });
}
