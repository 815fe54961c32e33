/** What people see: main.ts, which `cdktf` runs, and `npm run synth`, in a copy of the project with environments of the test. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../../support/invariants/synthesis';
import { copyProject, type ProjectCopy } from '../../support/invariants/project-copy';

// Programs in processes of their own are slow where others work.
jest.setTimeout(120_000);

const programs = ['main.ts', 'scripts/synth.ts'] as const;

/** A file of environments; each changes something of `local`. */
const environments = (changes: Readonly<Record<string, string>>) => `
import { local } from './local';
export const environments: Readonly<Record<string, unknown>> = {
${Object.entries(changes)
  .map(([name, change]) => `  ${JSON.stringify(name)}: { ...local, name: ${JSON.stringify(name)}, ${change} },`)
  .join('\n')}
};
`;
const FILE = 'config/environments/index.ts';
const good = environments({ one: '', two: '' });
const broken = environments({
  one: 'secrets: { revision: 1 }, namespace: { name: "Open Router", quotaPods: 2.5 }',
  two: 'streaming: { heartbeatSeconds: 1200 }, sizing: "huge"',
});
const throwing = `throw new Error('a mistake in a file of the configuration');`;

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject();
  project.write('config/bootstrap/accounts.ts', 'export const bootstraps = {};');
});
afterAll(() => project.remove());

const outdir = () => path.join(project.directory, 'cdktf.out');
const written = () => filesBelow(outdir());
/** `<name>/cdk.tf.json` of every stack that is there, whether the manifest knows it or not. */
const stacks = () => Object.keys(written()).filter((file) => file.endsWith('/cdk.tf.json'));
const stacksOf = (...names: readonly string[]) =>
  names.flatMap((name) => ['app', 'backup', 'data', 'monitoring', 'platform'].map((state) => `stacks/${name}-${state}/cdk.tf.json`));

/** What an earlier synth left, with something of Terraform's beside it. */
function leaveEarlierSynth(): Readonly<Record<string, string>> {
  mkdirSync(path.join(outdir(), 'stacks/one-gone'), { recursive: true });
  mkdirSync(path.join(outdir(), 'stacks/one-app/.terraform'), { recursive: true });
  writeFileSync(path.join(outdir(), 'stacks/one-gone/cdk.tf.json'), '{"resource":{}}');
  writeFileSync(path.join(outdir(), 'stacks/one-app/cdk.tf.json'), '{"earlier":true}');
  writeFileSync(path.join(outdir(), 'stacks/one-app/.terraform/kept'), 'kept');
  writeFileSync(path.join(outdir(), 'manifest.json'), '{"earlier":true}');
  return written();
}

describe.each(programs)('%s', (program) => {
  describe('with a broken configuration', () => {
    test('says every problem of every environment on a line of its own, and nothing else', () => {
      project.write(FILE, broken);
      const earlier = leaveEarlierSynth();
      const { status, stdout, stderr } = project.run(program);
      const lines = stderr.trimEnd().split('\n');
      expect(lines.filter((line) => !line.startsWith(' '))).toEqual([
        expect.stringMatching(/^one: namespace\.name: must be lower-case .*; got "Open Router"$/),
        expect.stringMatching(/^one: namespace\.quotaPods: .*; got 2\.5$/),
        expect.stringMatching(/^one: secrets\.revision: must be 2 or more.*; got 1$/),
        expect.stringMatching(/^two: sizing: .*; got "huge"$/),
        expect.stringMatching(/^two: streaming: does not hold along the chain:$/),
      ]);
      const table = lines.slice(5);
      expect(table.filter((line) => !/^ {4}[a-z].* {2}(ok|broken)\b/.test(line))).toEqual([]);
      expect(table.filter((line) => line.includes('broken'))).toEqual([expect.stringContaining('heartbeat 1200 < balancer idle 1200')]);
      expect(stdout).toBe('');
      expect(status).toBe(1);
      expect(written()).toEqual(earlier);
    });

    test('lists the valid names for one that is unknown', () => {
      project.write(FILE, good);
      const earlier = leaveEarlierSynth();
      const { status, stdout, stderr } = project.run(program, 'one', 'prod', 'constructor');
      expect(stderr).toBe('prod: no such environment; environments: one, two\nconstructor: no such environment; environments: one, two\n');
      expect([stdout, status]).toEqual(['', 1]);
      expect(written()).toEqual(earlier);
    });

    test('does not call a mistake in the program one of the configuration: that has its stack trace', () => {
      project.write(FILE, throwing);
      const earlier = leaveEarlierSynth();
      const { status, stdout, stderr } = project.run(program);
      expect(stderr).toMatch(/Error: a mistake in a file of the configuration\n +at /);
      expect([stdout, status]).toEqual(['', 1]);
      expect(written()).toEqual(earlier);
    });
  });

  test('reads only the environments that are named: a broken one stands in nobody’s way', () => {
    project.write(FILE, environments({ one: '', two: 'sizing: "huge"' }));
    const { status, stderr } = project.run(program, 'one');
    expect([status, stderr]).toEqual([0, '']);
  });
});

describe('npm run synth', () => {
  test('replaces what an earlier synth left, and keeps what Terraform has beside a stack', () => {
    project.write(FILE, good);
    leaveEarlierSynth();
    const { status, stdout, stderr } = project.run('scripts/synth.ts', 'one');
    expect([status, stderr]).toEqual([0, '']);
    expect(stacks()).toEqual(stacksOf('one'));
    expect(written()['stacks/one-app/.terraform/kept']).toBe('kept');
    expect(stdout.trimEnd().split('\n')).toHaveLength(6);
  });

  test('prints each state with its environment, how many resources it has, where it is, and what to do next', () => {
    project.write(FILE, good);
    const { stdout } = project.run('scripts/synth.ts');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(rows[0]).toEqual(['environment', 'state', 'resources', 'where', 'next']);
    const { resource } = JSON.parse(written()['stacks/two-platform/cdk.tf.json'] ?? '') as { readonly resource: Record<string, object> };
    const resources = Object.values(resource).flatMap((ofType) => Object.keys(ofType)).length;
    expect(rows).toContainEqual(['two', 'platform', String(resources), 'cdktf.out/stacks/two-platform', 'npx cdktf deploy two-platform']);
    expect(rows).toHaveLength(11);
    expect(stacks()).toEqual(stacksOf('one', 'two'));
  });

  test('leaves no directory of its own', () => {
    expect(Object.keys(written()).filter((file) => file.startsWith('.'))).toEqual([]);
  });
});

test('main.ts alone, as `cdktf` runs it, leaves what is stale: only its manifest says what there is', () => {
  project.write(FILE, good);
  leaveEarlierSynth();
  const { status, stdout, stderr } = project.run('main.ts', 'two');
  expect([status, stdout, stderr]).toEqual([0, '', '']);
  expect(stacks()).toEqual(expect.arrayContaining(['stacks/one-gone/cdk.tf.json', ...stacksOf('two')]));
  const manifest = JSON.parse(written()['manifest.json'] ?? '') as { readonly stacks: Readonly<Record<string, object>> };
  expect(Object.keys(manifest.stacks)).toEqual(['two-app', 'two-backup', 'two-data', 'two-monitoring', 'two-platform']);
});
