/** Synth of one environment into a directory of its own, which is gone afterwards. */
import { App } from 'cdktf';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../config';
import { buildEnvironment } from '../stacks/environment';

/** What `use` makes of the directory that is written. */
export function synthesizedIn<T>(environment: Environment, use: (outdir: string) => T): T {
  const outdir = mkdtempSync(path.join(tmpdir(), 'massrouter-'));
  try {
    const app = new App({ outdir });
    buildEnvironment(app, environment);
    app.synth();
    return use(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
