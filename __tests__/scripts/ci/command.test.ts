/** The commands of an apply: what the guard blocks is neither asked for nor applied. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  for (const name of ['register', 'package.json', 'scripts']) cpSync(path.join(root, name), path.join(project, name), { recursive: true });
  for (const name of ['config', 'node_modules']) symlinkSync(path.join(root, name), path.join(project, name));
});

function ci(actions: readonly string[], approved: string, ...args: readonly string[]) {
  for (const name of ['output', 'summary', 'applied']) rmSync(file(name), { force: true });
  const change = { address: 'aws_s3_bucket.One', mode: 'managed', type: 'aws_s3_bucket', change: { actions } };
  const plan = JSON.stringify({ format_version: '1.2', planned_values: {}, resource_changes: [change] });
  const program = `#!/bin/sh\n[ "$2" != apply ] || touch ${file('applied')}\n[ "$2" != show ] || cat <<'END'\n${plan}\nEND\n`;
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

test('the plan of a pull request fails by what is blocked, and its report says so', () => {
  const report = file('report.json');
  writeFileSync(file('proposed.yml'), 'approved: []');
  expect(ci(['delete'], entry, 'plan', 'staging', report, file('proposed.yml'))).toMatchObject({ status: 1 });
  expect(readFileSync(report, 'utf8')).toContain('"class": "destroy"');
  writeFileSync(file('proposed.yml'), entry);
  expect(ci(['delete'], 'approved: []', 'plan', 'staging', report, file('proposed.yml'))).toMatchObject({ status: 0, stderr: '' });
});
