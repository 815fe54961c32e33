import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { BadApprovals, parseApprovals, type Approval } from '../../../scripts/guard/approved';
import { readApprovals } from '../../../scripts/guard/guard';
import { change, committed, planJson, verdictOf } from './plans.fixture';

const today = '2026-01-15';
const entry: Approval = {
  state: 'production-data',
  address: 'aws_rds_cluster.One',
  class: 'destroy',
  reason: 'it was moved',
  owner: '@platform',
  expires: '2026-01-15',
};
const read = (...entries: readonly unknown[]) => parseApprovals(stringify({ approved: entries }), today);
const plan = planJson([change('aws_rds_cluster.One', ['delete'])]);

test('an entry counts until the end of its day', () => {
  expect(verdictOf(plan, read(entry), { today })).toMatchObject({ blocked: [], approved: [{ by: entry }], refused: [] });
  expect(verdictOf(plan, read(entry), { today: '2026-01-16' })).toMatchObject({
    blocked: [{ address: entry.address }],
    approved: [],
    refused: ['aws_rds_cluster.One: its entry expired on 2026-01-15'],
  });
});

test.each([
  ['another class', { class: 'replace' }],
  ['another state', { state: 'staging-data' }],
  ['another address', { address: 'aws_rds_cluster.Two' }],
])('an entry for %s approves nothing', (_, other) => {
  expect(verdictOf(plan, read({ ...entry, ...other }), { today }).blocked).toHaveLength(1);
});

test('an entry for an address that the state does not have is refused', () => {
  expect(verdictOf(plan, read({ ...entry, address: 'aws_rds_cluster.Two' }), { today }).refused).toEqual([
    'aws_rds_cluster.Two: its entry names an address that production-data does not have',
  ]);
});

test.each([
  'aws_rds_cluster.*',
  '*',
  'aws_rds_cluster.On?',
  'aws_s3_bucket.One["*"]',
  'aws_s3_bucket.One[*]',
  'aws_rds_cluster',
  '/aws_rds_cluster.One/',
  'aws_rds_cluster.One aws_rds_cluster.Two',
  'aws_rds_cluster.One\naws_rds_cluster.Two',
  'aws_s3_bucket.One["·"]',
])('the address %j is refused', (address) => {
  expect(() => read({ ...entry, address })).toThrow('approved[0].address: has to be one whole address');
});

test.each(['aws_s3_bucket.One', 'aws_s3_bucket.One[0]', 'aws_s3_bucket.One["a b/c"]', 'module.x["y"].module.z.aws_s3_bucket.One'])(
  'the address %j is one',
  (address) => {
    expect(read({ ...entry, address })).toHaveLength(1);
  },
);

test.each([
  ['a class that is none', { class: 'all' }, '.class'],
  ['a class that is only shown', { class: 'outage' }, '.class'],
  ['a provider', { class: 'provider' }, '.class'],
  ['no reason', { reason: ' ' }, '.reason'],
  ['no owner', { owner: undefined }, '.owner'],
  ['a day that is none', { expires: '2026-02-30' }, '.expires'],
  ['a word for a day', { expires: 'never' }, '.expires'],
  ['a day too far away', { expires: '2026-04-16' }, '.expires: has to be at most 90 days'],
  ['an environment for a state', { state: 'production' }, '.state'],
  ['all states', { state: 'production-*' }, '.state'],
  ['another field', { also: 'x' }, ': has other fields'],
])('an entry with %s is refused', (_, other, problem) => {
  expect(() => read(entry, { ...entry, ...other })).toThrow(`approved[1]${problem}`);
});

test.each([
  ['text', 'approved'],
  ['a list', '- x'],
  ['no list', 'approved: {}'],
  ['aliases', 'a: &a [1]\napproved: [*a]'],
  ['broken YAML', 'approved: ["hunter2'],
  ['an entry that is no object', 'approved: [hunter2]'],
])('a file with %s is refused, and nothing of it is said', (_, text) => {
  expect(() => parseApprovals(text, today)).toThrow(BadApprovals);
  expect(() => parseApprovals(text, today)).toThrow(/^(?!.*hunter2)/s);
});

test('an empty file approves nothing', () => {
  expect(['', 'approved:', 'approved: []'].map((text) => parseApprovals(text, today))).toEqual([[], [], []]);
});

describe('the file', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'approved-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  test('may be missing', () => {
    expect(readApprovals(path.join(directory, 'none'), today)).toEqual([]);
  });

  test('must not be a link', () => {
    const file = path.join(directory, 'file');
    writeFileSync(file, stringify({ approved: [entry] }));
    symlinkSync(file, path.join(directory, 'link'));
    expect(readApprovals(file, today)).toEqual([entry]);
    expect(() => readApprovals(path.join(directory, 'link'), today)).toThrow('is no file');
  });

  test('of this program is valid, and names states that there are', () => {
    const text = readFileSync(path.join(__dirname, '../../../approved-changes.yml'), 'utf8');
    const days = [...text.matchAll(/expires: (\S+)/g)].map(([, day]) => day ?? '');
    const entries = parseApprovals(text, days.sort().at(-1) ?? today);
    expect(entries.filter((one) => !committed.some(({ state }) => state === one.state))).toEqual([]);
  });
});
