import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planStacks, readPlan, summary } from '../../scripts/plan';
import type { Stack } from '../../scripts/stack-order';

const root = path.join(__dirname, '../..');
const directory = mkdtempSync(path.join(tmpdir(), 'plan-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Writes down how it was called, and does what the files `init` and `plan` in the stack's directory say. */
const fakeTerraform = `#!/bin/sh
echo "$*" >>"$CALLS"
stack=\${1#-chdir=}
echo "$2 of \${stack##*/} $TF_IN_AUTOMATION"
[ ! -f "$stack/$2" ] || . "$stack/$2"
`;
mkdirSync(path.join(directory, 'bin'));
writeFileSync(path.join(directory, 'bin/terraform'), fakeTerraform, { mode: 0o755 });
const calls = path.join(directory, 'calls');
const environment = { PATH: `${path.join(directory, 'bin')}:/usr/bin:/bin`, CALLS: calls };

beforeEach(() => writeFileSync(calls, ''));

function stack(name: string, dependencies: readonly string[] = [], does: Readonly<Record<string, string>> = {}): Stack {
  const at = mkdtempSync(path.join(directory, 'stack-'));
  const own = path.join(at, name);
  mkdirSync(own);
  for (const [command, script] of Object.entries(does)) writeFileSync(path.join(own, command), script);
  return { name, directory: own, file: '', dependencies };
}

async function plan(...stacks: readonly Stack[]) {
  let printed = '';
  const plans = await planStacks(stacks, (text) => (printed += text), environment);
  const called = readFileSync(calls, 'utf8')
    .replaceAll(/-chdir=\S*\//g, '')
    .split('\n')
    .slice(0, -1);
  return { plans, printed, called };
}

const adds = (count: number) => `echo 'Plan: ${count} to add, 0 to change, 0 to destroy.'`;
const nothing = { add: 0, change: 0, destroy: 0 };

describe('the stacks', () => {
  test('are initialized and planned one after the other, without questions and without a lock', async () => {
    const { called } = await plan(stack('platform'), stack('app', ['platform']));
    expect(called).toEqual([
      'platform init -input=false -no-color',
      'platform plan -input=false -lock=false -no-color',
      'app init -input=false -no-color',
      'app plan -input=false -lock=false -no-color',
    ]);
  });

  test('have a heading and the plan’s output as it comes, and nothing of the initialization', async () => {
    const { printed } = await plan(stack('platform'), stack('app'));
    expect(printed).toBe('\n── platform ──\nplan of platform 1\n\n── app ──\nplan of app 1\n');
  });

  test('are shown with what goes to standard error', async () => {
    const { printed } = await plan(stack('platform', [], { plan: 'echo a warning >&2' }));
    expect(printed).toContain('a warning\n');
  });

  test('have the numbers of their plans', async () => {
    const { plans } = await plan(stack('platform', [], { plan: adds(7) }), stack('app'));
    expect(plans).toEqual([
      { stack: 'platform', changes: { ...nothing, add: 7 }, remark: '' },
      { stack: 'app', changes: nothing, remark: '' },
    ]);
  });
});

describe('an error', () => {
  test('of one stack stops no other, except those that depend on it, and those that depend on these', async () => {
    const { plans, called, printed } = await plan(
      stack('platform', [], { plan: 'exit 1' }),
      stack('cdn', [], { plan: adds(1) }),
      stack('data', ['platform']),
      stack('app', ['cdn', 'data']),
    );
    expect(called.map((line) => line.split(' -')[0])).toEqual(['platform init', 'platform plan', 'cdn init', 'cdn plan']);
    expect(plans).toEqual([
      { stack: 'platform', remark: 'error: terraform plan failed' },
      { stack: 'cdn', changes: { ...nothing, add: 1 }, remark: '' },
      { stack: 'data', remark: 'skipped: no plan of platform' },
      { stack: 'app', remark: 'skipped: no plan of data' },
    ]);
    expect(printed).toContain('\n── data ──\nskipped: no plan of platform\n');
  });

  test('of the initialization is shown, and nothing is planned', async () => {
    const { plans, called, printed } = await plan(stack('platform', [], { init: 'echo no such provider >&2; exit 1' }));
    expect(called).toEqual(['platform init -input=false -no-color']);
    expect(plans).toEqual([{ stack: 'platform', remark: 'error: terraform init failed' }]);
    expect(printed).toContain('no such provider\n');
  });

  test('is a Terraform that is killed', async () => {
    const { plans } = await plan(stack('platform', [], { plan: `${adds(1)}; kill -9 $$` }));
    expect(plans).toEqual([{ stack: 'platform', remark: 'error: terraform plan failed' }]);
  });

  test('is no stack that was not planned here: it is applied already, or another environment’s', async () => {
    const { plans } = await plan(stack('app', ['bootstrap']));
    expect(plans).toEqual([{ stack: 'app', changes: nothing, remark: '' }]);
  });
});

describe('what Terraform wrote', () => {
  test.each([
    ['No changes. Your infrastructure matches the configuration.', nothing, ''],
    ['\nPlan: 1 to add, 22 to change, 333 to destroy.\n', { add: 1, change: 22, destroy: 333 }, ''],
    ['\n\u001b[1mPlan:\u001b[0m 1 to add, 0 to change, 2 to destroy.\n\u001b[0m', { add: 1, change: 0, destroy: 2 }, ''],
    ['\nPlan: 4 to import, 1 to add, 2 to change, 3 to destroy.\n', { add: 1, change: 2, destroy: 3 }, '4 to import'],
    ['\nPlan: 1 to add, 0 to change, 0 to destroy.\n\nChanges to Outputs:\n  + a = "b"\n', { ...nothing, add: 1 }, 'outputs change'],
    ['\nChanges to Outputs:\n  + a = "b"\n', nothing, 'outputs change'],
    ['  + value = "Plan: 9 to add, 9 to change, 9 to destroy."\n', nothing, ''],
  ])('%j', (output, changes, remark) => {
    expect(readPlan(output)).toEqual({ changes, remark });
  });
});

test('the summary has one line a stack', () => {
  const plans = [
    { stack: 'local-platform', changes: { add: 1, change: 22, destroy: 333 }, remark: 'outputs change' },
    { stack: 'local-data', remark: 'error: terraform plan failed' },
  ];
  expect(summary(plans)).toBe(
    [
      'stack           add  change  destroy',
      'local-platform    1      22      333  outputs change',
      'local-data        -       -        -  error: terraform plan failed',
    ].join('\n'),
  );
});

describe('npm run plan', () => {
  /** A copy of the program that synthesizes into a directory of its own. */
  const project = path.join(directory, 'project');
  const run = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    spawnSync(process.execPath, ['-r', './register', 'scripts/plan.ts', ...args], { cwd: project, encoding: 'utf8', env });

  beforeAll(() => {
    mkdirSync(project);
    for (const name of ['main.ts', 'register', 'package.json', 'scripts'])
      cpSync(path.join(root, name), path.join(project, name), { recursive: true });
    for (const name of ['config', 'stacks', 'constructs', 'node_modules']) symlinkSync(path.join(root, name), path.join(project, name));
  });

  test('plans the environment in the order of its states, and ends with a summary', () => {
    const { status, stdout, stderr } = run(environment, 'local');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.match(/── .* ──/g)?.slice(0, 3)).toEqual(['── local-platform ──', '── local-data ──', '── local-app ──']);
    expect(stdout).toMatch(/\nstack +add +change +destroy\nlocal-platform +0 +0 +0\nlocal-data +0 +0 +0\nlocal-app +0 +0 +0\n/);
  });

  test('ends with exit code 1 when a state has no plan', () => {
    const fails = path.join(directory, 'fails');
    mkdirSync(fails);
    writeFileSync(path.join(fails, 'terraform'), '#!/bin/sh\ncase $1 in -chdir=*-app) exit 1 ;; esac\n', { mode: 0o755 });
    const { status, stdout } = run({ ...environment, PATH: `${fails}:/usr/bin:/bin` }, 'local');
    expect({
      status,
      end: stdout
        .trimEnd()
        .split('\n')
        .find((line) => /^local-app +-/.test(line)),
    }).toEqual({
      status: 1,
      end: expect.stringContaining('error: terraform init failed') as unknown,
    });
  });

  test.each([
    [
      'without Terraform',
      { PATH: '/nonexistent' },
      ['local'],
      /^terraform is not on the PATH: install Terraform >= 1\.11\.0, https:\S+\n$/,
    ],
    ['an environment that does not exist', environment, ['nope'], /^nope: no such environment; there are: .*\n$/],
    ['no environment', environment, [], /^usage: npm run plan -- <environment>…\n$/],
  ])('%s: one line and exit code 1', (_, env, args, line) => {
    const { status, stdout, stderr } = run(env, ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(line);
  });
});
