/** What the plan of one state would do, without any value, made from `terraform show -json`, for people and for pull requests. */
import { createHash } from 'node:crypto';
import type { Verdict } from '../guard/approved';
import { shownPath } from '../guard/attributes';

export type Action = 'create' | 'update' | 'delete' | 'replace' | 'forget' | 'import';

export interface ResourceChange {
  readonly address: string;
  readonly action: Action;
  /** Paths of the attributes that force a replacement. */
  readonly forcedBy: readonly string[];
}

export interface StateReport {
  readonly stack: string;
  /** `waiting`: an output of another state, which it reads, does not exist yet. */
  readonly status: 'planned' | 'waiting' | 'failed';
  readonly changes: readonly ResourceChange[];
  /** Whether outputs change that other states read. */
  readonly outputsChange: boolean;
  /** Whether it has ever been applied. */
  readonly applied: boolean;
  /** Digest of everything the plan would do, values included: plans with the same digest do the same. Null where there is no plan. */
  readonly digest: string | null;
  /** What the guard says of it; null where there is no plan. */
  readonly verdict: Verdict | null;
  /** Further remarks; one line, without values. */
  readonly remark: string;
}

/** The part of a plan's JSON that is used. https://developer.hashicorp.com/terraform/internals/json-format */
export interface PlanJson {
  readonly prior_state?: { readonly values?: { readonly root_module?: { readonly resources?: readonly { readonly mode: string }[] } } };
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly importing?: unknown;
      readonly before?: unknown;
      readonly after?: unknown;
      readonly before_sensitive?: unknown;
      readonly after_sensitive?: unknown;
      readonly replace_paths?: readonly (readonly (string | number)[])[];
    };
  }[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
}

/** Only the address, the action and the attributes' names of a change are read. */
export function readPlan(stack: string, plan: PlanJson, verdict: Verdict | null = null): StateReport {
  const managed = (plan.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
  const changes = managed.flatMap(({ address, change }) => {
    const action = actionOf(change.actions, change.importing !== undefined && change.importing !== null);
    const resource = { before: change.before, after: change.after, sensitive: [change.before_sensitive, change.after_sensitive] };
    return action === null ? [] : [{ address, action, forcedBy: (change.replace_paths ?? []).map((steps) => shownPath(steps, resource)) }];
  });
  const outputs = Object.values(plan.output_changes ?? {});
  return {
    stack,
    status: 'planned',
    changes,
    outputsChange: outputs.some(({ actions }) => actions.some((action) => action !== 'no-op')),
    applied: (plan.prior_state?.values?.root_module?.resources ?? []).some(({ mode }) => mode === 'managed'),
    digest: digestOf({ resources: managed, outputs: plan.output_changes ?? {} }),
    verdict,
    remark: '',
  };
}

function actionOf(actions: readonly string[], importing: boolean): Action | null {
  if (actions.includes('delete') && actions.includes('create')) return 'replace';
  const [action] = actions;
  switch (action) {
    case 'create':
    case 'update':
    case 'delete':
    case 'forget':
      return action;
    default:
      return importing ? 'import' : null;
  }
}

/** Digest of plain data, independent of the order of its keys. */
const digestOf = (data: unknown): string => createHash('sha256').update(canonical(data)).digest('hex');

function canonical(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map(canonical).join(',')}]`;
  if (typeof data !== 'object' || data === null) return JSON.stringify(data) ?? 'null';
  const fields = Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${canonical(value)}`).join(',')}}`;
}

/** Report of a state without a plan. */
export const noPlan = (stack: string, status: 'waiting' | 'failed', remark: string): StateReport => ({
  stack,
  status,
  changes: [],
  outputsChange: false,
  applied: false,
  digest: null,
  verdict: null,
  remark,
});

/** The actions that a column of a table counts. */
const counted = {
  add: ['create', 'import'],
  change: ['update'],
  replace: ['replace'],
  destroy: ['delete', 'forget'],
} as const satisfies Readonly<Record<string, readonly Action[]>>;

/** The names of the columns of `row`. */
export const head: readonly string[] = ['state', ...Object.keys(counted), ''];

/** Number of resources an apply would add, change, replace and destroy, and further remarks. `none`: the cell of a missing number. */
export function row({ stack, status, changes, outputsChange, verdict, remark }: StateReport, none: string): readonly string[] {
  const count = (actions: readonly Action[]) => changes.filter(({ action }) => actions.includes(action)).length;
  const numbers = Object.values(counted).map((actions) => (status === 'planned' ? String(count(actions)) : none));
  const blocked = verdict === null || verdict.blocked.length === 0 ? '' : `${verdict.blocked.length} blocked`;
  const says = [status === 'planned' ? '' : status, blocked, remark, outputsChange ? 'outputs change' : ''].filter(Boolean).join(': ');
  return [stack, ...numbers, says];
}

/** Whether an apply would do anything. */
export const doesNothing = ({ status, changes, outputsChange }: StateReport): boolean =>
  status === 'planned' && changes.length === 0 && !outputsChange;

/** Whether the guard lets it be applied. */
export const mayApply = ({ verdict }: StateReport): boolean => verdict !== null && verdict.blocked.length === 0;
