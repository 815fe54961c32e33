/** Members that lost their disks come back into the cluster, by the rendered texts. */
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { takesWrites, values, write } from './redis/data';
import { isWhole, masterOf, replicaOf } from './redis/health';
import { Members, redisPrograms } from './redis/members';
import { Recoveries } from './redis/recovery';

jest.setTimeout(240_000);

describeLive('a Redis Cluster whose members lose their disks', redisPrograms, (programs) => {
  const recoveries = new Recoveries();
  let members: Members;
  const whole = () => isWhole(members);
  /** Stopped at once, and back with nothing, each where `address` says. */
  async function loseDisks(names: readonly string[], address: (name: string) => string): Promise<void> {
    const at = Object.fromEntries(names.map((name) => [name, address(name)]));
    await Promise.all(names.map((name) => members.stop(name, 'SIGKILL')));
    names.forEach((name) => members.loseDisk(name));
    members.start(at);
  }
  const sameAddress = (name: string) => members.addressOf(name);
  const otherAddress = () => members.newAddress();

  afterAll(() => recoveries.print('Redis Cluster, recovery times after lost disks'));

  async function cluster(membersPerShard: number, persistent = true): Promise<void> {
    members = await Members.create(programs, { membersPerShard, persistent });
    members.startAll();
    await waitFor('it is whole', whole, 60);
    await write(members, 'kept', members.names[0] ?? '');
  }
  const stop = () => members?.stopAll('SIGKILL');

  describe('with a replica each', () => {
    beforeAll(() => cluster(2));
    beforeEach(() => write(members, 'kept', 'redis-c-0'));
    afterAll(stop);

    test.each([
      ['its old address', sameAddress],
      ['another address', otherAddress],
    ])('a replica at %s is a replica again, and its old id is forgotten', async (where, address) => {
      const replica = await replicaOf(members, 'a');
      await loseDisks([replica], address);
      await recoveries.measure(`a replica lost its disk, ${where}`, whole);
      expect(await replicaOf(members, 'a')).toBe(replica);
      expect(await values(members, 'redis-c-0')).toEqual(['kept']);
    });

    test.each([
      ['its old address', sameAddress],
      ['another address', otherAddress],
    ])('of a master at %s the replica takes over with all data, and does not copy the empty disk', async (where, address) => {
      const [master, replica] = [await masterOf(members, 'a'), await replicaOf(members, 'a')];
      await loseDisks([master], address);
      await recoveries.measure(`a master lost its disk, ${where}`, whole);
      expect(await masterOf(members, 'a')).toBe(replica);
      expect(await values(members, 'redis-c-0')).toEqual(['kept']);
    });

    test('two of three masters: their replicas take over though there is no majority to elect them', async () => {
      await loseDisks([await masterOf(members, 'a'), await masterOf(members, 'b')], otherAddress);
      await recoveries.measure('two of three masters lost their disks', whole);
      expect(await values(members, 'redis-c-0')).toEqual(['kept']);
    });

    test('a master in a restart of all: its replica has not seen it since, and takes over with all data', async () => {
      const [lost, others] = [await masterOf(members, 'a'), members.names];
      await members.stopAll('SIGKILL');
      members.loseDisk(lost);
      members.start(Object.fromEntries(others.map((name) => [name, members.newAddress()])));
      await recoveries.measure('all start anew, a master without its disk', whole);
      expect(await masterOf(members, 'a')).not.toBe(lost);
      expect(await values(members, 'redis-c-0')).toEqual(['kept']);
    });

    test('both members of a shard: it starts empty, the other shards keep their data', async () => {
      await loseDisks([await masterOf(members, 'a'), await replicaOf(members, 'a')], otherAddress);
      await recoveries.measure('both members of a shard lost their disks', whole);
      expect(new Set(await values(members, 'redis-c-0'))).toEqual(new Set(['kept', undefined]));
      expect(await takesWrites(members, 'redis-c-0')).toBe(true);
    });
  });

  describe('of another kind', () => {
    afterEach(stop);

    test('without replicas, as on a laptop: the member takes its slots again, empty, and the other shards keep their data', async () => {
      await cluster(1);
      await loseDisks(['redis-b-0'], otherAddress);
      await recoveries.measure('without replicas: a member lost its disk', whole);
      expect(new Set(await values(members, 'redis-c-0'))).toEqual(new Set(['kept', undefined]));
      expect(await takesWrites(members, 'redis-c-0')).toBe(true);
    });

    test('without persistence: a master that restarts with nothing is replaced, and its replica keeps the data', async () => {
      await cluster(2, false);
      const [master, replica] = [await masterOf(members, 'a'), await replicaOf(members, 'a')];
      const at = { [master]: members.addressOf(master) };
      await members.stop(master, 'SIGKILL');
      members.start(at); // the volume is still there
      await recoveries.measure('without persistence: a master restarts', whole);
      expect(await masterOf(members, 'a')).toBe(replica);
      expect(await values(members, 'redis-c-0')).toEqual(['kept']);
    });
  });
});
