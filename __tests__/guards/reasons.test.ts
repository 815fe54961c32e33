/** Reasons for what checkers find: each is read by the live test of its checker, and only what it speaks of is left out. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { needless, reasonsIn, unexplained, type Reason } from '../support/findings';

const root = path.join(__dirname, '../..');
const files = readdirSync(root).filter((file) => /^\.[a-z-]+\.json$/.test(file) && !file.startsWith('.prettier'));

describe.each(files)('%s', (file) => {
  test('is what the test of its checker reads', () => {
    const checker = path.basename(file, '.json').slice(1);
    expect(readFileSync(path.join(root, `__tests__/live/${checker}.test.ts`), 'utf8')).toContain(`reasonsIn('${file}')`);
  });

  test('says for each check where, what and why, and no two of the same', () => {
    const reasons = reasonsIn(file);
    expect(reasons.flatMap((reason) => Object.keys(reason).join(' '))).toEqual(reasons.map(() => 'check subject detail why'));
    const said = reasons.map(({ check, subject, detail }) => [check, subject, detail].join(' '));
    expect([...new Set(said)]).toEqual(said);
  });
});

test('all checkers with reasons in such a file are found', () => {
  expect(files).toEqual(['.gixy.json', '.kube-score.json', '.parliament.json', '.pint.json', '.tflint.json']);
});

describe('a finding', () => {
  const finding = { check: 'open', subject: 'local: Service/web', detail: 'anyone may reach it' };
  const reason: Reason = { check: 'open', subject: 'Service/web$', detail: 'reach', why: 'it is what the users are to reach' };

  test('with a reason is left out, and the reason is needed', () => {
    expect(unexplained([finding], [reason])).toEqual([]);
    expect(needless([finding], [reason])).toEqual([]);
  });

  test.each([
    ['of another check', { check: 'closed' }],
    ['of something else', { subject: 'local: Service/database' }],
    ['that says something else', { detail: 'nobody answers' }],
  ])('%s is not, and the reason is needless', (_, changes) => {
    const other = { ...finding, ...changes };
    expect(unexplained([other], [reason])).toEqual([`${other.subject}: ${other.check}: ${other.detail}`]);
    expect(needless([other], [reason])).toEqual([reason]);
  });

  test('with a reason that says nothing is no better', () => {
    const silent = { ...reason, why: 'false alarm' };
    expect(needless([finding], [silent])).toEqual([silent]);
  });
});
