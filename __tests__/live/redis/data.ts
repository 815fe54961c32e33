/** Keys over all shards. */
import { waitFor } from '../../support/processes';
import { isCopied } from './health';
import type { Members } from './members';

const keys = Array.from({ length: 24 }, (_, number) => `key-${number}`);

/** Writes them; it is acknowledged that each has this value. */
export async function set(members: Members, value: string, through: string): Promise<void> {
  for (const key of keys) {
    const answer = await members.cli(through, 'app', 'set', key, value);
    if (answer !== 'OK') throw new Error(`set ${key}: ${answer}`);
  }
}

/** The same, and waits until the replicas have them: what a master acknowledged and nobody copied may be lost with it. */
export async function write(members: Members, value: string, through: string): Promise<void> {
  await set(members, value, through);
  await waitFor('the replicas have it all', () => isCopied(members), 30);
}

/** The different values that they have; undefined stands for one that is lost. */
export async function values(members: Members, through: string): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const key of keys) found.push((await members.cli(through, 'app', 'get', key)) || undefined);
  return [...new Set(found)];
}

/** Whether every shard takes a write. */
export async function takesWrites(members: Members, through: string): Promise<boolean> {
  for (const key of keys) if ((await members.cli(through, 'app', 'set', key, 'written')) !== 'OK') return false;
  return true;
}
