import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const directory = path.join(__dirname, 'golden');

/** Compares a rendered text with its file; with UPDATE_GOLDEN=1 it writes the file, for a review of the difference. */
export function expectGolden(name: string, text: string): void {
  const file = path.join(directory, name);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
