/** Each row of the table, with a change to which it applies and the ones to which it does not. */
import { approvable, rules, type Rule } from '../../../scripts/guard/rules';
import { change, nested, planJson, verdictOf, worse } from './plans.fixture';

const rows = rules.map((rule) => [rule.type, rule.path, rule] as const);

const findings = (rule: Rule, actions: readonly string[], values: Readonly<Record<string, unknown>>) => {
  const { blocked, notices } = verdictOf(planJson([change(`${rule.type}.One`, actions, values)]));
  return [...blocked, ...notices].filter((finding) => finding.attributes[0] === rule.path);
};
const update = (rule: Rule, before: unknown, after: unknown) =>
  findings(rule, ['update'], { before: nested(rule.path, before), after: nested(rule.path, after) });

test.each(rows)('%s %s', (_, __, rule) => {
  const [before, after] = worse(rule);
  expect(update(rule, before, after)).toMatchObject([
    { class: rule.class, effect: rule.effect, source: rule.source, blocks: (approvable as readonly string[]).includes(rule.class) },
  ]);
});

test.each(rows)('%s %s that stays as it is, or gets better, is nothing', (_, __, rule) => {
  const [before, after] = worse(rule);
  expect(update(rule, before, before)).toEqual([]);
  expect(update(rule, after, rule.when === 'changed' ? after : before)).toEqual([]);
});

test.each(rows)('%s %s of what is only made, read or left alone', (_, __, rule) => {
  const after = nested(rule.path, worse(rule)[1]);
  expect(findings(rule, ['create'], { before: null, after })).toHaveLength(rule.class === 'public' && rule.when !== 'off' ? 1 : 0);
  expect(findings(rule, ['no-op'], { before: nested(rule.path, worse(rule)[0]), after })).toEqual([]);
});

test.each(rules.filter(({ when }) => when === 'off' || when === 'on').map((rule) => [rule.type, rule.path, rule] as const))(
  '%s %s that is known only afterwards may be the worse',
  (_, __, rule) => {
    const values = { before: nested(rule.path, worse(rule)[0]), after: {}, after_unknown: nested(rule.path, true) };
    expect(findings(rule, ['update'], values)).toHaveLength(1);
  },
);

test('a source is a page of the vendor', () => {
  for (const { source } of rules) expect(source).toMatch(/^https:\/\/(registry\.terraform\.io|docs\.aws\.amazon\.com|kubernetes\.io)\//);
});

test.each([
  ['what blocks the public, destroyed', change('aws_s3_bucket_public_access_block.One', ['delete']), 'public'],
  ['the versions of a bucket, destroyed', change('aws_s3_bucket_versioning.One', ['delete']), 'retention'],
  [
    'a provider that is none of ours',
    change('aws_lb.One', ['create'], {}, { provider_name: 'registry.terraform.io/evil/aws' }),
    'provider',
  ],
])('%s is blocked', (_, one, kind) => {
  expect(verdictOf(planJson([one])).blocked.map((finding) => finding.class)).toEqual([kind]);
});

test.each([
  ['a provider of the configuration', { provider_config: { x: { full_name: 'registry.terraform.io/hashicorp/external' } } }, 'provider'],
  [
    'a remote state elsewhere',
    {
      root_module: {
        resources: [
          {
            address: 'data.terraform_remote_state.x',
            type: 'terraform_remote_state',
            expressions: { backend: { constant_value: 'http' } },
          },
        ],
      },
    },
    'backend',
  ],
  [
    'a remote state wherever',
    { root_module: { resources: [{ address: 'data.terraform_remote_state.x', type: 'terraform_remote_state', expressions: {} }] } },
    'backend',
  ],
])('%s is blocked, and no entry helps', (_, configuration, kind) => {
  const entry = { state: 'production-data', address: 'data.terraform_remote_state.x', reason: 'r', owner: 'o', expires: '2026-01-20' };
  const verdict = verdictOf(planJson([], { configuration }), [{ ...entry, class: 'destroy' }]);
  expect(verdict.blocked.map((finding) => finding.class)).toEqual([kind]);
});

test.each([
  ['the load balancer of AWS', change('aws_lb.LoadBalancer', ['delete', 'create']), 1],
  ['a listener', change('aws_lb_listener.Https', ['delete']), 1],
  [
    'its own pods',
    change('kubernetes_deployment_v1.LoadBalancer_Pods_Deployment', ['update'], { before: { spec: 1 }, after: { spec: 2 } }),
    1,
  ],
  [
    'labels of its pods’ object',
    change('kubernetes_deployment_v1.LoadBalancer_Pods_Deployment', ['update'], { before: { metadata: 1 }, after: {} }),
    0,
  ],
  ['other pods', change('kubernetes_deployment_v1.AppTier_Admin', ['update'], { before: { spec: 1 }, after: { spec: 2 } }), 0],
])('streams through %s', (_, one, count) => {
  expect(verdictOf(planJson([one])).notices.filter((finding) => finding.class === 'streams')).toHaveLength(count);
});
