/** What runs the tests in a workflow has what the tools need, and live tests have the time that a slow machine needs. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { filesBelow } from '../support/invariants/synthesis';

const root = path.join(__dirname, '../..');
const read = (...names: string[]) => readFileSync(path.join(root, ...names), 'utf8');

/** Whether a version is at least another, number by number. */
const atLeast = (version: string, least: string): boolean => {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number));
  const first = Array.from({ length: 3 }, (_, index) => (a?.[index] ?? 0) - (b?.[index] ?? 0)).find((difference) => difference !== 0);
  return (first ?? 0) >= 0;
};

const tools = path.join(root, '__tests__/live/tools');
const goVersions = readdirSync(tools)
  .map((name) => path.join(tools, name, 'go.mod'))
  .flatMap((file) => {
    try {
      return /^go (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? [];
    } catch {
      return [];
    }
  });
const newestGo = goVersions.reduce((newest, version) => (atLeast(version, newest) ? version : newest));

interface Job {
  readonly container?: string;
  readonly steps?: readonly { readonly run?: string }[];
}

/** What is wrong with the jobs of a workflow that run the tests. */
function problems(text: string): readonly string[] {
  const { jobs } = parse(text) as { readonly jobs: Readonly<Record<string, Job>> };
  return Object.entries(jobs).flatMap(([name, { container, steps = [] }]) => {
    if (!steps.some(({ run }) => run?.includes('.ci/run'))) return [];
    const [, go, debian] = /^golang:([\d.]+)-([a-z]+)$/.exec(container ?? '') ?? [];
    if (go === undefined) return [`${name}: runs in ${container ?? 'no container'}, not in golang:<version>-<Debian>`];
    return [
      ...(atLeast(go, newestGo) ? [] : [`${name}: has Go ${go}, and the test tools need ${newestGo}`]),
      // Debian 12, by whose release the packages in debian.txt are pinned.
      ...(debian === 'bookworm' ? [] : [`${name}: is Debian ${String(debian)}, and debian.txt is of bookworm`]),
    ];
  });
}

test('the tests of a pull request run where the tools can be built', () => {
  expect(goVersions.length).toBeGreaterThan(10);
  expect(problems(read('.github/workflows/plan.yml'))).toEqual([]);
  expect(read('.github/workflows/plan.yml')).toContain('run: .ci/run');
});

test.each([
  ['golang:1.25.5-bookworm', 'test: has Go 1.25.5, and the test tools need '],
  ['golang:9.0.0-trixie', 'test: is Debian trixie, and debian.txt is of bookworm'],
  ['node:24', 'test: runs in node:24, not in golang:'],
])('%s is refused', (container, problem) => {
  expect(problems(`jobs: { test: { container: '${container}', steps: [{ run: .ci/run }] } }`)).toEqual([expect.stringContaining(problem)]);
});

/** Jest gives a hook five seconds: a slow machine makes no key in them. */
const LEAST_MILLISECONDS = 60_000;

/** Whether a test file of real programs says for how long its hooks may run, and long enough. */
const hurried = (text: string): boolean => {
  const [, time = '0'] = /^jest\.setTimeout\(([\d_]+)\);$/m.exec(text) ?? [];
  return /\bdescribe(Live|Cluster)\(/.test(text) && Number(time.replaceAll('_', '')) < LEAST_MILLISECONDS;
};

test('every live test allows its hooks a minute at least', () => {
  const files = Object.entries(filesBelow(path.join(root, '__tests__'))).filter(
    ([name]) => name.endsWith('.test.ts') && name !== 'guards/ci-tools.test.ts',
  );
  expect(files.filter(([, text]) => hurried(text)).map(([name]) => name)).toEqual([]);
  expect(hurried("describeLive('x', [], () => undefined);")).toBe(true);
  expect(hurried("jest.setTimeout(5_000);\ndescribeLive('x', [], () => undefined);")).toBe(true);
});
