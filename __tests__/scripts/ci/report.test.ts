import { comment } from '../../../scripts/ci/comment';
import { doesNothing, noPlan, readPlan, type PlanJson, type StateReport } from '../../../scripts/ci/report';

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
    const { changes } = readPlan('app', plan(change('a.b', ['delete', 'create'], { replace_paths: [['spec', 0, 'name']] })));
    expect(changes).toMatchObject([{ action: 'replace', forcedBy: ['spec.0.name'] }]);
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

describe('the comment', () => {
  const state = (changes: StateReport['changes'], more: Partial<StateReport> = {}): StateReport => ({
    ...noPlan('staging-data', 'failed', ''),
    status: 'planned',
    changes,
    ...more,
  });
  const write = (...states: readonly StateReport[]) => comment([{ environment: 'staging', states, synth: null }], 'abc123');
  const updates = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ address: `a.b${n}`, action: 'update' as const, forcedBy: [] }));

  test('has what is destroyed or replaced before everything else, and why', () => {
    const text = write(
      state([...updates(1), { address: 'aws_rds_cluster.Postgres', action: 'replace', forcedBy: ['engine'] }]),
      state([{ address: 'aws_s3_bucket.Assets', action: 'delete', forcedBy: [] }]),
    );
    expect(text.indexOf('### Destroyed or replaced: 2')).toBeLessThan(text.indexOf('### staging'));
    expect(text).toContain('- `staging-data` replace `aws_rds_cluster.Postgres` because of `engine`');
    expect(text).toContain('- `staging-data` delete `aws_s3_bucket.Assets`');
  });

  test('counts by state', () => {
    expect(write(state([...updates(2), { address: 'c.d', action: 'create', forcedBy: [] }]))).toContain(
      '| staging-data | 1 | 2 | 0 | 0 |  |',
    );
  });

  test('says of a state that it waits, and for whom, and not that it failed', () => {
    const text = write(noPlan('staging-app', 'waiting', 'for staging-data, not applied yet'));
    expect(text).toContain('| staging-app |  |  |  |  | waiting: for staging-data, not applied yet |');
    expect(text).not.toContain('failed');
  });

  test('shows what the synth differs in where there is no plan yet', () => {
    const synth = [{ stack: 'production-app', added: ['a.new'], removed: ['a.old'], changed: ['a.b'] }];
    const text = comment([{ environment: 'production', states: null, synth }], 'abc123');
    expect(text).toContain('The plan waits for approval');
    expect(text).toContain('| production-app | 1 | 1 | 1 |');
    expect(text.indexOf('removed `a.old`')).toBeLessThan(text.indexOf('added `a.new`'));
  });

  test('is no longer than GitHub takes, ends in a whole line, and keeps what is destroyed', () => {
    const text = write(state([...updates(4000), { address: 'aws_rds_cluster.Postgres', action: 'delete', forcedBy: [] }]));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('delete `aws_rds_cluster.Postgres`');
    expect(text).toMatch(/update `a\.b\d+`\n\n<\/details>\n\nThere is more/);
  });

  test('an address cannot break out of its code', () => {
    const text = write(state([{ address: 'a.b["`|\n### hello"]', action: 'delete', forcedBy: [] }]));
    expect(text).toContain('- `staging-data` delete `a.b["···### hello"]`');
  });
});
