import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planStates, withPlan } from '../../../scripts/plan/plan-states';
import type { Stack } from '../../../scripts/stack-order';
import { callsOf, fakeTerraform } from './terraform.fixture';

const directory = mkdtempSync(path.join(tmpdir(), 'plan-states-'));
afterAll(() => rmSync(directory, { recursive: true }));
const { environment, stack } = fakeTerraform(directory);

const applied = `echo '{"format_version":"1.2","planned_values":{},"prior_state":{"values":{"root_module":{"resources":[{"mode":"managed"}]}}}}'`;

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
  const show = `echo '{"format_version":"1.2","planned_values":{},"resource_changes":[{"address":"a.b","type":"a","mode":"managed","change":{"actions":["create"]}}]}'`;
  await expect(planStates([stack('staging-data', [], { show })], { environment })).resolves.toMatchObject([
    { stack: 'staging-data', status: 'planned', changes: [{ address: 'a.b', action: 'create' }] },
  ]);
});

test('a plan that the guard cannot read is none', async () => {
  const show = `echo '{"format_version":"9.0"}'`;
  await expect(planStates([stack('staging-data', [], { show })], { environment })).resolves.toMatchObject([
    { status: 'failed', remark: 'the plan has no format_version 1.x: it is no plan of Terraform', verdict: null },
  ]);
});

describe('a state waits', () => {
  test('for one that was never applied', async () => {
    const states = [stack('staging-data'), stack('staging-app', ['staging-data'], { plan: noState })];
    const [, app] = await planStates(states, { environment });
    expect(app).toMatchObject({ status: 'waiting', remark: 'for staging-data, not applied yet' });
  });

  test('for one that was never applied, whatever it misses of it', async () => {
    const states = [stack('staging-cluster'), stack('staging-platform', ['staging-cluster'], { plan: noCluster })];
    const [, platform] = await planStates(states, { environment });
    expect(platform).toMatchObject({ status: 'waiting', remark: 'for staging-cluster, not applied yet' });
  });

  test('for a field that the producer does not offer yet', async () => {
    const states = [stack('staging-data', [], { show: applied }), stack('staging-app', ['staging-data'], { plan: noField })];
    const [, app] = await planStates(states, { environment });
    expect(app).toMatchObject({ status: 'waiting', remark: 'for staging-data to offer redis' });
  });
});

describe('a state fails', () => {
  test('by an error of its own, although others are applied', async () => {
    const states = [stack('staging-cluster', [], { show: applied }), stack('staging-platform', ['staging-cluster'], { plan: noCluster })];
    const [, platform] = await planStates(states, { environment });
    expect(platform).toMatchObject({ status: 'failed', remark: expect.stringContaining('reading EKS Cluster') as string });
  });

  test('when it cannot be initialized', async () => {
    const [data] = await planStates([stack('staging-data', [], { init: error('│ Error: Failed to query available provider packages') })], {
      environment,
    });
    expect(data).toMatchObject({ status: 'failed', remark: 'terraform init: Failed to query available provider packages' });
  });

  test('without saying more than the title of the error', async () => {
    const [data] = await planStates([stack('staging-data', [], { plan: error('│ Error: Bad value', '│ password is "hunter2"') })], {
      environment,
    });
    expect(JSON.stringify(data)).not.toContain('hunter2');
  });
});

describe('a configuration of a pull request cannot make an error say what it can read', () => {
  const remark = async (plan: string) => {
    const states = [stack('staging-data', [], { show: applied }), stack('staging-app', ['staging-data'], { plan })];
    return (await planStates(states, { environment, trusted: false }))[1]?.remark;
  };

  test('in its title', async () => {
    await expect(remark(error('│ Error: expected mode to be one of [a b], got hunter2'))).resolves.toBe(
      'terraform plan: an error that may quote values; npm run plan shows it',
    );
    await expect(remark(error('│ Error: Missing required argument'))).resolves.toBe('terraform plan: Missing required argument');
  });

  test('as a state or a field of one', async () => {
    const fakes = (state: string) =>
      error(
        '│ Error: Resource precondition failed',
        `│ data.terraform_remote_state.${state}-state has no`,
        '│ an attribute named "hunter2"',
        '│ does not have an attribute named',
      );
    await expect(remark(fakes('hunter2'))).resolves.toBe('terraform plan: Resource precondition failed');
    await expect(remark(fakes('staging-data'))).resolves.toBe('for staging-data to offer a field that it does not have yet');
  });
});

test.each([
  ['that is killed', 'kill -9 $$', 'killed'],
  ['that says nothing', 'exit 3', 'exit code 3'],
  ['whose error is in colour', error('\u001b[31m│\u001b[0m \u001b[1m\u001b[31mError: \u001b[0mBad value'), 'Bad value'],
])('a Terraform %s is a state that failed', async (_, plan, reason) => {
  const [data] = await planStates([stack('staging-data', [], { plan })], { environment });
  expect(data).toMatchObject({ status: 'failed', remark: `terraform plan: ${reason}` });
});

test('the states are planned without questions and without a lock, and what was planned is read', async () => {
  const states = [stack('staging-data'), stack('staging-app', ['staging-data'])];
  await planStates(states, { environment });
  const calls = ['init -input=false -no-color', 'plan -input=false -lock=false -out=FILE -no-color', 'show -json FILE -no-color'];
  expect(states.map(callsOf)).toEqual([calls, calls]);
});

describe('a person is shown', () => {
  const shownOf = async (...states: readonly Stack[]) => {
    let shown = '';
    await planStates(states, { environment, show: (text) => (shown += text) });
    return shown;
  };

  test('the plan of every state below its name, and nothing of the initialization or of the plan’s JSON', async () => {
    await expect(shownOf(stack('local-data'), stack('local-app'))).resolves.toBe(
      '\n── local-data ──\nplan of local-data 1\n\n── local-app ──\nplan of local-app 1\n',
    );
  });

  test('what goes to standard error', async () => {
    await expect(shownOf(stack('local-data', [], { plan: 'echo a warning >&2' }))).resolves.toContain('a warning\n');
  });

  test('an initialization that fails', async () => {
    await expect(shownOf(stack('local-data', [], { init: error('Error: no such provider') }))).resolves.toBe(
      '\n── local-data ──\ninit of local-data 1\nError: no such provider\n',
    );
  });

  test('colours where there are some, and never in what is read', async () => {
    const state = stack('local-data');
    await planStates([state], { environment, color: true });
    expect(callsOf(state).map((call) => call.includes('-no-color'))).toEqual([false, false, true]);
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
