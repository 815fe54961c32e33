/** The texts that Patroni, PostgreSQL and psql read. What they do is tested with the programs: __tests__/live/postgres*.test.ts. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { memorySettings } from '../../../constructs/postgres/patroni/memory';
import { memberTexts } from '../../../constructs/postgres/patroni/member-texts';
import { scriptEnvironment, type ScriptOptions } from '../../../constructs/postgres/patroni/member-environment';
import type { PatroniOptions } from '../../../constructs/postgres/patroni/patroni-yml';
import { memberPaths } from '../../../constructs/postgres/patroni/image';
import { accessRules } from '../../../constructs/postgres/patroni/access';
import { purposesWithout, rolesEnvironment, variablePrefix } from '../../../constructs/postgres/roles-program';
import { rolesSql } from '../../../constructs/postgres/roles-sql';

const directory = path.join(__dirname, 'golden');

/** Compares a rendered text with its file; with UPDATE_GOLDEN=1 it writes the file, for a review of the difference. */
function expectGolden(name: string, text: string): void {
  const file = path.join(directory, name);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}

type MemberOptions = PatroniOptions & ScriptOptions;

const options = (changes: Partial<MemberOptions> = {}): MemberOptions => ({
  scope: 'postgres',
  scopeLabel: 'app.kubernetes.io/name',
  labels: { 'app.kubernetes.io/name': 'postgres', 'app.kubernetes.io/part-of': 'massrouter' },
  paths: memberPaths(changes.certificateAuthority ?? false),
  operatingSystemUser: 'postgres',
  certificateAuthority: false,
  allowedCidrs: ['10.244.0.0/16'],
  memoryMiB: 8192,
  storageGiB: 50,
  maxConnections: 250,
  slowQueryMillis: 500,
  failover: { ttlSeconds: 30, loopSeconds: 10, retrySeconds: 10 },
  port: 5432,
  database: 'openrouter',
  archive: null,
  ...changes,
});

const logins = [
  { purpose: 'app', prefix: 'POSTGRES_APP_A' },
  { purpose: 'app', prefix: 'POSTGRES_APP_B' },
  { purpose: 'migrate', prefix: 'POSTGRES_MIGRATE' },
] as const;

describe('what is rendered', () => {
  test.each(['patroni.yml', 'dynamic.yml', 'server.sql'])('%s', (name) => {
    expectGolden(name, memberTexts(options())[name] ?? '');
  });

  test('patroni.yml, with a certificate from outside', () => {
    expectGolden('authority-patroni.yml', memberTexts(options({ certificateAuthority: true, port: 5433 }))['patroni.yml'] ?? '');
  });

  test('what is different where changes are archived', () => {
    const archive = {
      ...({ stanza: 'main', retentionDays: 30, fullBackupDay: 'sunday', backupHour: 0, restoreTo: 'latest', queueMiB: 20_480 } as const),
      bucket: { endpoint: 'http://object-storage.openrouter.svc:7070', region: 'us-east-1', bucket: 'openrouter-backups' },
    };
    const texts = memberTexts(options({ archive }));
    expectGolden('archive-patroni.yml', texts['patroni.yml'] ?? '');
    expectGolden('pgbackrest.conf', texts['pgbackrest.conf'] ?? '');
  });

  test('roles.sql', () => {
    expectGolden('roles.sql', rolesSql({ database: 'openrouter', extensions: ['pg_trgm'] }));
  });
});

test('the scripts know the other members by the labels of their pods, and whether the certificate is renewed', () => {
  expect(scriptEnvironment(options())).toMatchObject({
    POSTGRES_PRIMARY_SELECTOR: 'app.kubernetes.io/name=postgres,app.kubernetes.io/part-of=massrouter,role=primary',
    POSTGRES_CERTIFICATE_RENEWED: 'no',
  });
  expect(scriptEnvironment(options({ certificateAuthority: true }))).toMatchObject({ POSTGRES_CERTIFICATE_RENEWED: 'yes' });
});

test('the scripts have no variable that Patroni takes for its own', () => {
  expect(Object.keys(scriptEnvironment(options())).filter((name) => !name.startsWith('POSTGRES_'))).toEqual([]);
});

interface Settings {
  readonly bootstrap: { readonly dcs: unknown };
  readonly postgresql: { readonly pg_hba: readonly string[]; readonly authentication: Record<string, Record<string, string>> };
}
const patroni = (changes: Partial<MemberOptions> = {}) => parse(memberTexts(options(changes))['patroni.yml'] ?? '') as Settings;

test('a new cluster begins with the settings that every later start puts there', () => {
  expect(patroni().bootstrap.dcs).toEqual(parse(memberTexts(options())['dynamic.yml'] ?? ''));
});

test('nobody is let in without TLS, and the superuser not at all from outside', () => {
  const lines = patroni({ allowedCidrs: ['10.0.0.0/8', '192.168.0.0/16'] }).postgresql.pg_hba;
  const allowing = lines.filter((line) => !line.endsWith(' reject') && !line.startsWith('local '));
  expect(allowing.filter((line) => !/^hostssl .* (10\.0\.0\.0\/8|192\.168\.0\.0\/16) scram-sha-256$/.test(line))).toEqual([]);
  expect(lines.indexOf('host all postgres all reject')).toBeLessThan(lines.findIndex((line) => line.startsWith('hostssl')));
  expect(lines.filter((line) => line.startsWith('local '))).toEqual(['local all postgres peer map=superuser']);
});

test('members check each other’s certificate where an authority has signed it', () => {
  expect(patroni().postgresql.authentication.replication).toEqual({ sslmode: 'require', channel_binding: 'require' });
  expect(patroni({ certificateAuthority: true }).postgresql.authentication.rewind).toEqual({
    sslmode: 'verify-ca',
    sslrootcert: '/etc/postgres-tls/ca.crt',
    channel_binding: 'require',
  });
});

test('no text has a password in it: only variables', () => {
  const texts = { ...memberTexts(options()), roles: rolesSql({ database: 'openrouter', extensions: [] }) };
  const given = Object.values(texts).flatMap((text) => text.match(/PASSWORD \S+|password:.*/g) ?? []);
  expect([...new Set(given)]).toEqual([`PASSWORD :'password';`, `PASSWORD %L',`]);
});

test('what YAML 1.1 would take for something else is quoted', () => {
  expect(memberTexts(options())['patroni.yml']).toContain("ssl: 'on'\n");
});

describe('memory', () => {
  test.each([
    [2048, 250, '512MB', '4MB', '128MB'],
    [8192, 250, '2048MB', '8MB', '512MB'],
    [16_384, 200, '4096MB', '20MB', '1024MB'],
    [65_536, 20, '16384MB', '256MB', '1024MB'],
  ])('of %i MiB with %i connections', (memoryMiB, maxConnections, shared_buffers, work_mem, maintenance_work_mem) => {
    expect(memorySettings({ memoryMiB, maxConnections })).toMatchObject({ shared_buffers, work_mem, maintenance_work_mem });
  });
});

test('Patroni may read no Secret and delete nothing', () => {
  const rules = accessRules('postgres', ['postgres-0']);
  expect(rules.flatMap(({ resources }) => resources)).toEqual(['configmaps', 'configmaps', 'pods', 'pods']);
  expect(rules.flatMap(({ verbs }) => verbs).filter((verb) => !['create', 'get', 'list', 'patch', 'watch'].includes(verb))).toEqual([]);
  // Without names: only what cannot have them.
  const unnamed = rules.filter(({ resourceNames }) => resourceNames === undefined).flatMap(({ verbs }) => verbs);
  expect([...new Set(unnamed)].sort()).toEqual(['create', 'list', 'watch']);
});

test('roles.sh is told every login as a word', () => {
  expect(rolesEnvironment({ database: 'openrouter', logins })).toEqual({
    ROLES_DATABASE: 'openrouter',
    ROLES_LOGINS: 'app:POSTGRES_APP_A app:POSTGRES_APP_B migrate:POSTGRES_MIGRATE',
  });
});

test('variables are named after their Secret', () => {
  expect(variablePrefix('postgres-app-a')).toBe('POSTGRES_APP_A');
});

test('a purpose without a login is noticed', () => {
  expect(purposesWithout(logins)).toEqual(['monitor', 'backup']);
});
