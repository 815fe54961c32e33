/** The commands of an apply: what the guard blocks is neither asked for nor applied. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../../..');
const directory = mkdtempSync(path.join(tmpdir(), 'ci-'));
afterAll(() => rmSync(directory, { recursive: true }));

const project = path.join(directory, 'project');
const file = (name: string) => path.join(directory, name);
const text = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');

beforeAll(() => {
  mkdirSync(path.join(project, 'cdktf.out/stacks/staging-data'), { recursive: true });
  const stack = { workingDirectory: 'stacks/staging-data', synthesizedStackPath: 'stacks/staging-data/cdk.tf.json', dependencies: [] };
  writeFileSync(path.join(project, 'cdktf.out/manifest.json'), JSON.stringify({ stacks: { 'staging-data': stack } }));
  writeFileSync(path.join(project, 'cdktf.out/stacks/staging-data/cdk.tf.json'), '{}');
  for (const name of ['register', 'package.json', 'scripts', 'main.ts'])
    cpSync(path.join(root, name), path.join(project, name), { recursive: true });
  for (const name of ['config', 'stacks', 'constructs', 'node_modules']) symlinkSync(path.join(root, name), path.join(project, name));
});

function ci(actions: readonly string[], approved: string, ...args: readonly string[]) {
  for (const name of ['output', 'summary', 'applied', 'calls']) rmSync(file(name), { force: true });
  const change = { address: 'aws_s3_bucket.One', mode: 'managed', type: 'aws_s3_bucket', change: { actions } };
  const plan = JSON.stringify({ format_version: '1.2', planned_values: {}, resource_changes: [change] });
  const none = JSON.stringify({ format_version: '1.2', planned_values: {} });
  const program = `#!/bin/sh\n[ "$2" != apply ] || touch ${file('applied')}\ncase $*:$2 in *staging-data*:show) cat <<'END'\n${plan}\nEND\n;; *:show) echo '${none}' ;; esac\necho $2 >>${file('calls')}\n`;
  writeFileSync(file('terraform'), program, { mode: 0o755 });
  writeFileSync(path.join(project, 'approved-changes.yml'), approved);
  const { status, stderr } = spawnSync(process.execPath, ['-r', './register', 'scripts/ci.ts', ...args], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: `${directory}:/usr/bin:/bin`, GITHUB_OUTPUT: file('output'), GITHUB_STEP_SUMMARY: file('summary') },
  });
  return { status, stderr, output: text('output'), summary: text('summary'), applied: existsSync(file('applied')) };
}

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const entry = `approved: [{ state: staging-data, address: aws_s3_bucket.One, class: destroy, reason: it moved, owner: o, expires: ${tomorrow} }]`;
const digestOf = (output: string) => /digest=(\w+)/.exec(output)?.[1] ?? '';

test('nothing asks for an approval of what is blocked', () => {
  const { status, stderr, output, summary } = ci(['delete'], 'approved: []', 'plan-state', 'staging-data');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^staging-data: blocked by the guard; .*\n$/);
  expect(output).toMatch(/^apply=false\n/);
  expect(summary).toContain('- `staging-data` **destroy** `aws_s3_bucket.One`: loses its objects');
});

test('what its entry allows is asked for and applied', () => {
  const { status, output, summary } = ci(['delete'], entry, 'plan-state', 'staging-data');
  expect(status).toBe(0);
  expect(output).toMatch(/^apply=true\n/);
  expect(summary).toContain(`o, until ${tomorrow}: it moved`);
  expect(ci(['delete'], entry, 'apply-state', 'staging-data', digestOf(output))).toMatchObject({ status: 0, applied: true });
});

test('what is no longer allowed at the apply is not applied', () => {
  const { output } = ci(['delete'], entry, 'plan-state', 'staging-data');
  expect(ci(['delete'], 'approved: []', 'apply-state', 'staging-data', digestOf(output))).toMatchObject({ status: 1, applied: false });
  expect(ci(['delete'], 'approved: "*"', 'apply-state', 'staging-data', digestOf(output))).toMatchObject({ status: 1, applied: false });
});

describe('the plan of a pull request', () => {
  const outdir = path.join(project, 'cdktf.out');
  const report = file('report.json');
  const plan = (approved = entry) => {
    writeFileSync(file('proposed.yml'), approved);
    return ci(['delete'], 'approved: []', 'plan', 'staging', report, file('proposed.yml'));
  };

  beforeAll(() => {
    const env = { PATH: process.env['PATH'], CDKTF_OUTDIR: file('synth') };
    execFileSync(process.execPath, ['-r', './register', 'main.ts', 'staging'], { cwd: project, env, stdio: 'ignore' });
  });

  beforeEach(() => {
    rmSync(report, { force: true });
    rmSync(outdir, { recursive: true });
    cpSync(file('synth'), outdir, { recursive: true });
  });

  test('fails by what is blocked, and its report says so', () => {
    expect(plan('approved: []')).toMatchObject({ status: 1 });
    expect(readFileSync(report, 'utf8')).toContain('"class": "destroy"');
  });

  test('is made of what was checked alone', () => {
    const data = path.join(outdir, 'stacks/staging-data');
    for (const name of ['evil.tf', 'terraform.tfvars', '.terraform.lock.hcl']) writeFileSync(path.join(data, name), '');
    expect(plan()).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(data)).toEqual(['cdk.tf.json']);
  });

  test.each([
    [
      'a module',
      (json: Record<string, unknown>) => (json['module'] = { x: { source: 'https://example.com' } }),
      'staging-data: module: no such block',
    ],
    ['another backend', (json: Record<string, unknown>) => (json['terraform'] = {}), 'staging-data: terraform.backend: is not the one'],
  ])('is not begun with %s', (_, change, says) => {
    const at = path.join(outdir, 'stacks/staging-data/cdk.tf.json');
    const json = JSON.parse(readFileSync(at, 'utf8')) as Record<string, unknown>;
    change(json);
    writeFileSync(at, JSON.stringify(json));
    const { status, stderr } = plan();
    expect({ status, calls: text('calls'), report: text('report.json') }).toEqual({ status: 1, calls: '', report: '' });
    expect(stderr).toContain(`not planned: ${says}`);
  });

  test.each([
    ['a link in place of a stack', () => replaced('stacks/staging-data/cdk.tf.json', '/proc/self/environ'), 'is no regular file'],
    ['a link in place of a directory', () => replaced('stacks/staging-data', '/proc/self'), 'is no regular file'],
    ['a link in place of the manifest', () => replaced('manifest.json', '/proc/self/environ'), 'is no regular file'],
    ['no JSON', () => writeFileSync(path.join(outdir, 'stacks/staging-data/cdk.tf.json'), '{"hunter2'), 'is not JSON'],
    [
      'a stack elsewhere',
      () => writeFileSync(path.join(outdir, 'manifest.json'), '{"stacks":{"staging-../../x":{}}}'),
      'whose name is none',
    ],
  ])('is not begun with %s', (_, change, says) => {
    change();
    const { status, stderr } = plan();
    expect({ status, calls: text('calls') }).toEqual({ status: 1, calls: '' });
    expect(stderr).toMatch(new RegExp(`^not planned: .*${says}\n$`));
  });

  const replaced = (name: string, by: string): void => {
    rmSync(path.join(outdir, name), { recursive: true });
    symlinkSync(by, path.join(outdir, name));
  };
});
