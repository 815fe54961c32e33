/** Processes as Linux shows them in /proc. */
import { readdirSync, readFileSync } from 'node:fs';

interface Status {
  /** One letter, `man 5 proc`: Z is a zombie, which has ended and waits for its parent to ask. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
}

/** The name of a program stands in parentheses and may hold any character: what counts comes after the last one. */
function status(pid: number): Status | undefined {
  const [state, parent, group] = read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return state ? { state, parent: Number(parent), group: Number(group) } : undefined;
}

/**
 * The processes in whose first environment this text stands, and all they started. The environment is inherited by those that made a
 * session of their own and whose parent has gone too, which is how daemons start.
 */
export function family(mark: string): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((pid) => [Number(pid), status(Number(pid))?.parent]));
  const found = new Set([...parents.keys()].filter((pid) => read(pid, 'environ').includes(mark)));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const [child, parent] of parents) if (parent !== undefined && found.has(parent)) found.add(child);
  }
  return [...found].filter(isAlive);
}

export const isAlive = (pid: number): boolean => !['Z', 'X', undefined].includes(status(pid)?.state);

export const groupOf = (pid: number): number | undefined => status(pid)?.group;

/** A process and when it started, in ticks since the machine's: numbers of processes are given again. Undefined when there is none. */
export function incarnation(pid: number): string | undefined {
  const fields = read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields[19] === undefined ? undefined : `${pid}-${fields[19]}`;
}

/** Whether what has the name of a process's incarnation at its start has nobody any more; undefined when it has no such name. */
export function isOrphan(name: string): boolean | undefined {
  const owner = /^(\d+)-\d+/.exec(name);
  return owner === null ? undefined : incarnation(Number(owner[1])) !== owner[0];
}

/** Sends a signal to a process, or to a group by its negative number; one that has ended needs none. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Empty when the process has ended, or is another user's. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
