import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { change, planJson } from './plans.fixture';

const root = path.join(__dirname, '../../..');
const directory = mkdtempSync(path.join(tmpdir(), 'guard-'));
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const at = path.join(directory, name);
  writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content));
  return at;
};
const guard = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', './register', 'scripts/guard.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

const bucket = 'aws_s3_bucket.One';
const fine = file('local-app.json', planJson([change('kubernetes_service_v1.One', ['create'])]));
const loses = file('production-data.json', planJson([change(bucket, ['delete'])]));

/** An entry for today and tomorrow. */
const approved = (expires = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)) =>
  file(
    'approved.yml',
    `approved: [{ state: production-data, address: ${bucket}, class: destroy, reason: it moved, owner: platform, expires: ${expires} }]`,
  );

test('0: nothing is lost', () => {
  expect(guard(fine)).toEqual({ status: 0, stdout: 'local-app: nothing is lost\n', stderr: '' });
});

test('1: something is, and what to do', () => {
  const { status, stdout, stderr } = guard(fine, loses);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toBe(
    [
      'local-app: nothing is lost',
      '',
      'production-data: blocked: 1',
      '  destroy aws_s3_bucket.One',
      '    loses its objects',
      '  If it is meant, add each to approved-changes.yml: state production-data, address, class, reason,',
      '  owner, expires.',
      '',
    ].join('\n'),
  );
});

test('0: it is approved', () => {
  const { status, stdout } = guard('--approved', approved(), loses);
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^production-data: approved: 1\n {2}destroy aws_s3_bucket\.One\n {4}loses its objects\n {4}platform, until \S+: it moved\n$/,
  );
});

test('1: it was approved until yesterday', () => {
  const { status, stdout } = guard('--approved', approved('2026-01-01'), loses);
  expect(status).toBe(1);
  expect(stdout).toContain('production-data: entries that do not count: 1\n  aws_s3_bucket.One: its entry expired on 2026-01-01\n');
});

test('1: the approvals are not valid, one line each', () => {
  const { status, stdout, stderr } = guard('--approved', file('bad.yml', 'approved: [{ state: "*" }, 1]'), fine);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^(bad\.yml: approved\[[01]\]\S*: .*\n){6}$/);
});

test('as a page', () => {
  expect(guard('--markdown', loses).stdout).toBe(
    '### Blocked: each needs an entry in approved-changes.yml: 1\n\n- `production-data` **destroy** `aws_s3_bucket.One`: loses its objects\n',
  );
});

test.each([
  ['a file that is not there', path.join(directory, 'none.json'), 'cannot be read'],
  ['no JSON', file('a.json', '{'), 'is not JSON'],
  ['a list', file('b.json', []), 'is not an object'],
  ['another format', file('c.json', { format_version: '2.0' }), 'has no format_version 1.x'],
  ['a state', file('d.json', { format_version: '1.0', values: {} }), 'has no planned_values'],
  ['half a plan', file('e.json', planJson([], { errored: true })), 'is the part of a plan'],
  ['an unknown action', file('f.json', planJson([change(bucket, ['explode'])])), 'has an action'],
  ['no actions', file('g.json', planJson([change(bucket, [])])), 'has no actions'],
])('2: %s', (_, at, says) => {
  const { status, stderr } = guard(at);
  expect(status).toBe(2);
  expect(stderr).toMatch(new RegExp(`^${at}: .*\n$`));
  expect(stderr).toContain(says);
});

test('2: what can be read is said all the same', () => {
  const { status, stdout } = guard(file('h.json', '{'), loses);
  expect({ status, said: stdout.startsWith('production-data: blocked: 1') }).toEqual({ status: 2, said: true });
});

test.each([[[]], [['--what']], [['--approved']]])('2: %j is not how it is called', (args) => {
  expect(guard(...args)).toEqual({
    status: 2,
    stdout: '',
    stderr: 'usage: npm run guard -- [--markdown] [--approved <file>] <state>.json…\n',
  });
});
