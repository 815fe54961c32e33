/** What the test files of one run share: they are in processes of their own, and what a file has in memory no other sees. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

function runDirectory(): string {
  const directory = process.env['TEST_RUN_DIRECTORY'];
  if (directory === undefined) throw new Error('setup.js made no directory for this run');
  return directory;
}

/** The directory that `write` filled for the first who asked for this name. Whoever changes it changes it for all. */
export function writtenOnce(name: string, write: (directory: string) => void): string {
  const directory = path.join(runDirectory(), 'shared', encodeURIComponent(name));
  if (existsSync(directory)) return directory;
  mkdirSync(path.dirname(directory), { recursive: true });
  const own = mkdtempSync(path.join(runDirectory(), 'own-'));
  write(own);
  try {
    renameSync(own, directory); // whole, or not at all
  } catch (error) {
    if (!existsSync(directory)) throw error; // another was first, with the same
    rmSync(own, { recursive: true });
  }
  return directory;
}

/** An output directory for apps that write nothing. cdktf would make one for each and leave it. */
export const unwritten = (): string => path.join(runDirectory(), 'unwritten');
