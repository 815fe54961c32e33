/** Dumps of a real PostgreSQL into a real S3 server by the real rclone, each of the ways in which one can break, and what comes back. */
import { readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { backupPrograms, Site, startStandby, type Ended } from './backup/site';

jest.setTimeout(300_000);

const ROWS = 5000;

describeLive('backups', backupPrograms, (programs) => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start(programs);
    await site.roles.query(
      'migrate',
      'a',
      `CREATE TABLE items (id serial PRIMARY KEY, name text UNIQUE NOT NULL);
       INSERT INTO items (name) SELECT 'item ' || n FROM generate_series(1, ${ROWS}) AS n;
       CREATE SCHEMA more; CREATE TABLE more."Odd name" (n int); CREATE UNLOGGED TABLE passing (n int); INSERT INTO passing VALUES (1)`,
    );
  });
  afterAll(() => site?.stop());

  let key = '';
  test('a backup is uploaded, read back, and made known by its manifest', async () => {
    const ended = await site.run('dump');
    expect(ended).toEqual({ code: 0, log: expect.stringContaining('1 good backups in the bucket') as string });
    const objects = await site.objects('database');
    key = objects[0]?.split('/')[0] ?? '';
    expect(key).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
    expect([...objects].sort()).toEqual(['globals.sql', 'manifest.json', 'openrouter.dump'].map((name) => `${key}/${name}`));
    const manifest = JSON.parse(await site.read(`database/${key}/manifest.json`)) as { databases: Record<string, { rows: object }> };
    expect(manifest.databases['openrouter']?.rows).toEqual({ 'more."Odd name"': 0, 'public.items': ROWS });
    await expect(site.recorded('attempt', 'last_attempt_success')).resolves.toBe(1);
    await expect(site.recorded('success', 'stored_copies')).resolves.toBe(1);
  });

  test('holds no password and no hash of one', async () => {
    const globals = await site.read(`database/${key}/globals.sql`);
    expect(globals).toContain('CREATE ROLE app_a;');
    expect(globals).not.toMatch(/SCRAM-SHA-256|PASSWORD '/);
  });

  test('a drill brings all of it back', async () => {
    const ended = await site.run('drill');
    expect(ended).toEqual({ code: 0, log: expect.stringContaining(`2 tables, ${ROWS} rows, as the manifest says`) as string });
    await expect(site.recorded('drill-attempt', 'drill_last_attempt_success')).resolves.toBe(1);
  });

  const failedDumps: readonly (readonly [string, (run: Site) => Promise<Ended>, string])[] = [
    ['with a wrong password', (run) => run.run('dump', { PGPASSWORD: 'wrong' }), 'password authentication failed for user "backup_a"'],
    ['into a bucket that is gone', (run) => run.run('dump', { BACKUP_BUCKET: 'gone' }), 'in the bucket gone: '],
    ['with keys that are not the bucket’s', (run) => run.run('dump', { RCLONE_S3_SECRET_ACCESS_KEY: 'wrong' }), 'Forbidden'],
    ['that does not fit', (run) => run.run('dump', { BACKUP_SCRATCH_BYTES: '1000' }), 'larger than the 1000 bytes of the scratch volume'],
    ['whose upload is cut', cutUpload, 'cannot write database/'],
    ['beside another one', besideAnother, 'another backup is running'],
    ['of a table that its role may not read', unreadable, 'permission denied'],
    ['that is stopped', stopped, 'stopped by SIGTERM'],
  ];
  test.each(failedDumps)('a backup %s fails in one line, and is none', async (_, fail, line) => {
    const before = await backupsIn(site);
    const { code, log } = await fail(site);
    expect(code).toBe(1);
    expect(log.split('\n').filter((each) => each.includes('failed: '))).toEqual([expect.stringContaining(line)]);
    expect(await backupsIn(site)).toEqual(before);
  });

  test('a failed attempt leaves what is known of the last good one', async () => {
    const known = await site.read('status/database.success');
    await site.run('dump', { PGPASSWORD: 'wrong' });
    await expect(site.recorded('attempt', 'last_attempt_success')).resolves.toBe(0);
    await expect(site.read('status/database.success')).resolves.toBe(known);
  });

  const broken: readonly (readonly [string, (file: string, manifest: string) => void, string])[] = [
    ['is empty', (file) => writeFileSync(file, ''), 'openrouter.dump has 0 bytes instead of '],
    ['is truncated', (file) => truncateSync(file, 1000), 'openrouter.dump has 1000 bytes instead of '],
    ['has one bit of another value', flipBit, 'openrouter.dump is not what was uploaded: its SHA-256 differs'],
    ['is missing', (file) => rmSync(file), 'openrouter.dump is missing'],
    ['is newer than the manifest', (file) => utimesSync(file, inAnHour, inAnHour), 'openrouter.dump is newer than the manifest'],
    ['has a manifest that was cut', (_, manifest) => truncateSync(manifest, 100), 'its manifest is not whole'],
    ['has a manifest of other rows', otherRows, `public.items has ${ROWS} rows instead of 1`],
  ];
  test.each(broken)('a drill fails in one line when the backup %s', async (_, damage, line) => {
    const newest = path.posix.dirname((await backupsIn(site)).at(-1) ?? '');
    const [file = '', manifest = ''] = ['openrouter.dump', 'manifest.json'].map((name) => site.file(`database/${newest}/${name}`));
    const whole = [file, manifest].map((name) => [name, readFileSync(name), statSync(name).mtime] as const);
    damage(file, manifest);
    const { code, log } = await site.run('drill');
    expect(code).toBe(1);
    expect(log.split('\n').filter((each) => each.includes('failed: '))).toEqual([expect.stringContaining(line)]);
    await expect(site.recorded('drill-attempt', 'drill_last_attempt_success')).resolves.toBe(0);
    for (const [name, content, time] of whole) {
      writeFileSync(name, content);
      utimesSync(name, time, time);
    }
  });

  test('a standby is dumped, with all that the primary had committed; the primary where it is away', async () => {
    const standby = await startStandby(site);
    await site.sql("INSERT INTO items (name) VALUES ('the newest')");
    const { code, log } = await site.run('dump', { BACKUP_REPLICAS: standby.address });
    expect({ code, log }).toEqual({ code: 0, log: expect.stringContaining(`dumping ${standby.address}`) as string });
    expect(log).toContain(`${ROWS + 1} rows`);
    await standby.stop();
    const without = await site.run('dump', { BACKUP_REPLICAS: standby.address });
    expect(without).toEqual({
      code: 0,
      log: expect.stringMatching(/the primary is dumped, because psql at .*Connection refused/) as string,
    });
  });

  test('what is older than it is to be kept is deleted, and what a failed backup has left', async () => {
    await site.run('dump');
    // The bucket’s own clock decides: what was there is a year older now.
    const year = new Date(Date.now() - 365 * 86_400_000);
    for (const object of await site.objects('database'))
      if (object.startsWith(key)) utimesSync(site.file(`database/${object}`), year, year);
    const { code, log } = await site.run('dump', { BACKUP_KEEP_LEAST: '1' });
    expect({ code, log }).toEqual({ code: 0, log: expect.stringContaining(`database/${key}: deleted`) as string });
    expect((await backupsIn(site)).some((each) => each.startsWith(key))).toBe(false);
  });
});

const inAnHour = new Date(Date.now() + 3_600_000);

/** Backups that have a manifest. */
const backupsIn = async (site: Site): Promise<readonly string[]> =>
  (await site.objects('database')).filter((object) => object.endsWith('/manifest.json')).sort();

function flipBit(file: string): void {
  const time = statSync(file).mtime;
  const content = readFileSync(file);
  const middle = Math.floor(content.length / 2);
  content[middle] = (content[middle] ?? 0) ^ 1;
  writeFileSync(file, content);
  utimesSync(file, time, time);
}

function otherRows(_: string, manifest: string): void {
  const time = statSync(manifest).mtime;
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(`"public.items": ${ROWS}`, '"public.items": 1'));
  utimesSync(manifest, time, time);
}

/** The way to the bucket lets a few kilobytes through, and then ends. */
async function cutUpload(site: Site): Promise<Ended> {
  const { hostname, port } = new URL(site.gateway.endpoint);
  const way = createServer((socket) => {
    const onward = connect(Number(port), hostname);
    let passed = 0;
    socket.on('data', (data) => {
      passed += data.length;
      if (passed > 8000) socket.destroy();
      else onward.write(data);
    });
    onward.pipe(socket);
    for (const end of [socket, onward])
      end.on('error', () => undefined).on('close', () => [socket, onward].forEach((each) => each.destroy()));
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  try {
    return await site.run('dump', { RCLONE_S3_ENDPOINT: `http://127.0.0.1:${(way.address() as AddressInfo).port}` });
  } finally {
    way.close();
  }
}

async function besideAnother(site: Site): Promise<Ended> {
  const other = site.server
    .inside("SELECT pg_advisory_lock(hashtext('massrouter backup')), pg_sleep(60)", 'openrouter')
    .catch(() => undefined);
  await waitFor(
    'the lock is held',
    async () => (await site.server.inside(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'`)) === '1',
    30,
  );
  const ended = await site.run('dump');
  await site.server.inside("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
  await other;
  return ended;
}

async function unreadable(site: Site): Promise<Ended> {
  await site.server.inside('REVOKE pg_read_all_data FROM backup GRANTED BY rds_superuser');
  await site.sql('CREATE TABLE others (n int)');
  const ended = await site.run('dump');
  await site.sql('DROP TABLE others');
  await site.server.inside('GRANT pg_read_all_data TO backup GRANTED BY rds_superuser');
  return ended;
}

/** As Kubernetes stops a pod, while the dump waits for a table. */
async function stopped(site: Site): Promise<Ended> {
  const holder = site.sql('BEGIN; LOCK TABLE items IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(60)').catch(() => undefined);
  await waitFor(
    'the table is locked',
    async () =>
      (await site.server.inside(
        "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted AND locktype = 'relation'",
      )) !== '0',
    30,
  );
  const dump = await site.begin('dump');
  await dump.waitUntil('it dumps', () => dump.log().includes('dumping'), 30);
  process.kill(dump.pid, 'SIGTERM');
  const ended = { code: await dump.exited, log: dump.log() };
  await site.server.inside(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()",
  );
  await holder;
  return ended;
}
