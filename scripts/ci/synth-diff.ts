/** How two synths differ, by address: shown where a plan must not be made before somebody has approved it. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { synthesizedStacks } from '../stack-order';

export interface SynthDiff {
  readonly stack: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

type Blocks = ReadonlyMap<string, unknown>;

/** Every resource, data source, output and setting of a stack by its address. */
function blocksOf(file: string): Blocks {
  const json = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
  const blocks = new Map<string, unknown>();
  for (const [kind, value] of Object.entries(json)) {
    if (kind === '//') continue; // metadata about the cdktf run
    if (kind !== 'resource' && kind !== 'data') blocks.set(kind, value);
    else
      for (const [type, named] of Object.entries(value as Readonly<Record<string, Readonly<Record<string, unknown>>>>))
        for (const [name, body] of Object.entries(named)) blocks.set(`${kind === 'data' ? 'data.' : ''}${type}.${name}`, body);
  }
  return blocks;
}

const read = (outdir: string): ReadonlyMap<string, Blocks> =>
  new Map(synthesizedStacks(outdir).map(({ name, file }) => [name, blocksOf(file)]));

/** Stacks without a difference are left out. */
export function synthDiff(before: string, after: string): readonly SynthDiff[] {
  const [old, current] = [read(before), read(after)];
  return [...new Set([...current.keys(), ...old.keys()])].flatMap((stack) => {
    const [was, is]: readonly [Blocks, Blocks] = [old.get(stack) ?? new Map(), current.get(stack) ?? new Map()];
    const added = [...is.keys()].filter((address) => !was.has(address));
    const removed = [...was.keys()].filter((address) => !is.has(address));
    const changed = [...is.keys()].filter((address) => was.has(address) && !isDeepStrictEqual(is.get(address), was.get(address)));
    return added.length + removed.length + changed.length === 0 ? [] : [{ stack, added, removed, changed }];
  });
}
