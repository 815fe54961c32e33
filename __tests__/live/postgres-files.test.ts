/**
 * What a standby makes of damaged files: it heals by itself, or it stays out, says why, and the cluster goes on without it until somebody
 * gives it an empty directory, as the runbook of PostgresMemberDown says.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { controlPlanePrograms } from '../support/control-plane';
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { PATIENCE_SECONDS, startCluster, type Cluster } from './postgres/cluster';
import type { Member } from './postgres/member';
import { postgresPrograms } from './postgres/programs';

jest.setTimeout(300_000);

const cut = (file: string, share: number) => truncateSync(file, Math.floor(readFileSync(file).length * share));
const clear = (data: string) => {
  for (const name of readdirSync(data)) rmSync(path.join(data, name), { recursive: true });
};
/** A server that was here before, with a number that another process has now. */
const stale = (data: string) => `1\n${data}\n1700000000\n5432\n/tmp\n127.0.0.1\n  1 1\nready\n`;
/** Settings that the cluster has changed since. */
const older = JSON.stringify({ ttl: 300, synchronous_mode: false, postgresql: { parameters: { max_connections: 10 } } });

describeLive('the files of a member of PostgreSQL', [...postgresPrograms, ...controlPlanePrograms], (programs) => {
  let cluster: Cluster;
  let primary: Member;
  let standby: Member;
  let rows = 0;
  const said = () => standby.log().slice(before);
  let before = 0;

  beforeAll(async () => {
    cluster = await startCluster(programs);
    await cluster.waitUntilWhole();
    primary = await cluster.primary();
    standby = cluster.members.find(({ name }) => name !== primary.name) ?? primary;
    await cluster.inside(primary, 'CREATE TABLE written (n int)');
  });
  afterAll(() => cluster?.stop());

  /** It is gone from one moment to the next, misses a commit, and starts with what is left of its files. */
  async function start(harm: (data: string) => void): Promise<void> {
    await standby.crash();
    await cluster.inside(primary, `INSERT INTO written VALUES (${(rows += 1)})`);
    harm(standby.data);
    before = standby.log().length;
    standby.start();
  }
  async function healed(): Promise<void> {
    await cluster.waitUntilWhole();
    const count = 'SELECT count(*) FROM written';
    await waitFor('it has every commit', async () => (await cluster.inside(standby, count)) === String(rows), PATIENCE_SECONDS);
    expect((await cluster.primary()).name).toBe(primary.name);
  }

  test.each<readonly [string, (data: string) => void]>([
    ['the lock of a server that is gone', (data) => writeFileSync(path.join(data, 'postmaster.pid'), stale(data))],
    ['an empty lock', (data) => writeFileSync(path.join(data, 'postmaster.pid'), '')],
    ['a cut copy of the settings', (data) => cut(path.join(data, 'patroni.dynamic.json'), 0.5)],
    ['an older copy of the settings', (data) => writeFileSync(path.join(data, 'patroni.dynamic.json'), older)],
    [
      'no pg_hba.conf and an empty postgresql.conf',
      (data) => ['pg_hba.conf', 'postgresql.conf'].forEach((name) => truncateSync(path.join(data, name), 0)),
    ],
    ['no sign that it is a standby', (data) => rmSync(path.join(data, 'standby.signal'))],
    ['nothing', clear],
  ])('with %s it follows the primary again', async (_, harm) => {
    await start(harm);
    await healed();
    expect(await cluster.inside(standby, 'SHOW max_connections')).toBe('40');
  });

  test('it says that it has removed an empty lock', async () => {
    await start((data) => writeFileSync(path.join(data, 'postmaster.pid'), ''));
    await healed();
    expect(said()).toContain('postmaster.pid is empty: removed');
  });

  test.each<readonly [string, (data: string) => void, RegExp]>([
    [
      'settings that cannot be read',
      (data) => writeFileSync(path.join(data, 'postgresql.auto.conf'), 'port = \n'),
      /"postgresql\.auto\.conf" contains errors/,
    ],
    ['no PG_VERSION', (data) => rmSync(path.join(data, 'PG_VERSION')), /system ID is invalid; consider doing reinitialize/],
    ['a cut pg_control', (data) => cut(path.join(data, 'global/pg_control'), 0.02), /system ID is invalid; consider doing reinitialize/],
    ['another cluster in its directory', (data) => anotherCluster(data), /belongs to a different cluster/],
  ])('with %s it stays out and says so, and with an empty directory it follows again', async (_, harm, says) => {
    await start(harm);
    await waitFor('it says so', () => says.test(said()), PATIENCE_SECONDS);
    expect(await cluster.inside(primary, 'SELECT count(*) FROM written')).toBe(String(rows));
    await start(clear);
    await healed();
  });

  function anotherCluster(data: string): void {
    rmSync(data, { recursive: true });
    const { program, args } = cluster.tools.as({
      program: path.join(cluster.tools.binaries, 'initdb'),
      args: ['--pgdata', data],
      name: 'initdb',
    });
    execFileSync(program, [...args], { stdio: 'pipe' });
  }
});
