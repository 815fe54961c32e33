/** The archive of all changes. What the programs do is tested with the programs: __tests__/live/postgres-archive.test.ts. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { at } from '../../../support/synthesized';
import { patroni, patroniConfig, type Changes } from '../postgres.fixture';

const podOf = (changes?: Changes) => at(patroni(changes).find('kubernetes_stateful_set_v1', 'postgres'), 'spec.template.spec');
const textsOf = (changes?: Changes) =>
  at(patroni(changes).find('kubernetes_config_map_v1', 'postgres'), 'data') as Readonly<Record<string, string>>;
const off = { archive: patroniConfig({ archive: { enabled: false, reason: 'a test without an archive' } }).archive };
const secretsOf = (pod: unknown, container: number) =>
  (at(pod as never, `container.${container}.env`) as { name: string; value_from?: { secret_key_ref?: { name: string; key: string } } }[])
    .filter(({ name }) => name.startsWith('PGBACKREST_REPO1'))
    .map(({ name, value_from }) => [name, value_from?.secret_key_ref]);

describe('a member', () => {
  test('has a second container, which makes the copies and tells of them', () => {
    expect(at(podOf(), 'container.1')).toMatchObject({
      name: 'backups',
      command: ['/bin/sh', '/etc/patroni/python.sh', '/etc/patroni/backups.py'],
      port: [{ name: 'metrics', container_port: 9854 }],
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    });
  });

  test.each([0, 1])('gets the keys of the bucket and the cipher’s password in container %i, from Secrets', (container) => {
    expect(Object.fromEntries(secretsOf(podOf(), container))).toEqual({
      PGBACKREST_REPO1_S3_KEY: { name: 'object-storage-backups-a', key: 'username' },
      PGBACKREST_REPO1_S3_KEY_SECRET: { name: 'object-storage-backups-a', key: 'password' },
      PGBACKREST_REPO1_CIPHER_PASS: { name: 'postgres-archive', key: 'password' },
    });
  });

  test('has none of it where nothing is archived', () => {
    const pod = podOf({ config: off });
    expect([at(pod, 'container'), secretsOf(pod, 0)]).toEqual([[expect.objectContaining({ name: 'postgres' })], []]);
    const texts = textsOf({ config: off });
    expect([Object.keys(texts).filter((name) => /backrest|wal|restore|recover|backups/.test(name)), texts['patroni.yml']]).toEqual([
      [],
      expect.not.stringContaining('archive') as unknown,
    ]);
  });
});

describe('the cipher’s password', () => {
  test('is made once, and no rotation changes it', () => {
    for (const secretsRevision of [2, 3, 7])
      expect(patroni({ around: { secretsRevision } }).find('kubernetes_secret_v1', 'postgres-archive')).toMatchObject({
        data_wo_revision: 1,
        lifecycle: { prevent_destroy: true },
      });
  });

  test('may be one that is there', () => {
    const archive = patroniConfig({ archive: { enabled: true, cipherSecret: 'kept' } }).archive;
    const built = patroni({ config: { archive } });
    expect(built.names('kubernetes_secret_v1')).not.toContain('postgres-archive');
    expect(Object.fromEntries(secretsOf(podOf({ config: { archive } }), 0))).toMatchObject({
      PGBACKREST_REPO1_CIPHER_PASS: { name: 'kept', key: 'password' },
    });
  });
});

test('no object storage without keys: it is a mistake of the program', () => {
  expect(() => patroni({ props: { backups: null } })).toThrow('no keys of a bucket for the archive');
});

test('members without data begin where they are told to', () => {
  const begins = (restoreTo: string | null) => {
    const { archive } = patroniConfig({ archive: { enabled: true, restoreTo } });
    return textsOf({ config: { archive } })['patroni.yml'];
  };
  expect(begins(null)).not.toContain('method:');
  expect(begins('2026-11-28T02:14:03Z')).toContain(
    'command: /bin/sh /etc/patroni/restore.sh /var/lib/postgresql/data 2026-11-28T02:14:03Z\n',
  );
});

test('a volume that cannot hold an hour without the bucket is refused', () => {
  expect(() => patroniConfig({ storageGiB: 9 })).toThrow('3686 MiB of it are for what an archive that is away has not taken');
  expect(patroniConfig({ storageGiB: 10 })).toMatchObject({ storageGiB: 10 });
  expect(patroniConfig({ storageGiB: 1, archive: off.archive })).toMatchObject({ storageGiB: 1 });
});

test.each([
  [{ retentionDays: 6 }, 'must be 7 or more'],
  [{ restoreTo: 'yesterday' }, 'must be \\"latest\\" or a moment in UTC'],
  [{ restoreTo: '2026-11-28T02:14:03+01:00' }, 'must be \\"latest\\" or a moment in UTC'],
  [{ stanza: 'a b; rm' }, 'stanza'],
  [{ backupHour: 24 }, 'backupHour'],
])('%j is refused', (fields, message) => {
  expect(() => patroniConfig({ archive: { enabled: true, ...fields } })).toThrow(message);
});

describe('when a copy is due', () => {
  const directory = path.join(__dirname, '../../../../constructs/postgres/patroni/archive');
  const program = 'import json, sys, backups\nprint(json.dumps([backups.kind_due(c, n) for c, n in json.load(sys.stdin)]))';
  const unused = { POSTGRES_ARCHIVE_LISTEN: '', POSTGRES_ARCHIVE_LOOK_SECONDS: '1', POSTGRES_ARCHIVE_RETRY_SECONDS: '1' };
  const environment = { POSTGRES_ARCHIVE_STANZA: 'main', POSTGRES_ARCHIVE_DAY: 'sunday', POSTGRES_ARCHIVE_HOUR: '1', ...unused };
  const variables = { ...environment, POSTGRES_RUN: '/r', POSTGRES_PORT: '1', POSTGRES_SUPERUSER: 'p', PYTHONDONTWRITEBYTECODE: '1' };
  type Copy = readonly [kind: 'full' | 'diff', began: string];
  const due = (cases: readonly (readonly [now: string, ...copies: Copy[]])[]) => {
    const unix = (moment: string) => Date.parse(moment) / 1000;
    const input = cases.map(([now, ...copies]) => [
      copies.map(([type, began]) => ({ type, timestamp: { start: unix(began) } })),
      unix(now),
    ]);
    const env = { ...process.env, ...variables, PYTHONPATH: directory };
    return JSON.parse(execFileSync('python3', ['-c', program], { input: JSON.stringify(input), env, encoding: 'utf8' })) as unknown;
  };
  const full = (began: string): Copy => ['full', began];
  const diff = (began: string): Copy => ['diff', began];

  test('the first is a full one, then one a week on its day, and what has changed on the others', () => {
    expect(
      due([
        ['2026-11-25T12:00:00Z'], // Wednesday, and nothing yet
        ['2026-11-25T12:10:00Z', full('2026-11-25T12:00:00Z')],
        ['2026-11-26T00:59:59Z', full('2026-11-25T12:00:00Z')],
        ['2026-11-26T01:00:00Z', full('2026-11-25T12:00:00Z')],
        ['2026-11-26T01:30:00Z', full('2026-11-25T12:00:00Z'), diff('2026-11-26T01:00:10Z')],
        ['2026-11-29T01:00:00Z', full('2026-11-25T12:00:00Z'), diff('2026-11-28T01:00:10Z')], // Sunday
        ['2026-11-29T03:00:00Z', full('2026-11-25T12:00:00Z'), full('2026-11-29T01:00:10Z')],
        ['2026-12-02T08:00:00Z', full('2026-11-22T01:00:10Z'), diff('2026-12-02T01:00:10Z')], // the Sunday was missed
      ]),
    ).toEqual(['full', null, null, 'diff', null, 'full', null, 'full']);
  });

  test('no two weeks of any history pass without a full one', () => {
    const start = Date.parse('2026-01-01T00:00:00Z');
    const cases = Array.from({ length: 2000 }, () => {
      const now = start + Math.random() * 300 * 86_400_000;
      const age = (8 + Math.random() * 20) * 86_400_000;
      return [new Date(now).toISOString(), full(new Date(now - age).toISOString()), diff(new Date(now - 1000).toISOString())] as const;
    });
    expect(new Set(due(cases) as string[])).toEqual(new Set(['full']));
  });
});
