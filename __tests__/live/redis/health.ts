/** How a cluster is, in the eyes of its members. */
import type { Members } from './members';
import { parseNodes, type ClusterNode } from './nodes';

export const nodesAt = async (members: Members, name: string): Promise<ClusterNode[]> =>
  parseNodes(await members.cli(name, 'member', 'cluster', 'nodes'));

const roles = ['myself', 'master', 'slave'];

/** Every member sees all of them, each connected at the address it has; every slot has an owner, and all others copy one of those. */
export async function isWhole(members: Members): Promise<boolean> {
  for (const name of members.names) {
    const nodes = await nodesAt(members, name);
    const info = await members.cli(name, 'member', 'cluster', 'info');
    const masters = nodes.filter(({ slots }) => slots.length > 0);
    const well =
      info.includes('cluster_state:ok') &&
      info.includes('cluster_slots_assigned:16384') &&
      masters.length === 3 &&
      nodes.length === members.names.length &&
      nodes.every((node) => node.link === 'connected' && node.flags.every((flag) => roles.includes(flag))) &&
      nodes.every((node) => members.addressOf(node.name) === node.address) &&
      nodes.every(({ slots, master }) => slots.length > 0 || masters.some(({ id }) => id === master));
    if (!well) return false;
    if (/^role:slave/m.test(await replication(members, name)) && !(await isCopying(members, name))) return false;
  }
  return true;
}

/** Whoever copies a member has all that the member has. */
export async function isCopied(members: Members): Promise<boolean> {
  const infos = await Promise.all(members.names.map((name) => replication(members, name)));
  const field = (info: string, name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
  const copied = (info: string) => /^slave0:.*offset=(\d+)/m.exec(info)?.[1];
  return infos
    .filter((info) => field(info, 'role') === 'master')
    .every((info) => members.options.membersPerShard === 1 || copied(info) === field(info, 'master_repl_offset'));
}

/** The member that has a shard's slots, as one that runs sees it. */
export async function masterOf(members: Members, shard: string): Promise<string> {
  const [witness = ''] = members.started;
  const nodes = await nodesAt(members, witness);
  const master = nodes.find(({ name, slots, flags }) => name.startsWith(`redis-${shard}-`) && slots.length > 0 && !flags.includes('fail'));
  if (master === undefined) throw new Error(`shard ${shard} has no master: ${JSON.stringify(nodes)}`);
  return master.name;
}

/** The other member of a shard. */
export async function replicaOf(members: Members, shard: string): Promise<string> {
  const master = await masterOf(members, shard);
  return members.names.find((name) => name.startsWith(`redis-${shard}-`) && name !== master) ?? '';
}

const replication = (members: Members, name: string) => members.cli(name, 'member', 'info', 'replication');
const isCopying = async (members: Members, name: string) => (await replication(members, name)).includes('master_link_status:up');
