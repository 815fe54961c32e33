/** What is promised when something fails: three real members, the rendered texts, and a client that writes all the time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { controlPlanePrograms } from '../support/control-plane';
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { DATABASE, failover, NAMESPACE, PATIENCE_SECONDS, startCluster, type Cluster } from './postgres/cluster';
import { openToGroup, type Member } from './postgres/member';
import { postgresPrograms } from './postgres/programs';
import { patroniServer, Roles } from './postgres/roles';
import { Writer } from './postgres/writer';

jest.setTimeout(300_000);

describeLive('PostgreSQL under Patroni, when something fails', [...postgresPrograms, ...controlPlanePrograms], (programs) => {
  const times: { readonly what: string; readonly seconds: string }[] = [];
  let cluster: Cluster;
  let writer: Writer;

  beforeAll(async () => {
    cluster = await startCluster(programs);
    await cluster.waitUntilWhole();
    const roles = new Roles(patroniServer(cluster));
    await roles.run();
    await roles.query('migrate', 'a', 'CREATE TABLE written (n int)');
    writer = new Writer(cluster, roles);
  });
  afterAll(async () => {
    console.table(times);
    await writer?.stop();
    await cluster?.stop();
  });

  const measured = (what: string, seconds: number) => times.push({ what, seconds: seconds.toFixed(1) });
  /** Resolves when `more` further commits are acknowledged. */
  const commits = async (more: number) => {
    const before = writer.count;
    await waitFor(`${more} commits`, () => writer.count >= before + more, PATIENCE_SECONDS);
  };
  /** Runs it under load, with the longest time that the client could not write. */
  async function underLoad(what: string, happen: () => Promise<void>): Promise<void> {
    await commits(5);
    const since = performance.now();
    await happen();
    await commits(5);
    measured(`${what}: longest time without a commit`, writer.longestGap(since));
  }
  async function rejoin(what: string): Promise<void> {
    const since = performance.now();
    await cluster.waitUntilWhole();
    measured(`${what}: until all three are in step`, (performance.now() - since) / 1000);
  }

  describe('the primary is gone from one moment to the next', () => {
    let old: Member;

    test('another member takes over, and every acknowledged commit is there', async () => {
      old = await cluster.primary();
      await underLoad('primary lost', () => old.crash());
      expect((await cluster.primary()).name).not.toBe(old.name);
      await expect(writer.lost()).resolves.toEqual([]);
    });

    test('it rejoins by rewinding what nobody else has, though its files were opened to a group', async () => {
      const query = `INSERT INTO written VALUES (-1)`;
      await expect(old.alone(query)).resolves.toBe(0); // a commit on the old timeline, which nobody was told of
      openToGroup(old);
      old.start();
      await rejoin('old primary returns');
      expect(old.log()).toContain('pg_rewind exit code=0');
      const rows = 'SELECT count(*) FILTER (WHERE n = -1), count(*) > 0 FROM written';
      await waitFor('it has caught up', async () => (await cluster.inside(old, rows, DATABASE)) === '0|t', PATIENCE_SECONDS);
    });
  });

  test('a standby that confirms commits is lost: the other one takes its part', async () => {
    const primary = await cluster.primary();
    const confirming = await cluster.inside(primary, "SELECT application_name FROM pg_stat_replication WHERE sync_state = 'sync'");
    const standby = cluster.members.find(({ name }) => name === confirming);
    expect(standby).toBeDefined();
    await underLoad('confirming standby lost', async () => standby?.crash());
    expect((await cluster.primary()).name).toBe(primary.name);
    standby?.start();
    await rejoin('standby returns');
  });

  test('a primary that is stopped in order hands over first', async () => {
    const primary = await cluster.primary();
    await underLoad('primary stopped in order', async () => {
      await primary.handOver();
      expect((await cluster.primary()).name).not.toBe(primary.name);
      await primary.stop();
    });
    await expect(writer.lost()).resolves.toEqual([]);
    primary.start();
    await rejoin('stopped primary returns');
  });

  test('settings of the whole cluster that have changed take effect when a member starts', async () => {
    const [member] = cluster.members.filter(({ name }) => name.endsWith('-2'));
    member?.edit('dynamic.yml', (text) => text.replace('max_connections: 40', 'max_connections: 45'));
    await member?.handOver();
    await member?.stop();
    member?.start();
    await cluster.waitUntilWhole();
    const path = `/api/v1/namespaces/${NAMESPACE}/configmaps/postgres-config`;
    await expect(cluster.controlPlane.api.call('GET', path)).resolves.toMatchObject({
      metadata: { annotations: { config: expect.stringContaining('"max_connections":45') as unknown } },
    });
  });

  test('the API server is away for twice the time to live: writes go on, at the same primary', async () => {
    const primary = await cluster.primary();
    await underLoad('API server away', async () => {
      await cluster.controlPlane.pauseApiServer();
      await sleep(2 * failover.ttlSeconds * 1000);
      await expect(cluster.inside(primary, 'SELECT pg_is_in_recovery()')).resolves.toBe('f');
      await commits(5);
    });
    await cluster.controlPlane.resumeApiServer();
    await cluster.waitUntilWhole();
    expect((await cluster.primary()).name).toBe(primary.name);
  });

  test('nothing that was acknowledged is lost in all of this', async () => {
    expect(writer.count).toBeGreaterThan(100);
    await expect(writer.lost()).resolves.toEqual([]);
  });
});
