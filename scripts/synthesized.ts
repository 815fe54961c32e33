/** Synths into a directory of their own. */
import { App } from 'cdktf';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Writes what `build` makes, with cdktf's validations. */
export function synthesizeTo(outdir: string, build: (app: App) => void): void {
  const app = new App({ outdir });
  build(app);
  app.synth();
}

/** What `use` makes of the directory that is written, which is gone afterwards. */
export function synthesizedIn<T>(build: (app: App) => void, use: (outdir: string) => T): T {
  const outdir = mkdtempSync(path.join(tmpdir(), 'massrouter-'));
  try {
    synthesizeTo(outdir, build);
    return use(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
