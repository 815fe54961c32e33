/** The same configuration gives the same bytes, whoever synthesizes it, when and where. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesBelow } from '../support/invariants/synthesis';

// Programs in processes of their own are slow where others work.
jest.setTimeout(120_000);

const root = path.join(__dirname, '../..');
let directory: string;
beforeAll(() => void (directory = mkdtempSync(path.join(tmpdir(), 'determinism-'))));
afterAll(() => rmSync(directory, { recursive: true }));

/** Loaded before the program: another day, another sequence of random numbers. */
const otherWorld = `
const days = 400 * 24 * 3600 * 1000;
const { now } = Date;
const Today = Date;
globalThis.Date = class extends Today {
  constructor(...args) { super(...(args.length === 0 ? [now() + days] : args)); }
  static now() { return now() + days; }
};
let drawn = 0;
Math.random = () => (drawn = (drawn + 0.618) % 1);
`;

interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly preload: readonly string[];
}

const here = (): World => ({ cwd: root, env: { TZ: 'UTC', LANG: 'C', HOME: '/root', USER: 'one' }, preload: [] });
const elsewhere = (): World => ({
  cwd: directory,
  env: {
    TZ: 'Pacific/Chatham',
    LANG: 'cs_CZ.UTF-8',
    LC_ALL: 'cs_CZ.UTF-8',
    HOME: directory,
    USER: 'other',
    NODE_ENV: 'production',
    CI: '1',
    PATH: '', // no other program is run
  },
  preload: ['-r', path.join(directory, 'other-world.js')],
});

/** All that a program writes in a world, by file. */
function synthesized(program: string, { cwd, env, preload }: World): Readonly<Record<string, string>> {
  const outdir = mkdtempSync(path.join(directory, 'out-'));
  const { status, stderr } = spawnSync(process.execPath, [...preload, '-r', path.join(root, 'register'), program], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env, CDKTF_OUTDIR: outdir },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return filesBelow(outdir);
}

/** Files of which one has other bytes than the other, or that one has alone. */
const differing = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((file) => one[file] !== other[file]);

/** What `program` writes differently in two worlds. */
const compared = (program: string) => differing(synthesized(program, here()), synthesized(program, elsewhere()));

beforeAll(() => writeFileSync(path.join(directory, 'other-world.js'), otherWorld));

test('a synth is the same in another time zone, language, directory, environment and year, without any other program', () => {
  const one = synthesized(path.join(root, 'main.ts'), here());
  expect(Object.keys(one)).toContain('manifest.json');
  expect(Object.keys(one).length).toBeGreaterThan(3);
  expect(differing(one, synthesized(path.join(root, 'main.ts'), elsewhere()))).toEqual([]);
});

describe('is seen when it depends on', () => {
  test.each([
    ['the clock', 'Date.now()'],
    ['the year', 'new Date().getFullYear()'],
    ['the time zone', 'new Date(0).getHours()'],
    ['randomness', 'Math.random()'],
    ['the language', "['d', 'ch'].sort((one, other) => one.localeCompare(other)).join()"],
    ['the directory', 'process.cwd()'],
    ['the environment', 'process.env.USER'],
    ['another program', "require('node:child_process').spawnSync('cat').status"],
  ])('%s', (_, expression) => {
    const program = path.join(directory, 'program.ts');
    writeFileSync(program, `require('node:fs').writeFileSync(process.env.CDKTF_OUTDIR + '/file', String(${expression}));`);
    expect(compared(program)).toEqual(['file']);
  });

  test('the order in which stacks are written, or one more', () => {
    expect(differing({ same: '1', 'manifest.json': '{"a":1,"b":2}' }, { same: '1', 'manifest.json': '{"b":2,"a":1}', more: '' })).toEqual([
      'manifest.json',
      'more',
    ]);
  });
});
