/** What in a plan would hurt: each address with its class, its effect and the names of the attributes. No value of the plan is in it. */
import { changedAttributes, shownPath, unknownAt, valuesAt } from './attributes';
import { mayHoldData, whatIsLost } from './holds-data';
import type { Change, Plan } from './plan-json';
import { approvable, balancer, carriesStreams, guards, rules, type Class, type Rule } from './rules';
import { isDeepStrictEqual } from 'node:util';

export interface Finding {
  readonly address: string;
  readonly class: Class;
  readonly effect: string;
  /** Attributes that change, or that force a replacement. */
  readonly attributes: readonly string[];
  /** Where the vendor says so. */
  readonly source: string | null;
  /** Whether it needs an entry among the approved changes. */
  readonly blocks: boolean;
}

/** What a configuration of this program may use. */
export interface Known {
  /** Full names of providers, with their registry. */
  readonly providers: ReadonlySet<string>;
  readonly backends: ReadonlySet<string>;
}

const needs = new Set<Class>(approvable);
const rulesOf = new Map<string, readonly Rule[]>(
  [...new Set(rules.map(({ type }) => type))].map((type) => [type, rules.filter((rule) => rule.type === type)]),
);

/** Anything that is not printed as itself would let an address draw on a terminal or a page. */
export const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, '·');

const finding = (address: string, kind: Class, effect: string, more: Partial<Finding> = {}): Finding => ({
  address: plain(address),
  class: kind,
  effect,
  attributes: [],
  source: null,
  blocks: needs.has(kind),
  ...more,
});

export function findingsOf(plan: Plan, known: Known): readonly Finding[] {
  return [
    ...plan.changes.flatMap((change) => [...fate(change), ...weakened(change), ...streams(change), ...provider(change, known)]),
    ...plan.providers
      .filter((name) => !known.providers.has(name))
      .map((name) => finding(`provider ${name}`, 'provider', 'is no provider of this program', { blocks: true })),
    ...plan.remoteStates
      .filter(({ backend }) => backend === null || !known.backends.has(backend))
      .map(({ address }) => finding(address, 'backend', 'reads a state from a backend that is none of this program', { blocks: true })),
  ];
}

const isReplaced = ({ actions }: Change): boolean => actions.includes('delete') && actions.includes('create');

/** Whether the object itself goes. */
function fate(change: Change): readonly Finding[] {
  const { address, type, actions, reason, replacePaths } = change;
  const blocks = mayHoldData(type);
  const effect = blocks ? `loses ${whatIsLost(type)}` : 'holds no data';
  if (actions.includes('forget'))
    return [finding(address, 'forget', blocks ? 'nothing protects or updates it any more' : 'stays without its state', { blocks })];
  if (isReplaced(change)) {
    const attributes = [...new Set(replacePaths.map((steps) => shownPath(steps, change)))];
    return [finding(address, 'replace', effect, { blocks, attributes })];
  }
  if (!actions.includes('delete')) return [];
  // With the block, its prevent_destroy is gone too. https://github.com/hashicorp/terraform/issues/17599
  const unprotected = reason === 'delete_because_no_resource_config' && blocks ? '; its block is gone, and prevent_destroy with it' : '';
  return [finding(address, 'destroy', `${effect}${unprotected}`, { blocks })];
}

/** What its attributes no longer do. A resource that is new can be public, but has nothing yet that could become weaker. */
function weakened(change: Change): readonly Finding[] {
  const { address, type, actions } = change;
  const gone = actions.includes('delete') && !actions.includes('create');
  const guard = guards[type];
  if (gone) return guard === undefined || !Object.hasOwn(guards, type) ? [] : [finding(address, ...guard)];
  const isNew = !actions.includes('delete') && actions.includes('create');
  if (!isNew && !isReplaced(change) && !actions.includes('update')) return [];
  const applying = (rulesOf.get(type) ?? []).filter((rule) => (!isNew || rule.class === 'public') && applies(rule, change));
  return applying.map(({ class: kind, path, effect, source }) => finding(address, kind, effect, { attributes: [path], source }));
}

const isOn = (value: unknown): boolean => value === true || value === 'true';
const isSet = (value: unknown): boolean => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
const numbers = (values: readonly unknown[]): readonly number[] =>
  values.flatMap((value) => (isSet(value) && Number.isFinite(Number(value)) ? [Number(value)] : []));

/** Retention of 0 days means for ever for logs alone; everywhere else it is the least. */
const amount = (rule: Rule, value: number): number => (rule.type === 'aws_cloudwatch_log_group' && value === 0 ? Infinity : value);

const everybody = (value: unknown): boolean => typeof value === 'string' && /^(0\.0\.0\.0|::|0:0:0:0:0:0:0:0)\/0$/.test(value.trim());

function applies(rule: Rule, { before, after, unknown }: Change): boolean {
  const path = rule.path.split('.');
  const [was, is] = [valuesAt(before, path), valuesAt(after, path)];
  const open = unknownAt(unknown, path);
  const { when } = rule;
  if (typeof when === 'object') return was.includes(when.weaker) && !is.every((value) => value === when.weaker && is.length >= was.length);
  switch (when) {
    case 'off':
      return was.some(isOn) && (is.length < was.length || !is.every(isOn));
    case 'on':
      return !was.some(isOn) && (open || is.some(isOn));
    case 'removed':
      return was.some(isSet) && !open && !is.some(isSet);
    case 'less':
      return less(rule, numbers(was), numbers(is), open);
    case 'open':
      return !was.flat().some(everybody) && is.flat().some(everybody);
    case 'changed':
      return before !== null && before !== undefined && (open || !isDeepStrictEqual(was, is));
  }
}

/** With several numbers (rules of a lifecycle), each has to find one at least as large. */
function less(rule: Rule, was: readonly number[], is: readonly number[], open: boolean): boolean {
  if (was.length === 0) return false;
  if (is.length === 0) return open || rule.path !== 'rule.expiration.days';
  const least = (values: readonly number[]) => Math.min(...values.map((value) => amount(rule, value)));
  return least(is) < least(was);
}

/** Open streams that are cut or drained. */
function streams(change: Change): readonly Finding[] {
  const { address, type, actions } = change;
  const carries = carriesStreams.has(type) || balancer.test(address);
  if (!carries) return [];
  if (actions.includes('delete')) return [finding(address, 'streams', 'streams through it are cut')];
  if (!actions.includes('update') || !balancer.test(address) || type === 'kubernetes_service_v1') return [];
  return changedAttributes(change).includes('spec')
    ? [finding(address, 'streams', 'a rollout of the load balancer: a stream that outlasts the drain is cut', { attributes: ['spec'] })]
    : [];
}

const provider = ({ address, provider: name }: Change, known: Known): readonly Finding[] =>
  name === '' || known.providers.has(name)
    ? []
    : [finding(address, 'provider', `is made by ${plain(name)}, no provider of this program`, { blocks: true })];
