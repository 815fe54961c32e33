/** Six real members form a cluster by the rendered texts, and it heals by them. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { takesWrites, values, write } from './redis/data';
import { isWhole, masterOf, nodesAt, replicaOf } from './redis/health';
import { Members, redisPrograms } from './redis/members';
import { assignment } from './redis/nodes';
import { Recoveries } from './redis/recovery';

jest.setTimeout(180_000);

/** What a member was told to change, by command. */
async function changes(members: Members, name: string): Promise<Record<string, number>> {
  const stats = await members.cli(name, 'member', 'info', 'commandstats');
  const calls = [...stats.matchAll(/^cmdstat_((?:cluster|config|acl)\|\w+):calls=(\d+)/gm)].map(([, command, number]) => [
    command,
    Number(number),
  ]);
  return Object.fromEntries(calls) as Record<string, number>;
}

describeLive('a Redis Cluster of three shards with a replica each', redisPrograms, (programs) => {
  const recoveries = new Recoveries();
  let members: Members;
  const whole = () => isWhole(members);

  beforeAll(async () => {
    members = await Members.create(programs, { membersPerShard: 2 });
  });
  afterAll(async () => {
    recoveries.print('Redis Cluster, recovery times');
    await members?.stopAll('SIGKILL');
  });

  test('a member is ready while there is no cluster, or the first apply would wait for ever', async () => {
    members.start({ 'redis-a-0': members.newAddress() });
    await waitFor('it is ready', async () => (await members.script('redis-a-0', 'probe.sh', 'ready')).ok, 30);
    expect(await members.cli('redis-a-0', 'member', 'cluster', 'info')).toContain('cluster_state:fail');
  });

  test('nobody may copy a member that has no part in the cluster', async () => {
    const login = () => members.cli('redis-a-0', null, 'auth', 'replica-a', members.password('member', 'a'));
    expect(await login()).toContain('WRONGPASS');
  });

  test('six empty members form it, the first of each shard with an equal share of the slots', async () => {
    members.start(Object.fromEntries(members.names.slice(1).map((name) => [name, members.newAddress()])));
    await recoveries.measure('six empty members form the cluster', whole);
    const nodes = assignment(await nodesAt(members, 'redis-a-0'));
    expect(nodes.map(({ name, role, slots }) => ({ name, role, slots }))).toEqual([
      { name: 'redis-a-0', role: 'master', slots: ['0-5460'] },
      { name: 'redis-a-1', role: 'replica', slots: [] },
      { name: 'redis-b-0', role: 'master', slots: ['5461-10922'] },
      { name: 'redis-b-1', role: 'replica', slots: [] },
      { name: 'redis-c-0', role: 'master', slots: ['10923-16383'] },
      { name: 'redis-c-1', role: 'replica', slots: [] },
    ]);
    await write(members, 'first', 'redis-c-1');
  });

  test('running the script a second time changes nothing', async () => {
    const seen = async (name: string) => (await changes(members, name))['cluster|nodes'] ?? 0;
    const before = {
      nodes: assignment(await nodesAt(members, 'redis-a-0')),
      changes: await Promise.all(members.names.map((name) => changes(members, name))),
    };
    for (const name of members.names) await members.restartJoin(name);
    for (const [index, name] of members.names.entries()) {
      const rounds = 2 * members.names.length; // each member asks each of them once a round
      await waitFor(
        `${name} is looked at again`,
        async () => (await seen(name)) >= (before.changes[index]?.['cluster|nodes'] ?? 0) + rounds,
        60,
      );
    }
    expect(assignment(await nodesAt(members, 'redis-a-0'))).toEqual(before.nodes);
    const kinds = (all: Record<string, number>) => ({ ...all, 'cluster|nodes': 0, 'cluster|info': 0, 'acl|setuser': 0 });
    const after = await Promise.all(members.names.map((name) => changes(members, name)));
    expect(after.map(kinds)).toEqual(before.changes.map(kinds));
  });

  test('a script that makes no more rounds is noticed', async () => {
    const rounds = async () => (await members.script('redis-a-1', 'probe.sh', 'rounds')).ok;
    expect(await rounds()).toBe(true);
    const last = path.join(members.directoryOf('redis-a-1'), 'run/last-round');
    await members.joinOf('redis-a-1').stop();
    writeFileSync(last, `${Math.floor(Date.now() / 1000) - 331}\n`);
    expect(await rounds()).toBe(false);
    rmSync(last);
    expect(await rounds()).toBe(false);
    await members.restartJoin('redis-a-1');
    await waitFor('it makes its rounds again', rounds, 30);
  });

  test('a master hands over to its replica before it is stopped, and writes go on', async () => {
    const master = await masterOf(members, 'a');
    const start = performance.now();
    expect(await members.script(master, 'handover.sh')).toEqual(expect.objectContaining({ ok: true }));
    recoveries.add('a master hands over', (performance.now() - start) / 1000);
    expect(await masterOf(members, 'a')).not.toBe(master);
    expect(await takesWrites(members, master)).toBe(true);
  });

  test('a replica takes over from a master that is killed, and the old master comes back as replica', async () => {
    await waitFor('it is whole', whole, 60);
    const master = await masterOf(members, 'b');
    const [other = ''] = members.names.filter((name) => name !== master);
    const replica = await replicaOf(members, 'b');
    await members.stop(master, 'SIGKILL');
    await waitFor('the replica has noticed', async () => !(await members.script(replica, 'probe.sh', 'ready')).ok, 5);
    await recoveries.measure('a master is killed: every shard takes writes', () => takesWrites(members, other));
    const heir = await masterOf(members, 'b');
    members.start({ [master]: members.newAddress() });
    await recoveries.measure('the old master is a replica, at another address', whole);
    expect(await masterOf(members, 'b')).toBe(heir);
    expect(heir).toBe(replica);
    expect((await members.script(replica, 'probe.sh', 'ready')).ok).toBe(true);
  });

  test('all masters hand over when they are told to stop at once, as in a rollout', async () => {
    await waitFor('it is whole', whole, 60);
    const masters = await Promise.all(['a', 'b', 'c'].map((shard) => masterOf(members, shard)));
    await recoveries.measure('three masters hand over at once', async () => {
      await Promise.all(masters.map((master) => members.script(master, 'handover.sh')));
      return true;
    });
    const heirs = await Promise.all(['a', 'b', 'c'].map((shard) => masterOf(members, shard)));
    expect(heirs.filter((heir) => masters.includes(heir))).toEqual([]);
    expect(await takesWrites(members, 'redis-a-0')).toBe(true);
  });

  test('a member that sees no majority of the masters is not ready', async () => {
    await waitFor('it is whole', whole, 60);
    const stopped = members.names.filter((name) => !name.startsWith('redis-c'));
    await Promise.all(stopped.map((name) => members.stop(name)));
    await waitFor('it is not ready', async () => !(await members.script('redis-c-0', 'probe.sh', 'ready')).ok, 60);
    expect((await members.script('redis-c-0', 'probe.sh', 'live')).ok).toBe(true);
    members.start(Object.fromEntries(stopped.map((name) => [name, members.newAddress()])));
    await recoveries.measure('four of six start at other addresses', whole);
  });

  test('it heals when all of them start anew, each at an address that another one had', async () => {
    await write(members, 'before', 'redis-a-0');
    const nodes = assignment(await nodesAt(members, 'redis-a-0')).map(({ id, name, slots }) => ({ id, name, slots }));
    const addresses = members.names.map((name) => members.addressOf(name));
    const shifted = Object.fromEntries(members.names.map((name, index) => [name, addresses[(index + 1) % addresses.length] ?? '']));
    await members.stopAll();
    members.start(shifted);
    await recoveries.measure('all six start at addresses of others', whole);
    expect(assignment(await nodesAt(members, 'redis-a-0')).map(({ id, name, slots }) => ({ id, name, slots }))).toEqual(nodes);
    expect(await values(members, 'redis-c-0')).toEqual(['before']);
  });

  test('it heals when all of them are killed and start at new addresses', async () => {
    await write(members, 'killed', 'redis-a-0');
    await members.stopAll('SIGKILL');
    members.startAll();
    await recoveries.measure('all six are killed and start at new addresses', whole);
    expect(await values(members, 'redis-c-0')).toEqual(['killed']);
  });
});
