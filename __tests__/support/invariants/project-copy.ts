/** A copy of the project whose files a test may break. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../../..');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProjectCopy {
  readonly directory: string;
  /** Writes a file, its path below the project. */
  write(file: string, text: string): void;
  /** Runs a TypeScript file as package.json does. */
  run(file: string, ...args: readonly string[]): Ended;
  remove(): void;
}

export function copyProject(): ProjectCopy {
  const directory = mkdtempSync(path.join(tmpdir(), 'project-'));
  for (const name of ['main.ts', 'register', 'config', 'stacks', 'constructs', 'scripts', 'package.json', 'cdktf.json']) {
    cpSync(path.join(root, name), path.join(directory, name), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  return {
    directory,
    write: (file, text) => writeFileSync(path.join(directory, file), text),
    run(file, ...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', './register', file, ...args], {
        cwd: directory,
        encoding: 'utf8',
      });
      return { status, stdout, stderr };
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}
