/** Every field of an environment on AWS, changed: what becomes of what holds data is what docs/aws-changes.md says. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadEnvironments } from '../../config';
import { production } from '../../config/environments/production';
import { currentPage } from '../../scripts/config-docs';
import { changes, elsewhere, type Change } from '../support/changes/fields';
import { outcomeOf } from '../support/changes/plan';
import { effects } from '../support/changes/provider';
import { statefulTypes } from '../../scripts/guard/holds-data';
import { synthesize, type Synthesis } from '../support/invariants/synthesis';

/** A copy in which the fields at these paths have these values. */
function changed(set: Change['set']): unknown {
  const input = JSON.parse(JSON.stringify(production)) as Record<string, unknown>;
  for (const [field, value] of Object.entries(set)) {
    const steps = field.split('.');
    const last = steps.pop() ?? '';
    const parent = steps.reduce<Record<string, unknown>>((node, step) => (node[step] ??= {}) as Record<string, unknown>, input);
    parent[last] = value;
  }
  return input;
}

const synthesized = (set: Change['set'] = {}): Synthesis => {
  const [environment] = loadEnvironments(['production'], { production: changed(set) });
  if (environment === undefined) throw new Error('no environment');
  return synthesize(environment);
};

const before = synthesized();

/** Boxes that hold data or that those stand in. */
const boxes = [
  'name',
  'sizing',
  'deletionProtection',
  'generation',
  'secrets',
  'aws',
  'network',
  'cluster',
  'postgres',
  'redis',
  'objectStorage',
];
const others = /\{engine: (external|patroni|redis-cluster|versitygw)\}|\{mode: existing\}/;
/** Fields that say why, of one kind or what a discriminator chooses: no value of their own. */
const within = /\.reason$|\.cidrs$|^cluster\.people\.|\.capacity\.(minAcu|maxAcu)$/;

function fieldsOfAws(): readonly string[] {
  const page = currentPage();
  const target = page.slice(page.indexOf('## Target `aws`')).split(/^## (?!Target `aws`)/m)[0] ?? '';
  const all = [...target.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
  const leaves = all
    .filter((field) => boxes.includes(/^\w+/.exec(field)?.[0] ?? '') && !others.test(field))
    .filter(
      (field) => !all.some((other) => other !== field && /^(\.| \{|\[)/.test(other.startsWith(field) ? other.slice(field.length) : '')),
    );
  return [...new Set(leaves.map((field) => field.replace(/ \{[^}]+\}/g, '')))];
}

const meaning = {
  nothing: 'changes nothing that holds data',
  added: 'adds, and leaves what is there',
  'in place': 'in place, at once',
  delayed: 'in place, in the maintenance window or at the next restart',
  refused: 'refused at the plan; without `deletionProtection`, it is done and data is lost, or the service is down until `app` is applied',
} as const;

function page(): string {
  const rows = Object.entries(changes).map(([field, { outcome }]) => [field, outcome] as const);
  const names = (of: string) => rows.filter(([, outcome]) => outcome === of).map(([field]) => `\`${field}\``);
  const table = Object.entries(meaning).map(
    ([outcome, what]) => `## ${what[0]?.toUpperCase()}${what.slice(1)}\n\n${names(outcome).join(', ')}`,
  );
  const apart = Object.entries(elsewhere).map(([field, why]) => `- \`${field}\`: ${why}.`);
  return [
    '# What a change does on AWS',
    'For an environment with `deletionProtection`, by the worst that happens to what holds data: network, keys, buckets, secrets, cluster, database and cache, and to the class of the database’s instances. Made by `UPDATE_GOLDEN=1 npx jest aws-changes` from `__tests__/support/changes/`, which has the sources; a test plans every change by the provider’s rules.',
    ...table,
    '## Not by a plan of one environment',
    apart.join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

const file = path.join(__dirname, '../../docs/aws-changes.md');

test.each(Object.entries(changes))('%s', (_, { set, outcome }) => {
  expect(outcomeOf(before, synthesized(set))).toBe(outcome);
});

test('every field has a row', () => {
  const known = new Set([...Object.keys(changes), ...Object.keys(elsewhere)]);
  expect(fieldsOfAws().filter((field) => !known.has(field) && !within.test(field))).toEqual([]);
  expect(fieldsOfAws().length).toBeGreaterThan(60);
});

test('every type that holds data and is written has its effects', () => {
  const written = new Set(before.stacks.flatMap(({ json }) => Object.keys(json.resource ?? {})));
  const missing = Object.keys(statefulTypes).filter((type) => type.startsWith('aws_') && written.has(type) && !(type in effects));
  expect(missing).toEqual([]);
});

test.each(['postgres', 'redis', 'objectStorage'])('another engine of %s is refused before anything is destroyed', (box) => {
  const kept = before.stacks.find(({ name }) => name === 'production-data')?.json.resource?.['terraform_data'] ?? {};
  const value = Object.values(kept).find((body) => JSON.stringify(body).includes(`${box}.engine: cannot change`));
  expect(value).toHaveProperty('lifecycle.ignore_changes', ['input']);
});

test('what would be destroyed without a word is found', () => {
  const without = { ...before, stacks: before.stacks.filter(({ name }) => name !== 'production-data') };
  expect(() => outcomeOf(before, without)).toThrow('would be destroyed');
});

test('docs/aws-changes.md is what these tests say; UPDATE_GOLDEN=1 writes it', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, page());
  expect(readFileSync(file, 'utf8')).toBe(page());
});
