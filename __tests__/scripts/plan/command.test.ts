import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { summary } from '../../../scripts/plan';
import { noPlan, readPlan } from '../../../scripts/plan/report';
import { fakeTerraform } from './terraform.fixture';

const root = path.join(__dirname, '../../..');
const directory = mkdtempSync(path.join(tmpdir(), 'plan-test-'));
afterAll(() => rmSync(directory, { recursive: true }));
const { environment } = fakeTerraform(directory);

test('the summary has one line for each state, numbers to the right', () => {
  const reports = [readPlan('local-platform', { output_changes: { host: { actions: ['create'] } } }), noPlan('local-app', 'failed', 'why')];
  expect(summary(reports)).toBe(
    [
      'state           add  change  replace  destroy',
      'local-platform    0       0        0        0  outputs change',
      'local-app         -       -        -        -  failed: why',
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
    expect(stdout).toContain('\n── local-app ──\nplan of local-app 1\n');
    expect(stdout).toMatch(
      /\nstate +add +change +replace +destroy\nlocal-platform +0 +0 +0 +0\nlocal-data +0 +0 +0 +0\nlocal-app +0 +0 +0 +0\n/,
    );
  });

  test('ends with exit code 1 when a state has no plan', () => {
    const fails = path.join(directory, 'fails');
    mkdirSync(fails);
    writeFileSync(
      path.join(fails, 'terraform'),
      '#!/bin/sh\ncase $1 in -chdir=*-app) exit 1 ;; esac\necho "{\\"format_version\\":\\"1.2\\",\\"planned_values\\":{}}"\n',
      { mode: 0o755 },
    );
    const { status, stdout } = run({ ...environment, PATH: `${fails}:/usr/bin:/bin` }, 'local');
    expect({
      status,
      end: stdout
        .trimEnd()
        .split('\n')
        .find((line) => /^local-app +-/.test(line)),
    }).toEqual({
      status: 1,
      end: expect.stringContaining('waiting: for local-platform, local-data, not applied yet') as unknown,
    });
  });

  test('ends with exit code 1 when the guard blocks a plan, and says why', () => {
    const loses = path.join(directory, 'loses');
    mkdirSync(loses);
    const change = { address: 'kubernetes_namespace_v1.One', type: 'kubernetes_namespace_v1', change: { actions: ['delete'] } };
    const plan = JSON.stringify({ format_version: '1.2', planned_values: {}, resource_changes: [{ ...change, mode: 'managed' }] });
    writeFileSync(path.join(loses, 'terraform'), `#!/bin/sh\ncat <<'END'\n${plan}\nEND\n`, { mode: 0o755 });
    const { status, stdout } = run({ ...environment, PATH: `${loses}:/usr/bin:/bin` }, 'local');
    expect(status).toBe(1);
    expect(stdout).toContain('\nlocal-data: blocked: 1\n  destroy kubernetes_namespace_v1.One\n    loses everything in it\n');
    expect(stdout).toMatch(/\nlocal-data +0 +0 +0 +1 {2}1 blocked\n/);
  });

  test.each([
    [
      'without Terraform',
      { PATH: '/nonexistent' },
      ['local'],
      /^terraform is not on the PATH: install Terraform >= 1\.11\.0, https:\S+\n$/,
    ],
    ['an environment that does not exist', environment, ['nope'], /^nope: no such environment or bootstrap; environments: .*\n$/],
    ['no environment', environment, [], /^usage: npm run plan -- <environment>…\n$/],
  ])('%s: one line and exit code 1', (_, env, args, line) => {
    const { status, stdout, stderr } = run(env, ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(line);
  });
});
