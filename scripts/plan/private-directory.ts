import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';

/** Signals that end a process without running its `finally` blocks. */
const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** A directory that only this user can read, which exists while `use` runs. An interrupt removes it, too. */
export async function withPrivateDirectory<T>(prefix: string, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), prefix));
  chmodSync(directory, 0o700);
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const interrupted = (signal: NodeJS.Signals): void => {
    remove();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of signals) process.once(signal, interrupted);
  try {
    return await use(directory);
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
    remove();
  }
}
