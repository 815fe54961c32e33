/** An environment as this checkout synthesizes it. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { withPrivateDirectory } from '../plan/private-directory';
import { readStacks } from './admit';
import type { SynthStack } from './problems';

const root = path.join(__dirname, '../..');

export const synthesizedBase = (environment: string): Promise<readonly SynthStack[]> =>
  withPrivateDirectory('base-', (directory) => {
    const { status } = spawnSync(process.execPath, ['-r', './register', 'main.ts', environment], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: directory },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`${environment}: the base cannot be synthesized`);
    return Promise.resolve(readStacks(directory, environment));
  });
