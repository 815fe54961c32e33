/** The contract of addresses: what is at another address is another resource, which Terraform makes anew and destroys the old one. */
import { resourcesOf } from '../environments';
import { at, blocksAt } from './blocks';
import { mayHoldData, whatIsLost } from '../../../scripts/guard/holds-data';
import type { Synthesis } from './synthesis';

/** `<stack> <address>`, one line each, sorted. */
export const addressesOf = ({ stacks }: Pick<Synthesis, 'stacks'>): readonly string[] =>
  stacks.flatMap((stack) => resourcesOf(stack).map(({ address }) => `${stack.name} ${address}`)).sort();

/** Lines whose resource is said to have moved to one that is there (`moveFromId`), or that Terraform is told to forget. */
const keptIn = ({ stacks }: Pick<Synthesis, 'stacks'>, current: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    stacks.flatMap(({ name, json }) => [
      ...blocksAt(json, 'moved').flatMap(({ from, to }) => (current.has(`${name} ${String(to)}`) ? [`${name} ${String(from)}`] : [])),
      ...blocksAt(json, 'removed').flatMap((removed) =>
        at(removed, 'lifecycle.destroy') === false ? [`${name} ${String(removed['from'])}`] : [],
      ),
    ]),
  );

export interface Difference {
  /** Lines of resources that are gone and hold something: no list is written while there are any. */
  readonly lost: readonly string[];
  /** Lines of others, with `-` or `+`. */
  readonly changed: readonly string[];
}

export function compareAddresses(committed: readonly string[], synthesis: Pick<Synthesis, 'stacks'>): Difference {
  const current = new Set(addressesOf(synthesis));
  const kept = keptIn(synthesis, current);
  const gone = committed.filter((line) => !current.has(line));
  const lost = gone.filter((line) => mayHoldData(typeOf(line)) && !kept.has(line));
  return {
    lost,
    changed: [
      ...gone.filter((line) => !lost.includes(line)).map((line) => `- ${line}`),
      ...[...current].filter((line) => !committed.includes(line)).map((line) => `+ ${line}`),
    ].sort((one, other) => (one.slice(2) < other.slice(2) ? -1 : 1)),
  };
}

const typeOf = (line: string): string => /^\S+ (\w+)\./.exec(line)?.[1] ?? '';

/** What to do, or nothing where the list is right. `file` is the list. */
export function explain({ lost, changed }: Difference, file: string): string {
  const update = 'UPDATE_ADDRESSES=1 npx jest addresses';
  return [
    ...lost.flatMap((line) => {
      const address = line.replace(/^\S+ /, '');
      return [
        `${line} is gone: Terraform would destroy it, and with it ${whatIsLost(typeOf(line))}.`,
        `  If it has another address now, call .moveFromId('${address}') on the resource it has become.`,
        `  If it shall be lost, remove the line from ${file} by hand.`,
      ];
    }),
    ...(changed.length === 0 ? [] : [`${file} is not what is synthesized; if that is meant, write it with ${update}:`, ...changed]),
  ].join('\n');
}
