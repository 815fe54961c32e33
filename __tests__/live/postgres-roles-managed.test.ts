/**
 * The same SQL on a server as a cloud hands it out, whose admin is no superuser and runs with the parameters that Aurora is given: the nearest
 * to Aurora that can be had without it.
 */
import { loginSlots, rolePurposes } from '../../constructs/postgres/logins';
import { describeLive } from '../support/live';
import { ADMIN, startManagedServer, type ManagedServer } from './postgres/managed-server';
import { postgresPrograms } from './postgres/programs';
import { Roles } from './postgres/roles';

jest.setTimeout(300_000);

const migration =
  'CREATE TABLE items (id serial PRIMARY KEY, name text); CREATE SCHEMA more; CREATE TABLE more.rows (n int); CREATE VIEW names AS SELECT name FROM items';

const offers: readonly (readonly [string, readonly string[], boolean])[] = [
  ['that may hand on what is predefined', ['pg_monitor', 'pg_read_all_data'], true],
  ['that may not let others read everything', ['pg_monitor'], false],
];

for (const [title, lent, readsAll] of offers) {
  describeLive(`the roles by an admin ${title}`, postgresPrograms, (programs) => {
    let server: ManagedServer;
    let roles: Roles;
    let output: string;
    let dump: string;
    beforeAll(async () => {
      server = await startManagedServer(programs, lent);
      roles = new Roles(server);
      output = await roles.run();
      await roles.query('migrate', 'a', migration);
      // Before anything runs again, which would make good what the first run has not done.
      dump = await roles.dump('a').catch(String);
    });
    afterAll(() => server?.stop());

    test('are made, by one who is no superuser', async () => {
      await expect(server.inside(`SELECT rolsuper FROM pg_roles WHERE rolname = '${ADMIN}'`)).resolves.toBe('f');
      for (const purpose of rolePurposes) {
        for (const slot of loginSlots) await expect(roles.query(purpose, slot, 'SELECT session_user')).resolves.toBe(`${purpose}_${slot}`);
      }
    });

    test('the application reads and writes rows, and changes no schema', async () => {
      await expect(roles.query('app', 'b', "INSERT INTO items (name) VALUES ('x'); SELECT name FROM names")).resolves.toBe('x');
      await expect(roles.query('app', 'a', 'CREATE TABLE mine ()')).rejects.toThrow('permission denied');
    });

    test('what one login has made the other one may change', async () => {
      await expect(roles.query('migrate', 'b', 'ALTER TABLE items ADD COLUMN price int; SELECT 1')).resolves.toBe('1');
    });

    test('the exporter sees statements', async () => {
      const seen = "SELECT count(*) > 0 FROM pg_stat_statements WHERE query LIKE 'INSERT INTO items%'";
      await expect(roles.query('monitor', 'a', seen)).resolves.toBe('t');
      await expect(roles.query('monitor', 'b', 'SELECT * FROM items')).rejects.toThrow('permission denied');
    });

    test('backups have everything that migrations made, and change nothing', async () => {
      expect(dump).toMatch(/CREATE TABLE more\.rows[^]*COPY public\.items[^]*pg_catalog\.setval\('public\.items_id_seq'/);
      await expect(roles.query('backup', 'b', 'DELETE FROM items')).rejects.toThrow('permission denied');
    });

    test('backups have what others made too, or it is said that they do not, and a dump without it fails', async () => {
      expect(output.includes('may not hand on pg_read_all_data')).toBe(!readsAll);
      await server.inside('CREATE TABLE others (n int)', 'openrouter');
      const withOthers = roles.dump('b').then(
        () => 'complete',
        () => 'failed',
      );
      await expect(withOthers).resolves.toBe(readsAll ? 'complete' : 'failed');
      await server.inside('DROP TABLE others', 'openrouter');
    });

    test('the second run changes nothing', async () => {
      const before = await roles.state();
      await roles.run();
      expect(await roles.state()).toEqual(before);
    });

    test('a rotated slot gets its new password, and the other one keeps its own', async () => {
      roles.rotate('b');
      await expect(roles.query('app', 'b', 'SELECT')).rejects.toThrow('password authentication failed');
      await roles.run();
      await expect(roles.query('app', 'b', 'SELECT 1')).resolves.toBe('1');
      await expect(roles.query('app', 'a', 'SELECT 1')).resolves.toBe('1');
    });

    test('no password is in a log that has every change and every slow statement, or in the output', async () => {
      output += await roles.run();
      const log = server.log();
      expect(log).toContain('ALTER DATABASE openrouter SET search_path');
      expect(log).toContain('FOR this IN SELECT * FROM pg_temp.wanted');
      for (const purpose of rolePurposes) {
        for (const slot of loginSlots) {
          const secret = roles.password(purpose, slot).slice(0, 20);
          for (const text of [output, log]) expect(text).not.toContain(secret);
        }
      }
    });
  });
}
