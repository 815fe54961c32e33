/** The rendered SQL makes the roles on a real server, as a role that is no superuser, and they may do what they are for and no more. */
import path from 'node:path';
import { controlPlanePrograms } from '../support/control-plane';
import { describeLive } from '../support/live';
import { rolePurposes } from '../../constructs/postgres/logins';
import { DATABASE, startCluster, type Cluster } from './postgres/cluster';
import { postgresPrograms } from './postgres/programs';
import { patroniServer, Roles } from './postgres/roles';

jest.setTimeout(300_000);

const denied = 'permission denied';

describeLive('the roles', [...postgresPrograms, ...controlPlanePrograms], (programs) => {
  let cluster: Cluster;
  let roles: Roles;
  beforeAll(async () => {
    cluster = await startCluster(programs, { certificateAuthority: true });
    await cluster.waitUntilWhole();
    roles = new Roles(patroniServer(cluster));
    await roles.run();
  });
  afterAll(() => cluster?.stop());

  test('check the server, and so do the members among themselves', async () => {
    const primary = await cluster.primary();
    const login = {
      host: primary.address,
      port: primary.ports.postgres,
      user: 'app_a',
      password: roles.password('app', 'a'),
      database: DATABASE,
    };
    const other = path.join(primary.directory, 'texts/start.sh'); // no authority of anybody
    await expect(cluster.query('SELECT 1', { ...login, sslMode: 'verify-full', authority: cluster.authority })).resolves.toBe('1');
    await expect(cluster.query('SELECT 1', { ...login, sslMode: 'verify-full', authority: other })).rejects.toThrow(/certificate/);
    const replica = cluster.members.find(({ name }) => name !== primary.name) ?? primary;
    const upstream = (await cluster.inside(replica, 'SELECT conninfo FROM pg_stat_wal_receiver')).split(' ');
    expect(upstream).toEqual(
      expect.arrayContaining(['sslmode=verify-ca', 'channel_binding=require', `sslrootcert=${replica.directory}/tls/ca.crt`]),
    );
  });

  test('are two for each purpose, and each can log in', async () => {
    for (const purpose of rolePurposes) {
      for (const slot of ['a', 'b'] as const)
        await expect(roles.query(purpose, slot, 'SELECT session_user')).resolves.toBe(`${purpose}_${slot}`);
    }
  });

  describe('after a migration', () => {
    beforeAll(async () => {
      await roles.query(
        'migrate',
        'a',
        'CREATE TABLE items (id serial PRIMARY KEY, name text); CREATE SCHEMA more; CREATE TABLE more.rows (n int)',
      );
    });

    test('what one login has made the other one may change', async () => {
      await expect(
        roles.query('migrate', 'b', 'ALTER TABLE items ADD COLUMN price int; SELECT tableowner FROM pg_tables WHERE tablename = $$items$$'),
      ).resolves.toBe('migrate');
    });

    test.each(['a', 'b'] as const)('the application (%s) reads and writes rows', async (slot) => {
      const statements =
        "INSERT INTO items (name) VALUES ('x'); UPDATE items SET name = 'y'; DELETE FROM items WHERE false; INSERT INTO more.rows VALUES (1); SELECT count(*) > 0 FROM items";
      await expect(roles.query('app', slot, statements)).resolves.toBe('t');
    });

    test.each([
      'CREATE TABLE mine ()',
      'ALTER TABLE items ADD COLUMN evil int',
      'DROP TABLE items',
      'TRUNCATE items',
      'CREATE SCHEMA mine',
      'CREATE TEMPORARY TABLE mine ()',
    ])('the application may not %s', async (statement) => {
      await expect(roles.query('app', 'a', statement)).rejects.toThrow(/permission denied|must be owner/);
    });

    test('backups read everything and change nothing', async () => {
      await expect(roles.query('backup', 'a', 'SELECT count(*) FROM items, more.rows')).resolves.toMatch(/^\d+$/);
      await expect(roles.query('backup', 'a', 'DELETE FROM items')).rejects.toThrow(denied);
      await expect(roles.dump('b')).resolves.toMatch(/CREATE TABLE more\.rows[^]*COPY public\.items/);
    });

    test('the exporter sees statements and sizes, and no rows', async () => {
      await expect(
        roles.query('monitor', 'a', "SELECT count(*) > 0 FROM pg_stat_statements WHERE query LIKE 'INSERT INTO items%'"),
      ).resolves.toBe('t');
      await expect(roles.query('monitor', 'a', "SELECT pg_total_relation_size('items') > 0")).resolves.toBe('t');
      await expect(roles.query('monitor', 'a', 'SELECT * FROM items')).rejects.toThrow(denied);
    });

    test('nobody makes roles, reads files or becomes another', async () => {
      for (const purpose of rolePurposes) {
        await expect(roles.query(purpose, 'a', 'CREATE ROLE other')).rejects.toThrow(denied);
        await expect(roles.query(purpose, 'a', "SELECT pg_read_file('/etc/passwd')")).rejects.toThrow(denied);
        await expect(roles.query(purpose, 'a', 'SET ROLE admin')).rejects.toThrow(denied);
      }
    });

    test('a temporary object does not stand in for a real one', async () => {
      await expect(roles.query('migrate', 'a', 'CREATE TEMPORARY TABLE items (fake int); SELECT count(id) >= 0 FROM items')).resolves.toBe(
        't',
      );
    });

    test('a function is for the application and not for everybody', async () => {
      await roles.query('migrate', 'a', 'CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$SELECT 1$$');
      await expect(roles.query('app', 'b', 'SELECT one()')).resolves.toBe('1');
      await expect(roles.query('monitor', 'b', 'SELECT one()')).rejects.toThrow(denied);
    });
  });

  test('a role without a purpose may not even connect', async () => {
    const primary = await cluster.primary();
    await cluster.inside(primary, `CREATE ROLE nobody LOGIN PASSWORD '${cluster.password('admin', 'b')}'`);
    const login = { host: primary.address, port: primary.ports.postgres, user: 'nobody', password: cluster.password('admin', 'b') };
    for (const database of [DATABASE, 'postgres', 'template1']) {
      await expect(cluster.query('SELECT', { ...login, database })).rejects.toThrow('permission denied for database');
    }
  });

  test('the second run changes nothing, the passwords’ salt included', async () => {
    const before = await roles.state();
    for (const digest of Object.values(before)) expect(digest).toMatch(/^[0-9a-f]{32}$/);
    await roles.run();
    expect(await roles.state()).toEqual(before);
  });

  test('a rotated slot gets its new password, and the other one keeps its own', async () => {
    const old = roles.password('app', 'b');
    roles.rotate('b');
    await expect(roles.query('app', 'b', 'SELECT')).rejects.toThrow('password authentication failed');
    await roles.run();
    await expect(roles.query('app', 'b', 'SELECT 1')).resolves.toBe('1');
    await expect(roles.query('app', 'a', 'SELECT 1')).resolves.toBe('1');
    expect(roles.password('app', 'b')).not.toBe(old);
  });

  test('no password is in the statistics of statements, in a log or in the output', async () => {
    const output = await roles.run();
    const queries = await cluster.inside(await cluster.primary(), 'SELECT query FROM pg_stat_statements', DATABASE);
    const logs = cluster.members.map((member) => member.log()).join('\n');
    expect(queries).toContain('INSERT INTO items');
    for (const purpose of rolePurposes) {
      for (const slot of ['a', 'b'] as const) {
        const secret = roles.password(purpose, slot).slice(0, 20);
        for (const text of [output, queries, logs]) expect(text).not.toContain(secret);
      }
    }
  });
});
