/**
 * What is written comes back: three real members with their archive in a real bucket, restored by the programs that people and Patroni run.
 * DRILLS=1 restores to more moments of a longer time.
 */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { controlPlanePrograms } from '../support/control-plane';
import { describeLive } from '../support/live';
import { waitFor, type RunningProcess } from '../support/processes';
import { buckets, gatewayPrograms } from './object-storage/gateway';
import { Copies, copyNow, createArchive, Scratch, waitUntilArchived, type Archive } from './postgres/archive';
import { PATIENCE_SECONDS, startCluster, type Cluster } from './postgres/cluster';
import { archivePrograms, postgresPrograms } from './postgres/programs';
import { refusedRestores } from './postgres/refused-restores';

const whole = process.env.DRILLS === '1';
const WRITE_SECONDS = whole ? 180 : 20;
const MOMENTS = whole ? 5 : 2;
const DATABASE = 'postgres';

// The whole series of the drills takes most of it.
jest.setTimeout(1_800_000);

const programs = [...postgresPrograms, ...archivePrograms, ...controlPlanePrograms, ...gatewayPrograms] as const;

describeLive('the archive of PostgreSQL under Patroni', programs, (found) => {
  const measured: { readonly what: string; readonly value: string }[] = [];
  let archive: Archive;
  let cluster: Cluster;
  let copies: Copies;

  beforeAll(async () => {
    archive = await createArchive(found);
    cluster = await startCluster(found, { archive: archive.options }, archive.variables);
    copies = await Copies.start(cluster.members);
    await cluster.waitUntilWhole();
    await write('CREATE TABLE written (n bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())');
  });
  afterAll(async () => {
    console.table(measured);
    await copies?.stop();
    await cluster?.stop();
    await archive?.gateway.stop();
  });

  const write = async (sql: string) => cluster.inside(await cluster.primary(), sql, DATABASE);
  const waitForWrites = () =>
    waitFor(
      'a member takes writes',
      async () => (await write('INSERT INTO written DEFAULT VALUES RETURNING true')) === 't',
      PATIENCE_SECONDS,
    );
  const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);
  const measure = (what: string, value: string) => measured.push({ what, value });
  const file = (...parts: string[]) => path.join(archive.gateway.paths.data, 'buckets', buckets.backups, 'postgres', ...parts);
  const told = async (what: string, test: (values: Record<string, number>) => boolean) => {
    try {
      await waitFor(what, async () => test(await copies.told(await cluster.primary())), PATIENCE_SECONDS);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${copies.log()}\n${(await cluster.primary()).log().slice(-3000)}`, { cause: error });
    }
  };
  /** 200 commits a second, each with its time. */
  const startWriter = async (): Promise<RunningProcess> => {
    const primary = await cluster.primary();
    const script = path.join(primary.socket, 'writer.sql');
    writeFileSync(script, 'INSERT INTO written DEFAULT VALUES;');
    const login = [`--host=${primary.socket}`, `--port=${primary.ports.postgres}`, '--username=postgres'];
    return primary.exec(
      'writer',
      'pgbench',
      '--no-vacuum',
      `--file=${script}`,
      '--rate=200',
      '--client=4',
      '--time=3600',
      ...login,
      DATABASE,
    );
  };

  test('the first copy is made by the primary on its own, and every member tells of it', async () => {
    await told('the first copy', ({ last_attempt_success, stored_copies }) => last_attempt_success === 1 && stored_copies === 1);
    for (const member of cluster.members)
      await waitFor(`${member.name} tells`, async () => (await copies.told(member)).stored_copies === 1, PATIENCE_SECONDS);
    const { last_success_timestamp_seconds: began = 0, last_size_bytes: size } = await copies.told(await cluster.primary());
    expect([began > 0, size]).toEqual([true, expect.any(Number)]);
  });

  describe('a writer at 200 commits a second', () => {
    let began: number;
    let ended: number;

    beforeAll(async () => {
      const writer = await startWriter();
      await sleep(WRITE_SECONDS * 1000);
      await writer.stop('SIGKILL');
      const [count = 0, from = 0, to = 0] = (
        await write("SELECT count(*) || ' ' || extract(epoch FROM min(at)) || ' ' || extract(epoch FROM max(at)) FROM written")
      )
        .split(' ')
        .map(Number);
      [began, ended] = [from, to];
      measure('commits a second', (count / (to - from)).toFixed(0));
      await waitUntilArchived(cluster);
    });

    test.each(Array.from({ length: MOMENTS }, (_, index) => index))('restored to a random second of it (%i)', async (index) => {
      const second = Math.floor(began + 2 + Math.random() * (ended - began - 4));
      const moment = new Date(second * 1000).toISOString().replace('.000', '');
      const scratch = new Scratch(cluster, await cluster.primary(), `moment-${index}`);
      const since = performance.now();
      expect([moment, await scratch.restore(moment)]).toEqual([moment, { code: 0, said: '' }]);
      expect([moment, await scratch.recover()]).toEqual([moment, { code: 0, said: '' }]);
      measure(`restore to ${moment}, seconds`, seconds(since));
      const restored = await scratch.query('SELECT count(*), extract(epoch FROM max(at)) FROM written', DATABASE);
      const [count, last] = restored.split('|').map(Number) as [number, number];
      const before = Number(await write(`SELECT count(*) FROM written WHERE at < to_timestamp(${second}) - interval '1 second'`));
      measure(`newest row, seconds from ${moment}`, (last - second).toFixed(3));
      expect(count).toBeGreaterThanOrEqual(before);
      expect(
        Number(await scratch.query(`SELECT count(*) FROM written WHERE at < to_timestamp(${second}) - interval '1 second'`, DATABASE)),
      ).toBe(before);
      expect(last).toBeLessThanOrEqual(second + 1);
      await scratch.drop();
    });

    test.each(refusedRestores)('is refused in one line: %s', async (name, said, when, variables) => {
      const scratch = new Scratch(cluster, await cluster.primary(), 'refused', variables);
      const result = await scratch.restore(when ?? new Date((Math.floor(ended) - 1) * 1000).toISOString().replace('.000', ''));
      expect([name, result.code, result.said]).toEqual([name, 1, expect.stringMatching(said)]);
      expect(result.said.split('\n')).toHaveLength(1);
      await scratch.drop();
    });

    test('is refused in one line: a directory that is not empty', async () => {
      const primary = await cluster.primary();
      const scratch = new Scratch(cluster, primary, 'full');
      Object.assign(scratch, { data: primary.data });
      await expect(scratch.restore('latest')).resolves.toEqual({ code: 1, said: `restore: ${primary.data} is not empty` });
    });

    test.each(['latest', 'moment'])('a segment that is missing in the middle ends the recovery (%s)', async (to) => {
      const primary = await cluster.primary();
      await write('INSERT INTO written DEFAULT VALUES');
      await waitUntilArchived(cluster);
      const [timeline = ''] = readdirSync(file('archive/main/16-1')).sort().slice(-1);
      const segments = readdirSync(file('archive/main/16-1', timeline))
        .filter((name) => /^[0-9A-F]{24}-/.test(name))
        .sort();
      const missing = segments.at(-2) ?? '';
      const place = file('archive/main/16-1', timeline, missing);
      renameSync(place, file('taken'));
      const scratch = new Scratch(cluster, primary, `gap-${to}`);
      const now = (await write('SELECT max(at) FROM written')).replace(' ', 'T').replace(/\..*/, 'Z');
      await expect(scratch.restore(to === 'latest' ? to : now)).resolves.toEqual({ code: 0, said: '' });
      const result = await scratch.recover();
      expect(result).toEqual({
        code: 1,
        said: expect.stringMatching(
          `^restore: segment ${missing.slice(0, 24)} is missing in the archive, which has [0-9A-F]{24}$`,
        ) as unknown,
      });
      await scratch.drop();
      renameSync(file('taken'), place);
    });
  });

  test('the bucket is away: writes go on, and the primary that is lost with what only it had takes nothing with it', async () => {
    const old = await cluster.primary();
    await expect(copyNow(old, 'diff')).resolves.toEqual({ code: 0, said: '' });
    await archive.gateway.stop();
    await write("INSERT INTO written (at) VALUES ('2001-01-01')");
    await write('SELECT pg_switch_wal()');
    await write('INSERT INTO written DEFAULT VALUES');
    await cluster.waitUntilWhole();
    const since = performance.now();
    await old.crash();
    await waitForWrites();
    measure('bucket away, primary lost: seconds until another takes writes', seconds(since));
    await archive.gateway.start();
    const primary = await cluster.primary();
    expect(primary.name).not.toBe(old.name);
    await waitFor('the gap is found', () => /the archive lacks [0-9A-F]{24}: it is archived now/.test(copies.log()), PATIENCE_SECONDS);
    await waitUntilArchived(cluster);
    const scratch = new Scratch(cluster, primary, 'after-failover');
    await expect(scratch.restore('latest')).resolves.toEqual({ code: 0, said: '' });
    await expect(scratch.recover()).resolves.toEqual({ code: 0, said: '' });
    await expect(scratch.query("SELECT count(*) FROM written WHERE at = '2001-01-01'", DATABASE)).resolves.toBe('1');
    await scratch.drop();
    old.start();
    await cluster.waitUntilWhole();
  });

  test('the bucket is away: a primary that is stopped in order still hands over', async () => {
    const old = await cluster.primary();
    await archive.gateway.stop();
    await write('SELECT pg_switch_wal()');
    const since = performance.now();
    await old.handOver();
    await waitForWrites();
    measure('bucket away, primary stopped in order: seconds until another takes writes', seconds(since));
    await archive.gateway.start();
    await cluster.waitUntilWhole();
    expect((await cluster.primary()).name).not.toBe(old.name);
  });

  test('all members and their volumes are lost: all comes back out of the bucket', async () => {
    await waitUntilArchived(cluster);
    const writer = await startWriter();
    await sleep(5000);
    const last = Number(await write('SELECT extract(epoch FROM max(at)) FROM written'));
    await Promise.all([copies.stop(), ...cluster.members.map((member) => member.crash())]);
    await writer.stop('SIGKILL');
    const since = performance.now();
    await cluster.forget();
    for (const member of cluster.members) member.replace({ archive: { ...archive.options, restoreTo: 'latest' } });
    for (const member of cluster.members) member.start();
    copies = await Copies.start(cluster.members);
    await cluster.waitUntilWhole();
    measure('everything lost: seconds until three members are in step', seconds(since));
    const kept = Number(await write('SELECT extract(epoch FROM max(at)) FROM written'));
    measure('everything lost: seconds of writes that are gone', (last - kept).toFixed(1));
    expect(last - kept).toBeLessThanOrEqual(60);
    // It goes on archiving where it was.
    await write("INSERT INTO written (at) VALUES ('2002-02-02')");
    await waitUntilArchived(cluster);
    const scratch = new Scratch(cluster, await cluster.primary(), 'again');
    await expect(scratch.restore('latest')).resolves.toEqual({ code: 0, said: '' });
    await expect(scratch.recover()).resolves.toEqual({ code: 0, said: '' });
    await expect(scratch.query("SELECT count(*) FROM written WHERE at = '2002-02-02'", DATABASE)).resolves.toBe('1');
    await scratch.drop();
  });
});
