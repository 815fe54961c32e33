/** What a cluster changes on the machine that it runs on: nothing, and nothing of it stays, however it ends. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startCluster } from '../../support/cluster/cluster';
import { describeCluster } from '../../support/cluster/describe-cluster';
import { leftovers, removeLeftovers, VARIABLE } from '../../support/cluster/leftovers';
import { command } from '../../support/cluster/machine';
import { groupsNamed } from '../../support/cluster/cgroups';
import { family, kill } from '../../support/process-tree';
import { startProcess, waitFor, type RunningProcess } from '../../support/processes';

// The first start makes the images, which takes minutes.
jest.setTimeout(1_800_000);

const PATIENCE_SECONDS = 900;
const root = path.join(__dirname, '../../..');

/** Parts of the machine that programs of a node would like to set, and what a cluster makes in its own namespaces. */
const settings = ['vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops', 'net/ipv4/ip_forward', 'net/netfilter/nf_conntrack_max'];
const directories = ['/var/lib', '/var/log', '/run', '/etc/cni', '/run/netns', '/opt'];

const list = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
};

async function machine() {
  const rules = await command(['iptables-save']);
  return {
    links: (await command(['ip', '-brief', 'link'])).split('\n').map((line) => line.split(' ')[0]),
    routes: await command(['ip', 'route']),
    rules: rules.split('\n').filter((line) => !line.startsWith('#') && !line.startsWith(':')),
    mounts: readFileSync('/proc/self/mounts', 'utf8').split('\n'),
    settings: Object.fromEntries(settings.map((name) => [name, readFileSync(`/proc/sys/${name}`, 'utf8')])),
    directories: Object.fromEntries(directories.map((directory) => [directory, list(directory)])),
  };
}

describeCluster('what a cluster leaves', (programs) => {
  const started: RunningProcess[] = [];
  afterEach(async () => {
    for (const one of started) await one.stop('SIGKILL');
    await removeLeftovers();
  });

  function hold(): RunningProcess {
    const args = ['-r', path.join(root, 'register'), path.join(root, '__tests__/support/cluster/hold-cluster.ts')];
    const holder = startProcess({ program: process.execPath, args, name: 'holder', cwd: root });
    started.push(holder);
    return holder;
  }

  const left = (holder: RunningProcess) => ({
    processes: family(`${VARIABLE}=${holder.pid}-`).length,
    leftovers: leftovers().filter(({ id }) => id.startsWith(`${holder.pid}-`)).length,
    groups: groupsNamed('massrouter-cluster-').filter((name) => name.includes(`-${holder.pid}-`)).length,
  });

  test('is nothing after its stop, and the machine is as it was while it runs', async () => {
    await removeLeftovers();
    const before = await machine();
    const cluster = await startCluster(programs, { zones: ['zone-a'] });
    const during = await machine();
    const group = cluster.group;
    await cluster.stop();
    expect(during).toEqual(before);
    expect(await machine()).toEqual(before);
    expect(groupsNamed(group)).toEqual([]);
  });

  test.each(['control plane', 'nodes', 'up'])('is taken away by the next start when its process was killed: at "%s"', async (line) => {
    const before = await machine();
    const holder = hold();
    await holder.waitUntil(`says ${line}`, () => holder.log().split('\n').includes(line), PATIENCE_SECONDS);
    kill(holder.pid, 'SIGKILL');
    await holder.exited;
    await waitFor('it is a leftover', () => left(holder).leftovers === 1, 60);
    await removeLeftovers();
    expect(left(holder)).toEqual({ processes: 0, leftovers: 0, groups: 0 });
    expect(await machine()).toEqual(before);
  });

  test('stays as long as its process is there', async () => {
    const holder = hold();
    await holder.waitUntil('has a control plane', () => holder.log().includes('control plane'), PATIENCE_SECONDS);
    expect(await removeLeftovers()).toBe(0);
    expect(left(holder)).toMatchObject({ leftovers: 0, groups: 1 });
  });
});
