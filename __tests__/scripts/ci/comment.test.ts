import { comment } from '../../../scripts/ci/comment';
import { noPlan, type StateReport } from '../../../scripts/plan/report';

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
