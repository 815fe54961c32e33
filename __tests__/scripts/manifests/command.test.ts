import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isExpected, ManifestError, manifestsCommand, manifestsOf, statesOf } from '../../../scripts/manifests';

const root = path.join(__dirname, '../../..');
const directory = mkdtempSync(path.join(tmpdir(), 'manifests-test-'));
afterAll(() => rmSync(directory, { recursive: true }));
/** A path that nothing else in this file uses. */
const at = (name: string) => path.join(directory, name);

const read = (yaml: string): unknown[] => parseAllDocuments(yaml).map((document) => document.toJS() as unknown);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const filled = manifestsOf('local').filter(({ objects }) => objects.length > 0);
const command = (...args: readonly string[]) => manifestsCommand(args, () => undefined);

describe('npm run manifests', () => {
  const run = (...args: readonly string[]) => {
    const env = { ...process.env, TMPDIR: directory };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', './register', 'scripts/manifests.ts', ...args], {
      cwd: root,
      encoding: 'utf8',
      env,
    });
    return { status, stdout, stderr };
  };

  test('prints the objects of an environment in the order of its states, and leaves nothing behind', () => {
    const { status, stdout, stderr } = run('local');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(read(stdout)).toEqual(plain(filled.flatMap(({ objects }) => objects)));
    expect(filled.map(({ stack }) => stack).slice(0, 3)).toEqual(['local-platform', 'local-data', 'local-app']);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('ends with one line and exit code 1 at an environment that does not exist, and writes nothing', () => {
    const { status, stdout, stderr } = run('nope', '-o', at('none'));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^nope: no such environment; environments: .*local.*\n$/);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('writes one file for each state that has objects, in the order of their names, and again over them', () => {
    const outputs = [command('local', '-o', at('out')), command('local', '-o', at('out'))];
    expect(outputs).toEqual(['', '']);
    expect(readdirSync(at('out')).sort()).toEqual(filled.map(({ stack }, index) => `${index + 1}-${stack}.yaml`));
    for (const [index, { stack, objects }] of filled.entries()) {
      expect(read(readFileSync(at(`out/${index + 1}-${stack}.yaml`), 'utf8'))).toEqual(plain(objects));
    }
  });

  test('does not write beside a file of an earlier run that would stay', () => {
    mkdirSync(at('stale'));
    writeFileSync(at('stale/3-local-gone.yaml'), '');
    writeFileSync(at('stale/kustomization.yaml'), '');
    const message = `${at('stale')}: 3-local-gone.yaml would stay from an earlier run; remove first`;
    expect(() => command('local', '--output', at('stale'))).toThrow(new ManifestError(message));
    expect(readdirSync(at('stale'))).toHaveLength(2);
  });

  test.each([
    ['no environment', ['-o', at('none')], 'usage: npm run manifests -- <environment> [-o <directory>]'],
    ['two environments', ['local', 'local', '-o', at('none')], 'usage: npm run manifests'],
    ['an option that does not exist', ['local', '--outdir', at('none')], "Unknown option '--outdir'"],
    ['a directory that is a file', ['local', '-o', path.join(root, 'package.json')], 'EEXIST: file already exists'],
  ])('says in one line what is wrong: %s', (_, args, line) => {
    const call = () => command(...args);
    expect(call).toThrow(line);
    expect(messageOf(call)).toEqual({ isExpected: true, lines: 1 });
    expect(existsSync(at('none'))).toBe(false);
  });
});

function messageOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return { isExpected: isExpected(error), lines: String(error).split('\n').length };
  }
}

describe('the states of a synth', () => {
  const data = (value: string) => ({ resource: { kubernetes_config_map_v1: { One: { metadata: { name: 'one' }, data: { value } } } } });

  function outdir(name: string, texts: Readonly<Record<string, unknown>>): string {
    const stacks = Object.entries(texts).map(([stack, json]) => {
      mkdirSync(at(`${name}/stacks/${stack}`), { recursive: true });
      writeFileSync(at(`${name}/stacks/${stack}/cdk.tf.json`), JSON.stringify(json));
      const [workingDirectory, dependencies] = [`stacks/${stack}`, stack === 'a' ? ['b'] : []];
      return [stack, { workingDirectory, synthesizedStackPath: `stacks/${stack}/cdk.tf.json`, dependencies }];
    });
    writeFileSync(at(`${name}/manifest.json`), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
    return at(name);
  }

  test('come in the order of their dependencies, with what they leave to Terraform', () => {
    const states = statesOf(
      outdir('two', { a: data('1'), b: { resource: { random_id: { X: {} }, terraform_data: { Note: { input: '' } } } } }),
    );
    expect(states.map(({ stack, objects, elsewhere }) => [stack, objects.length, elsewhere])).toEqual([
      ['b', 0, ['random_id.X']],
      ['a', 1, []],
    ]);
  });

  test('are not taken from a directory that the manifest does not name', () => {
    const directory = outdir('stale-stack', { b: data('1') });
    mkdirSync(path.join(directory, 'stacks/old'));
    writeFileSync(path.join(directory, 'stacks/old/cdk.tf.json'), JSON.stringify(data('2')));
    expect(statesOf(directory).map(({ stack }) => stack)).toEqual(['b']);
  });

  test('have all their problems in one error, each with its stack', () => {
    const problem = (stack: string, text: string) =>
      `${stack}: kubernetes_config_map_v1.One: data["value"] is known at apply only: ${text}`;
    expect(() => statesOf(outdir('bad', { a: data('${x}'), b: data('${y}') }))).toThrow(
      new ManifestError([problem('b', '${y}'), problem('a', '${x}')].join('\n')),
    );
  });
});
