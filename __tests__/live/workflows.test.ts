/** The workflows as GitHub would read them (actionlint), and as somebody who wants in would (zizmor). Both without network. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { describeLive } from '../support/live';

jest.setTimeout(120_000);

const root = path.join(__dirname, '../..');
const directory = mkdtempSync(path.join(tmpdir(), 'workflows-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** All of .github, with one text of a workflow replaced. */
function edited(name: string, from: string | RegExp, to: string): string {
  const copy = mkdtempSync(path.join(directory, 'copy-'));
  cpSync(path.join(root, '.github'), path.join(copy, '.github'), { recursive: true });
  const file = path.join(copy, '.github', name);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(from, to));
  expect(readFileSync(file, 'utf8')).not.toBe(text);
  return copy;
}

const workflows = (at: string): readonly string[] =>
  readdirSync(path.join(at, '.github/workflows')).map((name) => path.join(at, '.github/workflows', name));

describeLive('actionlint', ['actionlint', 'shellcheck'], (programs) => {
  const lint = (at: string) => {
    const { status, stdout } = spawnSync(programs.actionlint, ['-shellcheck', programs.shellcheck, ...workflows(at)], { encoding: 'utf8' });
    return { status, stdout };
  };

  test('has nothing to say of the workflows', () => {
    expect(lint(root)).toEqual({ status: 0, stdout: '' });
  });

  test.each([
    [
      'an output that no job has',
      'workflows/deploy-state.yml',
      'needs.plan.outputs.digest',
      'needs.plan.outputs.hash',
      /"hash" is not defined/,
    ],
    [
      'a job that waits for none there is',
      'workflows/deploy-environment.yml',
      '[settings, network]',
      '[settings, net]',
      /job "data" needs job "net"|needs job "net"/,
    ],
    ['a text of others in a script', 'workflows/plan.yml', 'diff "$ENVIRONMENT"', 'diff ${{ github.head_ref }}', /untrusted/],
  ])('finds %s', (_, name, from, to, says) => {
    const { status, stdout } = lint(edited(name, from, to));
    expect(stdout).toMatch(says);
    expect(status).toBe(1);
  });
});

describeLive('zizmor', ['zizmor'], (programs) => {
  const audit = (at: string) => {
    const { status, stdout } = spawnSync(programs.zizmor, ['--offline', '--no-progress', '--config', '.github/zizmor.yml', '.github'], {
      cwd: at,
      encoding: 'utf8',
    });
    return { status, stdout };
  };

  test('has nothing to say of workflows and actions', () => {
    const { status, stdout } = audit(root);
    expect(stdout).toMatch(/No findings to report/);
    expect(status).toBe(0);
  });

  test.each([
    ['an action that is not pinned', 'workflows/plan.yml', /actions\/checkout@[0-9a-f]{40}/, 'actions/checkout@v7', 'unpinned-uses'],
    [
      'every right for a job',
      'workflows/plan.yml',
      'permissions:\n      contents: read\n    strategy',
      'permissions: write-all\n    strategy',
      'excessive-permissions',
    ],
    [
      'the code of a stranger with credentials',
      'workflows/plan.yml',
      'on:\n  pull_request:',
      'on:\n  pull_request_target:',
      'dangerous-triggers',
    ],
  ])('finds %s', (_, name, from, to, rule) => {
    const { status, stdout } = audit(edited(name, from, to));
    expect(stdout).toContain(`[${rule}]`);
    expect(status).not.toBe(0);
  });
});

interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps?: readonly { readonly uses?: string; readonly env?: object; readonly with?: { readonly ref?: string } }[];
        readonly permissions?: Readonly<Record<string, string>>;
      }
    >
  >;
}

describe('a job with credentials', () => {
  const jobs = workflows(root).flatMap((file) =>
    Object.entries((parse(readFileSync(file, 'utf8')) as Workflow).jobs).map(([name, job]) => ({
      name: `${path.basename(file)} ${name}`,
      job,
      file,
    })),
  );
  const withRole = jobs.filter(({ job }) => job.permissions?.['id-token'] === 'write' && job.steps !== undefined);

  test('there are some', () => {
    expect(withRole.map(({ name }) => name)).toEqual(['deploy-state.yml plan', 'deploy-state.yml apply', 'plan.yml plan']);
  });

  test('of a pull request runs the code of its base', () => {
    const text = readFileSync(path.join(root, '.github/workflows/plan.yml'), 'utf8');
    const plan = text.slice(text.indexOf('\n  plan:'));
    expect(plan).toContain('ref: ${{ github.event.pull_request.base.sha }}');
    expect(plan).toContain('head.repo.full_name == github.repository');
  });

  test('of a pull request gets its runner and role from the base', () => {
    const { jobs: all } = parse(readFileSync(path.join(root, '.github/workflows/plan.yml'), 'utf8')) as Workflow;
    const refs = (name: string) => all[name]?.steps?.flatMap(({ with: inputs }) => inputs?.ref ?? []);
    expect(refs('settings')).toEqual(['${{ github.event.pull_request.base.sha }}']);
    expect(JSON.stringify(all)).not.toContain('needs.synth.outputs');
    expect(JSON.stringify(all['plan'])).toContain('fromJSON(needs.settings.outputs.environments)');
  });

  test('runs Terraform at one exact release', () => {
    const action = readFileSync(path.join(root, '.github/actions/prepare/action.yml'), 'utf8');
    expect(action).toMatch(/terraform_version: \d+\.\d+\.\d+\n/);
  });
});
