import { doesNothing, head, noPlan, readPlan, row, type PlanJson } from '../../../scripts/plan/report';

const change = (address: string, actions: readonly string[], more: object = {}) => ({
  address,
  mode: 'managed',
  change: { actions, before: { password: 'hunter2' }, after: { password: 'hunter3' }, ...more },
});

const plan = (...changes: readonly object[]): PlanJson => ({ resource_changes: changes }) as PlanJson;

describe('a plan', () => {
  test.each([
    [['create'], 'create'],
    [['update'], 'update'],
    [['delete'], 'delete'],
    [['delete', 'create'], 'replace'],
    [['create', 'delete'], 'replace'],
    [['forget'], 'forget'],
  ])('%j is a %s', (actions, action) => {
    expect(readPlan('app', plan(change('a.b', actions))).changes).toEqual([{ address: 'a.b', action, forcedBy: [] }]);
  });

  test('nothing is done to what is only read, or stays as it is', () => {
    const report = readPlan('app', plan(change('a.b', ['no-op']), { ...change('data.c.d', ['read']), mode: 'data' }));
    expect(report.changes).toEqual([]);
    expect(doesNothing(report)).toBe(true);
  });

  test('an import is shown', () => {
    expect(readPlan('app', plan(change('a.b', ['no-op'], { importing: { id: 'x' } }))).changes).toMatchObject([{ action: 'import' }]);
  });

  test('a change of an output is one: another state reads it', () => {
    const report = readPlan('app', { output_changes: { host: { actions: ['update'] } } });
    expect(report).toMatchObject({ outputsChange: true, changes: [] });
    expect(doesNothing(report)).toBe(false);
  });

  test('says what forces a replacement, by name', () => {
    const { changes } = readPlan(
      'app',
      plan(change('a.b', ['delete', 'create'], { before: { spec: [{ name: 'hunter2' }] }, replace_paths: [['spec', 0, 'name']] })),
    );
    expect(changes).toMatchObject([{ action: 'replace', forcedBy: ['spec[0].name'] }]);
  });

  test('has no value in its report', () => {
    expect(JSON.stringify(readPlan('app', plan(change('a.b', ['update']))))).not.toContain('hunter');
  });

  test('was applied when its state has a resource, not when it has only read something', () => {
    const state = (mode: string): PlanJson => ({ prior_state: { values: { root_module: { resources: [{ mode }] } } } });
    expect(readPlan('app', state('managed')).applied).toBe(true);
    expect(readPlan('app', state('data')).applied).toBe(false);
    expect(readPlan('app', {}).applied).toBe(false);
  });
});

describe('the digest of a plan', () => {
  const digest = (...changes: readonly object[]) => readPlan('app', plan(...changes)).digest;
  const other = { after: { password: 'hunter4' } };

  test('is the same for the same plan, in whatever order its keys are', () => {
    expect(digest(change('a.b', ['update']))).toBe(digest({ change: change('a.b', ['update']).change, mode: 'managed', address: 'a.b' }));
  });

  test.each([
    ['value', [change('a.b', ['update'], other)]],
    ['action', [change('a.b', ['create'])]],
    ['address', [change('a.c', ['update'])]],
    ['further change', [change('a.b', ['update']), change('a.c', ['update'])]],
  ])('is another one with another %s', (_, changes) => {
    expect(digest(...changes)).not.toBe(digest(change('a.b', ['update'])));
  });
});

describe('the row of a state', () => {
  const changes = (...actions: readonly string[][]) => actions.map((one, index) => change(`a.b${index}`, one));

  test('counts what is added, changed, replaced and destroyed', () => {
    const all = changes(['create'], ['no-op'], ['update'], ['update'], ['delete', 'create'], ['create', 'delete'], ['delete'], ['forget']);
    const report = readPlan('local-app', plan(...all, change('a.c', ['no-op'], { importing: { id: 'x' } })));
    expect(head).toEqual(['state', 'add', 'change', 'replace', 'destroy', '']);
    expect(row(report, '-')).toEqual(['local-app', '2', '2', '2', '2', '']);
  });

  test('says that outputs change, which no number shows', () => {
    const report = readPlan('local-app', { output_changes: { host: { actions: ['update'] } } });
    expect(row(report, '-')).toEqual(['local-app', '0', '0', '0', '0', 'outputs change']);
  });

  test('has no numbers where there is no plan, and says why', () => {
    expect(row(noPlan('local-app', 'failed', 'terraform init: killed'), '-')).toEqual([
      'local-app',
      ...['-', '-', '-', '-'],
      'failed: terraform init: killed',
    ]);
  });
});
