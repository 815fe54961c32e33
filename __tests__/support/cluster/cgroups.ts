/** Control groups of a cluster, one below the root of every hierarchy (version 1); those that are there otherwise stay as they are. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { waitFor } from '../processes';

/** kubelet and runc want these: https://kubernetes.io/docs/setup/production-environment/container-runtimes/#cgroup-drivers */
const NEEDED = ['blkio', 'cpu', 'cpuacct', 'cpuset', 'devices', 'freezer', 'memory', 'pids'];

/** How long the kernel may take to let go of processes that have ended. */
const EMPTY_SECONDS = 20;

interface Mount {
  readonly at: string;
  readonly type: string;
  readonly options: readonly string[];
}

const mountsOf = (text: string): readonly Mount[] =>
  text.split('\n').map((line) => {
    const [, at = '', type = '', options = ''] = line.split(' ');
    return { at, type, options: options.split(',') };
  });

const hierarchies = (...types: readonly ('cgroup' | 'cgroup2')[]): readonly string[] =>
  mountsOf(readFileSync('/proc/self/mounts', 'utf8')).flatMap(({ at, type }) => (types.some((one) => one === type) ? [at] : []));

/** Controllers that no hierarchy of version 1 has. `mounts` is as /proc/self/mounts. */
export function missingControllers(mounts: string): readonly string[] {
  const found = mountsOf(mounts).flatMap(({ type, options }) => (type === 'cgroup' ? options : []));
  return NEEDED.filter((controller) => !found.includes(controller));
}

/** The group `name` in every hierarchy; kubelet makes those below it. */
export function makeGroups(name: string): void {
  for (const hierarchy of hierarchies('cgroup')) {
    let directory = hierarchy;
    for (const part of name.split('/')) {
      const parent = directory;
      directory = path.join(parent, part);
      mkdirSync(directory, { recursive: true });
      // A new group of this controller has no processor and no memory, and no process can be put into it.
      for (const file of ['cpuset.cpus', 'cpuset.mems'])
        if (existsSync(path.join(parent, file))) copyFileSync(path.join(parent, file), path.join(directory, file));
    }
  }
}

/** Takes the group and all below it away, also where runc made it beside (version 2). Its processes must have been told to end. */
export async function removeGroups(name: string): Promise<void> {
  for (const hierarchy of hierarchies('cgroup', 'cgroup2')) {
    const gone = () => {
      removeTree(path.join(hierarchy, name));
      return true;
    };
    await waitFor(`the control group ${hierarchy}/${name} is empty`, gone, EMPTY_SECONDS);
  }
}

function removeTree(group: string): void {
  if (!existsSync(group)) return;
  for (const entry of readdirSync(group, { withFileTypes: true })) if (entry.isDirectory()) removeTree(path.join(group, entry.name));
  rmdirSync(group);
}

/** Names of the groups below the roots that begin so. */
export const groupsNamed = (prefix: string): readonly string[] => [
  ...new Set(hierarchies('cgroup', 'cgroup2').flatMap((at) => readdirSync(at).filter((name) => name.startsWith(prefix)))),
];

/** Groups of this name below a group, at any depth, in the hierarchy that counts processes. */
export function groupTree(below: string, name: string): readonly string[] {
  const [hierarchy = ''] = hierarchies('cgroup').filter((at) => path.basename(at).split(',').includes('pids'));
  const find = (directory: string): readonly string[] => {
    if (path.basename(directory) === name) return [directory];
    if (!existsSync(directory)) return [];
    return readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? find(path.join(directory, entry.name)) : [],
    );
  };
  return find(path.join(hierarchy, below));
}
