/** Whatever takes what holds data, or what protects it, is blocked at every committed address. */
import { mayHoldData } from '../../../scripts/guard/holds-data';
import { change, committed, nested, planJson, protections, verdictOf, worse, type ChangeJson } from './plans.fixture';

const stateful = committed.filter(({ type }) => mayHoldData(type));

/** Each thing that can happen, with the class it is blocked as. Types without a field of their own are protected by their block alone. */
const happens = (address: string, type: string): readonly (readonly [what: string, blockedAs: string, change: ChangeJson])[] => [
  ['destroy', 'destroy', change(address, ['delete'], { before: {}, after: null })],
  [
    'block gone',
    'destroy',
    change(address, ['delete'], { before: {}, after: null }, { action_reason: 'delete_because_no_resource_config' }),
  ],
  ['replace', 'replace', change(address, ['delete', 'create'], { before: {}, after: {}, replace_paths: [['name']] })],
  ['replace, new one first', 'replace', change(address, ['create', 'delete'], { before: {}, after: {} })],
  ['forget', 'forget', change(address, ['forget'], { before: {}, after: null })],
  ...protections(type).map((rule) => {
    const [before, after] = worse(rule);
    const values = { before: nested(rule.path, before), after: nested(rule.path, after) };
    return [`${rule.path} ${String(rule.when)}`, 'protection', change(address, ['update'], values)] as const;
  }),
];

const cases = stateful.flatMap(({ state, address, type }) =>
  happens(address, type).map(([what, blockedAs, one]) => [state, address, what, blockedAs, one] as const),
);

test('there are many', () => {
  expect(stateful.length).toBeGreaterThan(100);
  expect(cases.length).toBeGreaterThan(500);
});

test.each(cases)('%s %s: %s is blocked', (state, address, _, blockedAs, one) => {
  const { blocked } = verdictOf(planJson([one]), [], { state });
  expect(blocked.map((finding) => [finding.class, finding.address])).toEqual([[blockedAs, address]]);
});

test.each(cases.filter(([state]) => state.startsWith('production')))(
  '%s %s: %s is allowed by its entry alone',
  (state, address, _, blockedAs, one) => {
    const entry = { state, address, class: blockedAs as 'destroy', reason: 'it is meant', owner: 'platform', expires: '2026-02-01' };
    expect(verdictOf(planJson([one]), [entry], { state })).toMatchObject({ blocked: [], refused: [] });
    expect(verdictOf(planJson([one]), [{ ...entry, state: 'staging-data' }], { state }).blocked).toHaveLength(1);
  },
);

test('a type that is in no list is taken to hold data', () => {
  expect(verdictOf(planJson([change('aws_dynamodb_table.New', ['delete'])])).blocked).toHaveLength(1);
});

test('an object that is left of a replacement is one as well', () => {
  expect(verdictOf(planJson([change('aws_rds_cluster.One', ['delete'], {}, { deposed: '12345678' })])).blocked).toHaveLength(1);
});

test('so is one whose change Terraform defers', () => {
  const plan = planJson([], { deferred_changes: [{ reason: 'unknown', resource_change: change('aws_rds_cluster.One', ['delete']) }] });
  expect(verdictOf(plan).blocked).toHaveLength(1);
});

test('the attribute that forces a replacement is named', () => {
  const before = { spec: [{ storage_class_name: 'a' }], tags: { hunter2: 'a' } };
  const paths = [['spec', 0, 'storage_class_name'], ['tags', 'hunter2'], ['hunter2']];
  const one = change('kubernetes_persistent_volume_claim_v1.Data', ['delete', 'create'], { before, after: {}, replace_paths: paths });
  expect(verdictOf(planJson([one])).blocked[0]?.attributes).toEqual(['spec[0].storage_class_name', 'tags.…', '…']);
});
