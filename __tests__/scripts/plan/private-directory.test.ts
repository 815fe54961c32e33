import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { withPrivateDirectory } from '../../../scripts/plan/private-directory';

const root = path.join(__dirname, '../../..');

test('is this user’s alone, and gone afterwards', async () => {
  const { directory, mode } = await withPrivateDirectory('private-', (at) =>
    Promise.resolve({ directory: at, mode: statSync(at).mode & 0o777 }),
  );
  expect([mode, existsSync(directory)]).toEqual([0o700, false]);
});

test('is gone when what uses it fails', async () => {
  let directory = '';
  await expect(withPrivateDirectory('private-', (at) => Promise.reject(new Error((directory = at))))).rejects.toThrow('private-');
  expect(existsSync(directory)).toBe(false);
});

test('leaves nothing behind that listens for signals', async () => {
  const listeners = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
  const before = listeners();
  const during = await withPrivateDirectory('private-', () => Promise.resolve(listeners()));
  expect([during, listeners()]).toEqual([before + 2, before]);
});

test.each(['SIGHUP', 'SIGINT', 'SIGTERM'] as const)('is gone when %s ends the process', async (signal) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'interrupted-'));
  const program = `
    const { withPrivateDirectory } = require('./scripts/plan/private-directory');
    withPrivateDirectory('private-', (at) => { console.log(at); return new Promise((resolve) => setTimeout(resolve, 60_000)); });
  `;
  const env = { ...process.env, TMPDIR: directory };
  const child = spawn(process.execPath, ['-r', './register', '-e', program], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    const at = String(text).trim();
    expect(existsSync(at)).toBe(true);
    child.kill(signal);
    const [status] = (await once(child, 'exit')) as [number | null];
    expect([status, existsSync(at)]).toEqual([128 + constants.signals[signal], false]);
  } finally {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true });
  }
});
