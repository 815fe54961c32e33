/** What a plan would make of another configuration, from what is written before and after: no provider runs here. */
import { isDeepStrictEqual } from 'node:util';
import { mayHoldData } from '../../../scripts/guard/holds-data';
import type { Synthesis } from '../invariants/synthesis';
import { effects } from './provider';
import type { Outcome } from './fields';

type Body = Readonly<Record<string, unknown>>;

interface Resource {
  readonly type: string;
  readonly body: Body;
}

/** What Terraform reads itself and no provider sees. */
const META = ['lifecycle', 'depends_on', '//'];

/** Every resource of every state, by state and address. */
function resources(of: Synthesis): ReadonlyMap<string, Resource> {
  return new Map(
    of.stacks.flatMap(({ name, json }) =>
      Object.entries(json.resource ?? {}).flatMap(([type, all]) =>
        Object.entries(all).map(([id, body]) => [`${name} ${type}.${id}`, { type, body }] as const),
      ),
    ),
  );
}

/** Paths of the arguments that differ; lists are one value. */
function differences(before: unknown, after: unknown, at = ''): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(before) || !isObject(after)) return [at];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => at !== '' || !META.includes(key))
    .flatMap((key) => differences(before[key], after[key], at === '' ? key : `${at}.${key}`));
}

const among = (paths: readonly string[], of: readonly string[] = []) =>
  paths.some((path) => of.some((one) => path === one || path.startsWith(`${one}.`)));

/** Parameters of Aurora that differ and wait for a restart. */
const waitsForRestart = ({ type, body }: Resource, before: Resource): boolean =>
  type === 'aws_rds_cluster_parameter_group' &&
  (body['parameter'] as Body[]).some(
    (parameter) =>
      parameter['apply_method'] === 'pending-reboot' &&
      !(before.body['parameter'] as Body[]).some((other) => isDeepStrictEqual(other, parameter)),
  );

const worst: readonly Outcome[] = ['refused', 'delayed', 'in place', 'added', 'nothing'];

/** The worst that happens to anything that holds data, or to the class of the database. */
export function outcomeOf(before: Synthesis, after: Synthesis): Outcome {
  const [old, now] = [resources(before), resources(after)];
  const outcomes = new Set<Outcome>(['nothing']);
  for (const [address, resource] of now) {
    const earlier = old.get(address);
    if (resource.type === 'terraform_data') {
      // Remembers what it was at first, and compares.
      if (earlier !== undefined && 'lifecycle' in resource.body && !isDeepStrictEqual(earlier.body['input'], resource.body['input'])) {
        outcomes.add('refused');
      }
      continue;
    }
    const row = effects[resource.type];
    if (earlier === undefined) {
      if (row !== undefined) outcomes.add('added');
      continue;
    }
    if (waitsForRestart(resource, earlier)) outcomes.add('delayed');
    if (row === undefined) continue;
    const changed = differences(earlier.body, resource.body);
    if (changed.length === 0) continue;
    const replaced = among(changed, row.replaces);
    if (replaced && !mayHoldData(resource.type)) outcomes.add('in place');
    else if (replaced) outcomes.add('refused');
    else if (among(changed, row.waits) && resource.body['apply_immediately'] === false) outcomes.add('delayed');
    else outcomes.add('in place');
  }
  // Terraform does not look at prevent_destroy where a resource is no longer written: something else has to refuse.
  for (const [address, { type }] of old) {
    if (!now.has(address) && mayHoldData(type) && !outcomes.has('refused')) throw new Error(`${address} would be destroyed`);
  }
  return worst.find((outcome) => outcomes.has(outcome)) ?? 'nothing';
}
