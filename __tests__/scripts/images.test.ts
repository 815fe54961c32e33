import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, loadEnvironments } from '../../config';
import { environments } from '../../config/environments';
import { copyScript, imagesCommand, imagesOf, type EnvironmentImages } from '../../scripts/images';
import { describeLive } from '../support/live';

jest.setTimeout(60_000);

const USAGE = 'usage: npm run images -- <environment>… [--json | --copy-to <registry>]';
const listOf = (changes: object): EnvironmentImages =>
  loadEnvironments(['local'], { local: { ...environments['local'], ...changes } }).map(imagesOf)[0] as EnvironmentImages;
const own = listOf({
  images: { registry: 'registry.example/mirror' },
  services: { backend: { image: 'ghcr.io/example/backend:1.0.0' } },
});

test('the table fits into 100 columns, each environment under its name', () => {
  const lines = imagesCommand(['local', 'production']).split('\n');
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
  expect(lines.filter((line) => line.endsWith(':'))).toEqual(['local:', 'production:']);
  expect(lines).toContainEqual(expect.stringMatching(/^program +\d+ {2}prom\/prometheus:v\S+$/));
  expect(lines).toContainEqual(expect.stringMatching(/^yours +2 {2}\S+\/openrouter-backend:1\.0\.0$/));
});

test('JSON has the public name and the workloads, those of Jobs and CronJobs too', () => {
  const [local] = JSON.parse(imagesCommand(['local', '--json'])) as EnvironmentImages[];
  const postgres = local?.images.find(({ image }) => image.startsWith('percona/'));
  expect(postgres).toMatchObject({ public: `docker.io/${postgres?.image}` });
  expect(postgres?.workloads).toEqual(
    expect.arrayContaining([
      'local-data: stateful_set/postgres',
      expect.stringMatching(/^local-app: job\/postgres-roles-/),
      'local-backup: cron_job/backup-dump',
    ]),
  );
});

test('what is in a registry of your own keeps its public name, and what you name has none', () => {
  expect(own.images).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ image: 'ghcr.io/example/backend:1.0.0', public: null }),
      expect.objectContaining({
        image: expect.stringMatching(/^registry\.example\/mirror\/library\/redis:/) as unknown,
        public: expect.stringMatching(/^docker\.io\/library\/redis:/) as unknown,
      }),
    ]),
  );
});

test('help is text on standard output', () => {
  const help = imagesCommand(['--help']);
  expect(help).toContain(USAGE);
  expect(help.split('\n').filter((line) => line.length > 100)).toEqual([]);
});

test.each([
  [[], USAGE],
  [['local', '--json', '--copy-to', 'registry.example'], USAGE],
  [['nope'], 'nope: no such environment; environments: local, staging, production'],
  [['local', '--copy-to', 'https://registry.example'], '--copy-to: must be a registry as host[:port][/prefix]'],
  [['local', '--copy-to', ''], '--copy-to: must be a registry as host[:port][/prefix]'],
  [['local', '--copy-to'], `Option '--copy-to <value>' argument missing; ${USAGE}`],
  [['local', '--yaml'], `Unknown option '--yaml'; ${USAGE}`],
])('%j: one line', (args, says) => {
  let message = '';
  try {
    imagesCommand(args);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    message = error.message;
  }
  expect(message).toContain(says);
  expect(message.split('\n')).toHaveLength(1);
});

test('the command ends with 1 and writes to standard error alone', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', './register', 'scripts/images.ts', 'nope'], {
    cwd: path.join(__dirname, '../..'),
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(/^nope: [^\n]+\n$/) as unknown });
});

describe('the script that copies', () => {
  const script = copyScript([own], 'localhost:5000/copies');
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), 'images-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  /** Runs it with a skopeo that writes down what it is told, or with none. */
  function run(skopeo: boolean) {
    const told = path.join(directory, 'told');
    writeFileSync(told, '');
    if (skopeo) {
      const file = path.join(directory, 'skopeo');
      writeFileSync(file, `#!/bin/sh\necho "$*" >>'${told}'\n`);
      chmodSync(file, 0o755);
    }
    const { status, stderr } = spawnSync('/bin/sh', ['-s'], { input: script, env: { PATH: directory }, encoding: 'utf8' });
    return { status, stderr, told: readFileSync(told, 'utf8').trim().split('\n') };
  }

  test('copies each image of the program once, from the public registry, whatever the environment pulls from', () => {
    const { status, told } = run(true);
    expect(status).toBe(0);
    const publicOnes = own.images.flatMap((one) => one.public ?? []).sort();
    expect(told).toEqual(
      publicOnes.map((image) => `copy --all docker://${image} docker://localhost:5000/copies/${image.slice(image.indexOf('/') + 1)}`),
    );
    expect(script).toContain('#   ghcr.io/example/backend:1.0.0');
  });

  test('copies for what is synthesized: the environment with that registry pulls what was copied', () => {
    const { images } = listOf({ images: { registry: 'localhost:5000/copies' } });
    const pulled = images.map(({ image }) => `docker://${image}`);
    const copied = run(true).told.map((line) => line.split(' ')[3]);
    expect(copied).toEqual(expect.arrayContaining(pulled));
  });

  test('says in one line that skopeo is missing', () => {
    expect(run(false)).toEqual({ status: 1, stderr: expect.stringMatching(/^skopeo is not on the PATH: \S+\n$/) as unknown, told: [''] });
  });

  describeLive('as shellcheck reads it', ['shellcheck'], ({ shellcheck }) => {
    test('has nothing to be said against', () => {
      expect(execFileSync(shellcheck, ['--enable=all', '-'], { input: script, encoding: 'utf8' })).toBe('');
    });
  });
});
