import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthDiff } from '../../../scripts/ci/synth-diff';

const directory = mkdtempSync(path.join(tmpdir(), 'synth-diff-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the difference of two synths', () => {
  const synth = (name: string, json: object): string => {
    const outdir = path.join(directory, name);
    mkdirSync(path.join(outdir, 'stacks/production-app'), { recursive: true });
    const stacks = {
      'production-app': {
        workingDirectory: 'stacks/production-app',
        synthesizedStackPath: 'stacks/production-app/cdk.tf.json',
        dependencies: [],
      },
    };
    writeFileSync(path.join(outdir, 'manifest.json'), JSON.stringify({ stacks }));
    writeFileSync(path.join(outdir, 'stacks/production-app/cdk.tf.json'), JSON.stringify(json));
    return outdir;
  };

  test('names what is added, removed and changed', () => {
    const before = synth('before', { resource: { a: { same: {}, old: {}, other: { x: 1 } } }, data: { d: { e: {} } } });
    const after = synth('after', { '//': 'the version of cdktf', resource: { a: { same: {}, new: {}, other: { x: 2 } } }, output: {} });
    expect(synthDiff(before, after)).toEqual([
      { stack: 'production-app', added: ['a.new', 'output'], removed: ['a.old', 'data.d.e'], changed: ['a.other'] },
    ]);
    expect(synthDiff(before, before)).toEqual([]);
  });
});
