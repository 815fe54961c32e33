import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compare, differences, withCdktn } from '../../scripts/compare-cdktn';

describe('the comparison with cdktn', () => {
  let directory: string;
  beforeAll(() => void (directory = mkdtempSync(path.join(tmpdir(), 'compare-cdktn-test-'))));
  afterAll(() => rmSync(directory, { recursive: true }));

  /** What a synth leaves, with one stack for each of `stacks`. */
  function output(name: string, stacks: Readonly<Record<string, object>>): string {
    const at = path.join(directory, name);
    mkdirSync(at, { recursive: true });
    const manifest = Object.fromEntries(Object.keys(stacks).map((stack) => [stack, { name: stack, dependencies: [] }]));
    writeFileSync(path.join(at, 'manifest.json'), JSON.stringify({ version: name, stacks: manifest }));
    for (const [stack, terraform] of Object.entries(stacks)) {
      mkdirSync(path.join(at, 'stacks', stack), { recursive: true });
      writeFileSync(path.join(at, 'stacks', stack, 'cdk.tf.json'), JSON.stringify(terraform));
    }
    return at;
  }
  const stack = (version: string, replicas: number) => ({
    '//': { metadata: { version, stackName: 'x' } },
    resource: { spec: [{ replicas }] },
  });

  it('accepts outputs that differ in the version of the library only', () => {
    expect(compare(output('a1', { x: stack('0.21.0', 2) }), output('b1', { x: stack('0.24.0', 2) }))).toEqual({ stacks: 1, problems: [] });
  });

  it('reports one changed value with its place', () => {
    const { problems } = compare(output('a2', { x: stack('0.21.0', 2) }), output('b2', { x: stack('0.24.0', 3) }));
    expect(problems).toEqual(['stacks.x.terraform.resource.spec.0.replicas: 2 → 3']);
  });

  it('reports a stack that one of them does not have', () => {
    const { problems } = compare(output('a3', { x: stack('0.21.0', 2) }), output('b3', { x: stack('0.24.0', 2), y: {} }));
    expect(problems).toEqual([expect.stringMatching(/^stacks\.y: absent → /)]);
  });

  it('does not call nothing an agreement', () => {
    expect(compare(output('a4', {}), output('b4', {})).problems).toEqual(['no stack was synthesized']);
  });

  it.each([
    [{ a: {} }, { a: [] }],
    [{ a: null }, {}],
    [{ a: '1' }, { a: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
  ])('tells %j from %j', (left, right) => {
    expect(differences(left, right, 'at')).not.toEqual([]);
  });

  it('puts cdktn in the place of cdktf, exactly pinned, for the bindings too', () => {
    const own = { dependencies: { cdktf: '0.21.0', '@cdktf/provider-kubernetes': '12.1.1', zod: '4.6.7' }, devDependencies: { jest: '1' } };
    expect(withCdktn(own)).toEqual({
      dependencies: { cdktf: expect.stringMatching(/^npm:cdktn@\d+\.\d+\.\d+$/), '@cdktf/provider-kubernetes': '12.1.1', zod: '4.6.7' },
      overrides: { '@cdktf/provider-kubernetes': { cdktf: '$cdktf' } },
    });
  });
});
