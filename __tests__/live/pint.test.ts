/** pint over the rule files as they are deployed: what it can tell without a Prometheus. What is left out stands in .pint.json. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { needless, reasonsIn, unexplained, type Finding } from '../support/findings';
import { synthesisOf, titles } from '../support/invariants/synthesis';
import { knownManifests } from '../support/known-manifests';
import { describeLive } from '../support/live';
import { temporaryDirectory } from '../support/watchdog';

jest.setTimeout(180_000);

const reasons = reasonsIn('.pint.json');

/** Of each form of environment the rule files, by their names. */
type Rules = Readonly<Record<string, string>>;
const rulesOf = (title: string): Rules =>
  synthesisOf(title)
    .stacks.flatMap(knownManifests)
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'prometheus-rules')
    .reduce((all, { ['data']: data = {} }) => ({ ...all, ...(data as Rules) }), {});

interface Problem {
  readonly path: string;
  readonly reporter: string;
  readonly problem: string;
  readonly lines: readonly number[];
}

describeLive('pint', ['pint'], ({ pint }) => {
  const directory = temporaryDirectory('pint');

  /** All that it says, down to what is for information. */
  function lint(all: Readonly<Record<string, Rules>>): { readonly findings: readonly Finding[]; readonly said: string } {
    const at = mkdtempSync(path.join(directory, 'lint-'));
    for (const [title, rules] of Object.entries(all)) {
      mkdirSync(path.join(at, title));
      for (const [file, text] of Object.entries(rules)) writeFileSync(path.join(at, title, file), text);
    }
    writeFileSync(path.join(at, 'pint.hcl'), 'parser {\n  schema = "prometheus"\n}\n');
    const { stderr, status } = spawnSync(
      pint,
      [
        ...['--no-color', '--config', 'pint.hcl', '--offline', 'lint', '--show-duplicates', '--min-severity', 'info'],
        ...['--json', 'report.json', ...Object.keys(all)],
      ],
      { cwd: at, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    // It ends with 1 where it found something that cannot work.
    if (status !== 0 && status !== 1) throw new Error(`pint ended with ${status}: ${stderr.slice(-600)}`);
    const problems = JSON.parse(readFileSync(path.join(at, 'report.json'), 'utf8')) as readonly Problem[];
    return { said: stderr, findings: problems.map((problem) => findingOf(problem, readFileSync(path.join(at, problem.path), 'utf8'))) };
  }

  /** It names lines; people name alerts. */
  function findingOf({ path: file, reporter, problem, lines }: Problem, text: string): Finding {
    const before = text.split('\n').slice(0, Math.max(...lines));
    const names = before.flatMap((line) => /"(?:alert|record)": "([^"]+)"/.exec(line)?.slice(1) ?? []);
    return { check: reporter, subject: `${file}: ${names.at(-1) ?? ''}`, detail: problem };
  }

  describe('of what is deployed', () => {
    const deployed = Object.fromEntries(titles.map((title) => [title, rulesOf(title)] as const));
    let findings: readonly Finding[];
    beforeAll(() => ({ findings } = lint(deployed)));

    test('finds nothing that has no reason', () => {
      expect(unexplained(findings, reasons)).toEqual([]);
    });

    test('needs every reason', () => {
      expect(needless(findings, reasons)).toEqual([]);
    });

    test('read the rules of every form', () => {
      expect(titles.filter((title) => Object.keys(deployed[title] ?? {}).length < 4)).toEqual([]);
      const seen = new Set(findings.map(({ subject }) => subject.split('/')[0])); // each has the Watchdog
      expect(titles.filter((title) => !seen.has(title))).toEqual([]);
    });
  });

  test('finds what cannot be evaluated, what sums away what it says, and what matches one value by a pattern', () => {
    const rule = (alert: string, expr: string, description: string) => ({ alert, expr, for: '60s', annotations: { description } });
    const rules = [
      rule('Broken', 'rate(up[5m]', 'It is broken.'),
      rule('SummedAway', 'sum by (pod) (rate(http_requests_total[5m])) > 5', '{{ $labels.instance }} answers.'),
      rule('OneValue', 'http_requests{namespace=~"openrouter"} > 5', 'It is one value.'),
      rule('Always', 'sum(http_requests)', 'It fires whenever there is a number.'),
    ];
    const text = JSON.stringify({ groups: [{ name: 'wrong', rules }] }, null, 2);
    const found = unexplained(lint({ violation: { 'wrong.yml': text } }).findings, reasons);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringContaining('Broken: promql/syntax'),
        expect.stringContaining('SummedAway: alerts/template'),
        expect.stringContaining('OneValue: promql/regexp'),
        expect.stringContaining('Always: alerts/comparison'),
      ]),
    );
  });
});
