/** A thousand plans with something wrong in them: each is read or refused in one line, and no value of any is ever said. */
import { strict } from '../../../scripts/guard/guard';
import { verdictMarkdown } from '../../../scripts/guard/markdown';
import { UnreadablePlan } from '../../../scripts/guard/plan-json';
import { rules } from '../../../scripts/guard/rules';
import { verdictText } from '../../../scripts/guard/text';
import { comment } from '../../../scripts/ci/comment';
import { readPlan, type PlanJson } from '../../../scripts/plan/report';
import { change, committed, nested, planJson, worse, type Values } from './plans.fixture';

/** Numbers of a seed, the same in every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const pick = <T>(random: (below: number) => number, list: readonly T[]): T => list[random(list.length)] as T;
const allActions = [
  ['create'],
  ['update'],
  ['delete'],
  ['delete', 'create'],
  ['create', 'delete'],
  ['forget'],
  ['no-op'],
  ['read'],
] as const;

/** A plan of some changes whose every value, and every key of a map, is the secret. */
function planWith(secret: string, random: (below: number) => number): Values {
  const value = (): unknown => pick(random, [secret, { [secret]: secret }, [secret], [{ data: { [secret]: secret } }]]);
  const changes = Array.from({ length: 1 + random(8) }, () => {
    const { address, type } = pick(random, committed);
    const rule = pick(random, rules.filter((one) => one.type === type).length > 0 ? rules.filter((one) => one.type === type) : rules);
    const [before, after] = worse(rule);
    return change(address, pick(random, allActions), {
      before: { ...nested(rule.path, before), password: secret, data: value(), spec: value() },
      after: { ...nested(rule.path, after), password: `${secret}2`, data: value(), spec: value() },
      after_unknown: { token: true },
      before_sensitive: { password: true },
      after_sensitive: { password: true },
      replace_paths: [
        ['spec', 0, 'template', 0, 'metadata', 0, 'annotations', secret],
        ['data', secret],
        ['password', secret],
      ],
    });
  });
  return planJson(changes, {
    variables: { token: { value: secret } },
    output_changes: { out: { actions: ['update'], before: secret, after: secret } },
    prior_state: { values: { root_module: { resources: [{ address: 'a.b', mode: 'managed', values: { secret } }] } } },
    configuration: { provider_config: { aws: { full_name: 'registry.terraform.io/hashicorp/aws', expressions: { token: secret } } } },
  });
}

/** Something somewhere becomes something else; the addresses and names of a plan stay its own. */
function mutated(plan: Values, random: (below: number) => number, secret: string): unknown {
  const copy = structuredClone(plan) as Record<string, unknown>;
  const others = [null, true, 0, '', [], {}, secret, [secret], { [secret]: secret }, [[[]]], 1e308];
  let node: unknown = copy;
  for (let depth = random(7); depth > 0; depth--) {
    const next = Object.entries(node as object).filter(([, child]) => typeof child === 'object' && child !== null);
    if (next.length === 0) break;
    node = pick(random, next)[1];
  }
  const key = pick(random, [...Object.keys(node as object), 'extra']);
  if (['address', 'full_name', 'provider_name'].includes(key)) return copy;
  if (random(2) === 0) (node as Record<string, unknown>)[key] = pick(random, others);
  else Reflect.deleteProperty(node as object, key);
  return copy;
}

/** All that is ever shown of a plan. */
function everything(text: string): string {
  try {
    const verdict = strict('production-data', text);
    const report = readPlan('production-data', JSON.parse(text) as PlanJson, verdict);
    const reports = [{ environment: 'production', states: [report], synth: null }];
    return [
      verdictText('production-data', verdict),
      verdictMarkdown([['production-data', verdict]]),
      JSON.stringify(verdict),
      comment(reports, 'c'),
    ].join('\n');
  } catch (error) {
    if (!(error instanceof UnreadablePlan)) throw error;
    return error.message;
  }
}

const secretOf = (seed: number): string => `s3cret${seed.toString(36)}x${(seed * 7919).toString(36)}`;

test('a thousand of them: none breaks it, and none of their secrets is shown', () => {
  const leaks: string[] = [];
  const kinds = { read: 0, refused: 0 };
  for (let seed = 0; seed < 1000; seed++) {
    const random = seeded(seed);
    const secret = secretOf(seed);
    const text = JSON.stringify(mutated(planWith(secret, random), random, secret));
    const shown = everything(text);
    if (shown.includes('s3cret')) leaks.push(`${seed}: ${shown.slice(0, 200)}`);
    kinds[shown.includes('\n') ? 'read' : 'refused']++;
  }
  expect(leaks).toEqual([]);
  expect(kinds.read).toBeGreaterThan(500);
  expect(kinds.refused).toBeGreaterThan(50);
});

test('texts that are cut off are refused', () => {
  const random = seeded(1);
  const text = JSON.stringify(planWith('s3cret', random));
  for (let index = 0; index < 100; index++) {
    const shown = everything(text.slice(0, random(text.length)));
    expect(shown).toMatch(/^is not JSON/);
  }
});

test('however much there is, a page has room for it, and lines fit a terminal', () => {
  const many = Array.from({ length: 5000 }, (_, index) => change(`aws_s3_bucket.One["${'é'.repeat(90)}${index}"]`, ['delete']));
  const verdict = strict('production-data', JSON.stringify(planJson(many)));
  const page = verdictMarkdown([['production-data', verdict]]);
  expect(Buffer.byteLength(page)).toBeLessThan(60_000);
  expect(page).toMatch(/^### Blocked: .*: 5000\n/);
  expect(page).toMatch(/\n- and \d+ more$/);
  const longest = Math.max(
    ...verdictText('production-data', verdict)
      .split('\n')
      .map((line) => line.length),
  );
  expect(longest).toBeLessThanOrEqual(100);
});

test('an address draws nothing on a terminal or a page', () => {
  const one = change('aws_s3_bucket.One["\u001b[2J\u202e`|\r\n"]', ['delete']);
  const verdict = strict('production-data', JSON.stringify(planJson([one])));
  expect(verdictText('production-data', verdict)).toMatch(/^[\x20-\x7e·\n]+$/);
  expect(verdictMarkdown([['production-data', verdict]])).toContain('`aws_s3_bucket.One["·[2J·····"]`');
});
