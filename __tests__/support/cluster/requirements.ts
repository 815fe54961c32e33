/** What a machine must have and let one do for a cluster; each that is missing in one line. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { toolCache } from '../live';
import { missingControllers } from './cgroups';

/** For the images, once, and for what pods write. */
const FREE_GIB = 6;

export interface Facts {
  readonly root: boolean;
  /** An error, or undefined. */
  readonly namespaces: string | undefined;
  /** Controllers of control groups, version 1, that are not to be had. */
  readonly controllers: readonly string[];
  readonly freeGiB: number;
}

export function factsOfThisMachine(): Facts {
  mkdirSync(toolCache, { recursive: true });
  const { bavail, bsize } = statfsSync(toolCache);
  return {
    root: process.getuid?.() === 0,
    namespaces: namespaceError(),
    controllers: missingControllers(readFileSync('/proc/self/mounts', 'utf8')),
    freeGiB: (bavail * bsize) / 2 ** 30,
  };
}

export function unmet(facts: Facts): readonly string[] {
  const { root, namespaces, controllers, freeGiB } = facts;
  return [
    !root && 'a cluster needs root: run it as root',
    root && namespaces !== undefined && `a cluster needs namespaces of its own, and this machine refuses them: ${namespaces}`,
    controllers.length > 0 &&
      `a cluster needs control groups of version 1, and this machine has none for ${controllers.join(', ')} (/proc/self/mounts)`,
    freeGiB < FREE_GIB && `a cluster needs ${FREE_GIB} GiB of disk at ${toolCache}, and ${freeGiB.toFixed(1)} are free`,
  ].filter((line) => line !== false);
}

function namespaceError(): string | undefined {
  try {
    execFileSync('unshare', ['--net', '--mount', '--pid', '--fork', '--mount-proc', 'true'], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return (error as Error).message.trim().split('\n').at(-1);
  }
}
