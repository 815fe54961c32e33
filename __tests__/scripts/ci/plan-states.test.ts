import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planStates, withPlan } from '../../../scripts/ci/plan-states';
import { synthDiff } from '../../../scripts/ci/synth-diff';
import type { Stack } from '../../../scripts/stack-order';

const directory = mkdtempSync(path.join(tmpdir(), 'ci-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Does what the files `init`, `plan` and `show` in the stack's directory say, and writes the plan where it is told. */
const fakeTerraform = `#!/bin/sh
stack=\${1#-chdir=}
echo "$*" >>"$stack/calls"
for argument; do case $argument in -out=*) echo a plan >"\${argument#-out=}"; ls -ld "$(dirname "\${argument#-out=}")" >>"$stack/modes" ;; esac; done
[ ! -f "$stack/$2" ] || . "$stack/$2"
[ "$2" != show ] || [ -f "$stack/show" ] || echo '{}'
`;
mkdirSync(path.join(directory, 'bin'));
writeFileSync(path.join(directory, 'bin/terraform'), fakeTerraform, { mode: 0o755 });
const environment = { PATH: `${path.join(directory, 'bin')}:/usr/bin:/bin` };

function stack(name: string, dependencies: readonly string[] = [], does: Readonly<Record<string, string>> = {}): Stack {
  const own = path.join(mkdtempSync(path.join(directory, 'stack-')), name);
  mkdirSync(own);
  for (const [command, script] of Object.entries(does)) writeFileSync(path.join(own, command), script);
  return { name, directory: own, file: '', dependencies };
}

const applied = `echo '{"prior_state":{"values":{"root_module":{"resources":[{"mode":"managed"}]}}}}'`;

/** What Terraform 1.11.4 writes when a state is not there, and when it lacks a field. */
const error = (...lines: readonly string[]) => `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >&2; exit 1`;
const noState = error(
  '╷',
  '│ Error: Unable to find remote state',
  '│ ',
  '│   with data.terraform_remote_state.staging-data-state,',
  '│ No stored state was found for the given workspace in the given backend.',
  '╵',
);
const noField = error(
  '│ Error: Unsupported attribute',
  '│   on cdk.tf.json line 1, in resource.x.y:',
  '│     ├────────────────',
  '│     │ data.terraform_remote_state.staging-data-state.outputs is object with 1 attribute "one"',
  '│ ',
  '│ This object does not have an attribute named "redis".',
);
const noCluster = error('│ Error: reading EKS Cluster (staging): couldn’t find resource');

test('what a state would do comes from its plan', async () => {
  const show = `echo '{"resource_changes":[{"address":"a.b","mode":"managed","change":{"actions":["create"]}}]}'`;
  await expect(planStates([stack('staging-data', [], { show })], environment)).resolves.toMatchObject([
    { stack: 'staging-data', status: 'planned', changes: [{ address: 'a.b', action: 'create' }] },
  ]);
});

describe('a state waits', () => {
  test('for one that was never applied', async () => {
    const states = [stack('staging-data'), stack('staging-app', ['staging-data'], { plan: noState })];
    const [, app] = await planStates(states, environment);
    expect(app).toMatchObject({ status: 'waiting', remark: 'for staging-data, not applied yet' });
  });

  test('for one that was never applied, whatever it misses of it', async () => {
    const states = [stack('staging-cluster'), stack('staging-platform', ['staging-cluster'], { plan: noCluster })];
    const [, platform] = await planStates(states, environment);
    expect(platform).toMatchObject({ status: 'waiting', remark: 'for staging-cluster, not applied yet' });
  });

  test('for a field that the producer does not offer yet', async () => {
    const states = [stack('staging-data', [], { show: applied }), stack('staging-app', ['staging-data'], { plan: noField })];
    const [, app] = await planStates(states, environment);
    expect(app).toMatchObject({ status: 'waiting', remark: 'for staging-data to offer redis' });
  });
});

describe('a state fails', () => {
  test('by an error of its own, although others are applied', async () => {
    const states = [stack('staging-cluster', [], { show: applied }), stack('staging-platform', ['staging-cluster'], { plan: noCluster })];
    const [, platform] = await planStates(states, environment);
    expect(platform).toMatchObject({ status: 'failed', remark: expect.stringContaining('reading EKS Cluster') as string });
  });

  test('when it cannot be initialized', async () => {
    const [data] = await planStates(
      [stack('staging-data', [], { init: error('│ Error: Failed to query available provider packages') })],
      environment,
    );
    expect(data).toMatchObject({ status: 'failed', remark: 'terraform init: Failed to query available provider packages' });
  });

  test('without saying more than the title of the error', async () => {
    const [data] = await planStates(
      [stack('staging-data', [], { plan: error('│ Error: Bad value', '│ password is "hunter2"') })],
      environment,
    );
    expect(JSON.stringify(data)).not.toContain('hunter2');
  });
});

describe('the file of a plan', () => {
  test('is gone afterwards, and nobody else could read it meanwhile', async () => {
    const one = stack('staging-data');
    const file = await withPlan(one, (_, at) => Promise.resolve(existsSync(at) ? at : 'none'), { lock: true, environment });
    expect(file).not.toBe('none');
    expect(existsSync(path.dirname(file))).toBe(false);
    expect(readFileSync(path.join(one.directory, 'modes'), 'utf8')).toMatch(/^drwx------ /);
  });

  test('is gone when what uses it fails', async () => {
    let at = '';
    const fails = withPlan(stack('staging-data'), (_, file) => Promise.reject(new Error((at = file))), { lock: true, environment });
    await expect(fails).rejects.toThrow('plan');
    expect(existsSync(path.dirname(at))).toBe(false);
  });

  test.each([true, false])('is made with the lock: %s', async (lock) => {
    const one = stack('staging-data');
    await withPlan(one, () => Promise.resolve(), { lock, environment });
    expect(readFileSync(path.join(one.directory, 'calls'), 'utf8')).toContain(` -lock=${lock} `);
  });
});

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
