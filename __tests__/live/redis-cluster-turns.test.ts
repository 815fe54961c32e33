/** A change of the configuration stops a member of every shard at once: they restart one after the other all the same. */
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { values, write } from './redis/data';
import { isWhole } from './redis/health';
import { Members, redisPrograms } from './redis/members';

jest.setTimeout(240_000);

describeLive('members of Redis Cluster that are told to restart in the same second', redisPrograms, (programs) => {
  let members: Members;
  beforeAll(async () => {
    members = await Members.create(programs, { membersPerShard: 1 });
    members.startAll();
    await waitFor('it is whole', () => isWhole(members), 60);
    await write(members, 'kept', 'redis-a-0');
  });
  afterAll(() => members?.stopAll('SIGKILL'));

  test('take turns: no two of them are away together, and nothing is lost', async () => {
    const away = new Set<string>();
    const together: string[][] = [];
    const restart = async (name: string) => {
      await members.script(name, 'handover.sh');
      away.add(name);
      if (away.size > 1) together.push([...away]);
      await members.stop(name);
      members.start({ [name]: members.newAddress() });
      await waitFor(`${name} is ready`, async () => (await members.script(name, 'probe.sh', 'ready')).ok, 60);
      away.delete(name);
    };
    await Promise.all(members.names.map(restart));
    expect(together).toEqual([]);
    await waitFor('it is whole', () => isWhole(members), 60);
    expect(await values(members, 'redis-a-0')).toEqual(['kept']);
  });

  test('do not wait for ever for one that does not come back', async () => {
    await members.stop('redis-b-0');
    await expect(members.script('redis-a-0', 'handover.sh')).resolves.toMatchObject({ ok: true });
  });
});
