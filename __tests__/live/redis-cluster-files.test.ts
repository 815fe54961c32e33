/** What a member's files say is believed as a whole or not at all: no damage of them puts old values in the place of acknowledged ones. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { set, takesWrites, values, write } from './redis/data';
import { keyDamages, membershipDamages, type Damage } from './redis/damage';
import { isWhole, masterOf, replicaOf } from './redis/health';
import { Members, redisPrograms } from './redis/members';

jest.setTimeout(240_000);

const shards = ['a', 'b', 'c'] as const;
const rounds = <T>(rows: readonly T[], size: number): readonly (readonly T[])[] =>
  rows.length === 0 ? [] : [rows.slice(0, size), ...rounds(rows.slice(size), size)];
const titled = (round: readonly Damage[]) => ({ title: round.map(({ title }) => title).join(' · '), round });

describeLive('the files of a member of Redis Cluster', redisPrograms, (programs) => {
  let members: Members;
  const whole = () => isWhole(members);
  const said = (name: string) => members.serverOf(name).log();
  /** A container whose Redis ends is started again. */
  const backUp = (names: readonly string[]) => async () => {
    for (const name of names) if (await hasEnded(name)) await members.restartServer(name);
    return whole();
  };
  const hasEnded = (name: string) => Promise.race([members.serverOf(name).exited.then(() => true), sleep(10, false)]);

  const empty = (data: string) => writeFileSync(path.join(data, 'nodes.conf'), '');
  const decide = (name: string, what: string) => writeFileSync(path.join(members.dataOf(name), 'decision'), `${what}\n`);

  async function cluster(membersPerShard: number): Promise<void> {
    members = await Members.create(programs, { membersPerShard });
    members.startAll();
    await waitFor('it is whole', whole, 60);
  }
  const stop = () => members?.stopAll('SIGKILL');

  describe('with a replica each', () => {
    beforeAll(() => cluster(2));
    afterAll(stop);

    /** Three replicas at a time, one of each shard, were away while all values changed. */
    test.each(rounds([...membershipDamages, ...keyDamages], 3).map(titled))('of replicas that were away: $title', async ({ round }) => {
      await write(members, 'old', 'redis-c-0');
      const victims = await Promise.all(
        round.map(async (damage, number) => ({ damage, name: await replicaOf(members, shards[number] ?? 'a') })),
      );
      const witness = await masterOf(members, 'a');
      await Promise.all(victims.map(({ name }) => members.stop(name, 'SIGKILL')));
      await set(members, 'new', witness);
      // From a stopped member where there is one: its files do not change while they are copied.
      for (const [number, { damage, name }] of victims.entries()) {
        const other = victims[(number + 1) % victims.length]?.name ?? '';
        damage.harm(members.dataOf(name), members.dataOf(other));
      }
      members.start(Object.fromEntries(victims.map(({ name }) => [name, members.newAddress()])));
      await waitFor('it is whole', backUp(victims.map(({ name }) => name)), 90);
      expect(await values(members, witness)).toEqual(['new']);
      expect(victims.filter(({ damage, name }) => !said(name).match(damage.says))).toEqual([]);
    });

    /** Redis takes up to five seconds to notice that a master is gone: this one is back within. */
    test.each(keyDamages.filter(({ atOnce }) => atOnce))('of a master that is back at once: $title', async (damage) => {
      await write(members, 'kept', 'redis-c-0');
      const [master, replica] = [await masterOf(members, 'a'), await replicaOf(members, 'a')];
      await members.stop(master, 'SIGKILL');
      damage.harm(members.dataOf(master), '');
      members.start({ [master]: members.newAddress() });
      await waitFor('it is whole', backUp([master]), 90);
      expect(await masterOf(members, 'a')).toBe(replica);
      expect(await values(members, replica)).toEqual(['kept']);
      expect(said(master)).toMatch(damage.says);
    });

    test('of both members of a shard: they wait for a decision, and one that keeps its keys is copied by the other', async () => {
      await write(members, 'kept', 'redis-c-0');
      const both = ['redis-a-0', 'redis-a-1'];
      await Promise.all(both.map((name) => members.stop(name, 'SIGKILL')));
      for (const name of both) empty(members.dataOf(name));
      members.start(Object.fromEntries(both.map((name) => [name, members.newAddress()])));
      await waitFor('both wait', async () => both.every((name) => said(name).includes('waiting for one, or for a decision')), 60);
      expect((await members.script('redis-a-0', 'probe.sh', 'live')).ok).toBe(true);
      expect((await members.script('redis-a-0', 'probe.sh', 'ready')).ok).toBe(false);
      decide('redis-a-1', 'keep');
      await waitFor('it is whole', whole, 90);
      expect(await values(members, 'redis-c-0')).toEqual(['kept']);
      expect(said('redis-a-0')).toMatch(/redis-a-1 has the data of shard a: this member starts empty/);
      expect(readdirSync(path.join(members.dataOf('redis-a-0'), 'set-aside'))).toHaveLength(1);
    });
  });

  describe('without replicas, as on a laptop', () => {
    beforeAll(() => cluster(1));
    afterAll(stop);
    beforeEach(() => write(members, 'kept', 'redis-c-0'));
    const back = async (name: string, harm: (data: string) => void) => {
      await members.stop(name, 'SIGKILL');
      harm(members.dataOf(name));
      members.start({ [name]: members.newAddress() });
    };
    const waits = (name: string) => waitFor('it waits', () => said(name).includes('waiting for one, or for a decision'), 60);

    test('a member without nodes.conf takes its slots again, with all its keys', async () => {
      await back('redis-a-0', empty);
      await waitFor('it is whole', whole, 90);
      expect(await values(members, 'redis-c-0')).toEqual(['kept']);
      expect(said('redis-a-0')).toContain('alone has the data of shard a: it takes the slots again');
    });

    test('a member whose keys are damaged waits, and starts empty when somebody decides so', async () => {
      await back('redis-b-0', (data) => writeFileSync(path.join(data, 'appendonlydir/appendonly.aof.manifest'), ''));
      await waits('redis-b-0');
      decide('redis-b-0', 'discard');
      await waitFor('it is whole', whole, 90);
      expect(new Set(await values(members, 'redis-c-0'))).toEqual(new Set(['kept', undefined]));
      expect(await takesWrites(members, 'redis-c-0')).toBe(true);
    });

    test('a member with the volume of another cluster waits, and takes it when somebody decides so', async () => {
      await back('redis-c-0', (data) => {
        const file = path.join(data, 'nodes.conf');
        writeFileSync(file, readFileSync(file, 'utf8').replaceAll('.test.svc', '.older.svc'));
      });
      await waits('redis-c-0');
      decide('redis-c-0', 'keep');
      await waitFor('it is whole', whole, 90);
      expect(await values(members, 'redis-a-0')).toEqual(['kept']);
    });

    test('all of them wait, for nobody can say who had what; each keeps its keys when somebody decides so', async () => {
      await members.stopAll('SIGKILL');
      members.names.forEach((name) => empty(members.dataOf(name)));
      members.startAll();
      for (const name of members.names) await waits(name);
      members.names.forEach((name) => decide(name, 'keep'));
      await waitFor('it is whole', whole, 90);
      expect(await values(members, 'redis-a-0')).toEqual(['kept']);
    });
  });
});
