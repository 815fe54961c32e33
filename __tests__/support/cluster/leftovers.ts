/** Which cluster belongs to which process, and what an earlier one left behind that was killed. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { toolCache } from '../live';
import { family, incarnation, isOrphan, kill } from '../process-tree';
import { waitFor } from '../processes';
import { groupsNamed, removeGroups } from './cgroups';
import { searchPath } from './machine';

/** Beside the images, so that their files need no copies. */
const runs = path.join(toolCache, 'cluster-runs');
const GROUP = 'massrouter-cluster-';
/** The variable that says, in every process of a cluster, which it is. */
export const VARIABLE = 'MASSROUTER_CLUSTER';
const END_SECONDS = 20;

export interface Identity {
  readonly id: string;
  /** Of its control group, below the root of every hierarchy. */
  readonly group: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

let made = 0;

/** Of the next cluster of this process. */
export function newIdentity(): Identity {
  const identity = identityOf(`${incarnation(process.pid)}-${(made += 1)}`);
  mkdirSync(identity.directory, { recursive: true });
  return identity;
}

const identityOf = (id: string): Identity => ({
  id,
  group: `${GROUP}${id}`,
  directory: path.join(runs, id),
  environment: { ...searchPath, [VARIABLE]: id },
});

/** Ends what is left of a cluster's processes and takes away its control groups and files. Its mounts and networks went with the processes. */
export async function removeCluster({ id, group, directory }: Identity): Promise<void> {
  const left = () => family(`${VARIABLE}=${id}\0`);
  for (const pid of left()) kill(pid, 'SIGKILL');
  await waitFor(`the processes of the cluster ${id} end`, () => left().length === 0, END_SECONDS);
  await removeGroups(group);
  rmSync(directory, { recursive: true, force: true });
}

/** Clusters whose process is no more. */
export function leftovers(): readonly Identity[] {
  const directories = existsSync(runs) ? readdirSync(runs) : [];
  const groups = groupsNamed(GROUP).map((name) => name.slice(GROUP.length));
  return [...new Set([...directories, ...groups])].filter((id) => isOrphan(id) === true).map(identityOf);
}

/** Gives how many there were. */
export async function removeLeftovers(): Promise<number> {
  const left = leftovers();
  for (const one of left) await removeCluster(one);
  return left.length;
}
