import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadEnvironments } from '../../config';
import { claimsIn, numberProblems, quotationProblems, type Quotation } from '../support/doc-numbers';

const root = path.join(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const pages = execFileSync('git', ['ls-files', '-z', '--', 'README.md', 'docs'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file.endsWith('.md') && file !== 'docs/configuration.md');

const [local] = loadEnvironments(['local']);
if (local === undefined) throw new Error('there is no environment to take the numbers from');
const { preStopSeconds, drainSeconds, graceSeconds } = local.streaming.app.drain;

const quotations: readonly Quotation[] = [
  { file: 'docs/streaming.md', pattern: /waits (\d+) seconds so that every proxy/, value: preStopSeconds },
  { file: 'docs/streaming.md', pattern: /and (\d+) seconds of margin/, value: graceSeconds - preStopSeconds - drainSeconds },
];

describe('numbers in the docs', () => {
  it('are the defaults of their fields', () => {
    expect(pages.flatMap((file) => numberProblems(file, read(file)))).toEqual([]);
  });

  it('are found in tables and in sentences', () => {
    const fields = pages.flatMap((file) => claimsIn(read(file)).map(({ field }) => field));
    expect(fields).toEqual(
      expect.arrayContaining(['heartbeatSeconds', 'drainSeconds', 'objectives.availability', 'slowQueryMillis', 'failover.ttlSeconds']),
    );
  });

  it.each(quotations)('$file: $pattern is what the program has', (quotation) => {
    expect(quotationProblems(quotation, read(quotation.file))).toEqual([]);
  });
});

describe('a number that differs', () => {
  const differs = (field: string, there: number, here: number) => [
    `page.md: \`${field}\` is ${there} there, and ${here} in the configuration`,
  ];

  it.each([
    ['a table', '| number | default |\n| --- | --- |\n| `heartbeatSeconds` | 20 |', differs('heartbeatSeconds', 20, 15)],
    ['a percentage', 'The objective (`objectives.availability`, 98 % by default) counts.', differs('objectives.availability', 0.98, 0.99)],
    ['parentheses', 'It takes `failover.ttlSeconds` (40 s) until then.', differs('failover.ttlSeconds', 40, 30)],
    ['a default', 'Within `objectives.firstTokenSeconds` (12 s by default).', differs('objectives.firstTokenSeconds', 12, 10)],
  ])('is found in %s', (_where, text, problems) => {
    expect(numberProblems('page.md', text)).toEqual(problems);
  });

  it('is found where its field does not exist', () => {
    expect(numberProblems('page.md', '`streaming.heartbeat` (15 s by default)')).toEqual([
      'page.md: `streaming.heartbeat` is no field with a number as its default',
    ]);
  });

  it('is found in a sentence that quotes a constant, and so is a sentence that is gone', () => {
    const quotation = { file: 'page.md', pattern: /waits (\d+) seconds/, value: 20 };
    expect(quotationProblems(quotation, 'It waits 25 seconds.')).toEqual([
      'page.md: /waits (\\d+) seconds/ finds 25, and the program has 20',
    ]);
    expect(quotationProblems(quotation, 'It waits.')).toEqual(['page.md: nothing matches /waits (\\d+) seconds/']);
  });
});
