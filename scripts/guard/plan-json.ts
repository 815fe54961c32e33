/** What `terraform show -json` says of a plan, checked: a plan that is read wrongly is a loss that nobody is warned of. */

export type Data = Readonly<Record<string, unknown>>;
type Step = string | number;

export interface Change {
  readonly address: string;
  readonly type: string;
  readonly provider: string;
  readonly actions: readonly string[];
  /** Why Terraform does it, as one of its own words. */
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
  /** `true` where a value is known only after the apply. */
  readonly unknown: unknown;
  readonly sensitive: readonly [before: unknown, after: unknown];
  readonly replacePaths: readonly (readonly Step[])[];
}

export interface Plan {
  readonly changes: readonly Change[];
  /** Full names of the providers that the configuration uses. */
  readonly providers: readonly string[];
  /** Remote states it reads: address and type of backend, or null where the type is computed. */
  readonly remoteStates: readonly { readonly address: string; readonly backend: string | null }[];
  /** Addresses in the state before the plan. */
  readonly addresses: ReadonlySet<string>;
}

/** A text that is no plan, or one of a form that is not known. Its message has no value of the plan. */
export class UnreadablePlan extends Error {}

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const dataOf = (value: unknown): Data => (isData(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const actions = new Set(['no-op', 'create', 'read', 'update', 'delete', 'forget', 'open', 'close', 'renew']);

/** @throws UnreadablePlan */
export function parsePlan(text: string): Plan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UnreadablePlan('is not JSON; write it with terraform show -json <plan file>');
  }
  return planOf(json);
}

/** @throws UnreadablePlan */
export function planOf(json: unknown): Plan {
  if (!isData(json)) throw new UnreadablePlan('is not an object; write it with terraform show -json <plan file>');
  const format = json['format_version'];
  if (typeof format !== 'string' || !/^1\.\d+$/.test(format))
    throw new UnreadablePlan('has no format_version 1.x: it is no plan of Terraform');
  if (!isData(json['planned_values'])) throw new UnreadablePlan('has no planned_values: it is a state or a configuration, not a plan');
  if (json['errored'] === true) throw new UnreadablePlan('is the part of a plan that was made before an error');
  const deferred = listOf(json['deferred_changes']).map((one) => dataOf(one)['resource_change']);
  const listed = json['resource_changes'] ?? [];
  if (!Array.isArray(listed)) throw new UnreadablePlan('resource_changes is not a list');
  const all = [...(listed as readonly unknown[]), ...deferred].map(changeOf);
  const configuration = dataOf(json['configuration']);
  const prior = dataOf(dataOf(json['prior_state'])['values'])['root_module'];
  const outputs = json['output_changes'] ?? {};
  if (!isData(outputs) || !Object.values(outputs).every((one) => isData(one) && Array.isArray(one['actions'])))
    throw new UnreadablePlan('output_changes is no object of changes');
  const resources = dataOf(prior)['resources'] ?? [];
  if (!Array.isArray(resources) || !resources.every(isData))
    throw new UnreadablePlan('prior_state has resources that are no list of objects');
  return {
    changes: all.flatMap((change) => (change === null ? [] : [change])),
    providers: Object.values(dataOf(configuration['provider_config'])).flatMap((one) => {
      const name = dataOf(one)['full_name'];
      return typeof name === 'string' ? [name] : [];
    }),
    remoteStates: remoteStates(configuration['root_module']),
    addresses: new Set(addressesIn(prior)),
  };
}

/** Null for what is only read. */
function changeOf(value: unknown, index: number): Change | null {
  const at = `resource_changes[${index}]`;
  const { address, mode, type, provider_name: provider, change, action_reason: reason } = dataOf(value);
  if (typeof address !== 'string' || typeof type !== 'string' || !isData(change))
    throw new UnreadablePlan(`${at} has no address, type or change`);
  const listed = change['actions'];
  if (!Array.isArray(listed) || listed.length === 0) throw new UnreadablePlan(`${at} has no actions`);
  if (!listed.every((action): action is string => typeof action === 'string' && actions.has(action)))
    throw new UnreadablePlan(`${at} has an action that this program does not know`);
  const paths = change['replace_paths'] ?? [];
  if (!Array.isArray(paths) || !paths.every((steps) => Array.isArray(steps)))
    throw new UnreadablePlan(`${at} has replace_paths that are no paths`);
  if (mode === 'data') return null;
  return {
    address,
    type,
    provider: typeof provider === 'string' ? provider : '',
    actions: listed,
    reason: typeof reason === 'string' && /^[a-z_]+$/.test(reason) ? reason : '',
    before: change['before'],
    after: change['after'],
    unknown: change['after_unknown'],
    sensitive: [change['before_sensitive'], change['after_sensitive']],
    replacePaths: paths.map((steps) => steps.filter((step: unknown): step is Step => typeof step === 'string' || typeof step === 'number')),
  };
}

function remoteStates(module: unknown): Plan['remoteStates'] {
  return listOf(dataOf(module)['resources']).flatMap((value) => {
    const { address, type, expressions } = dataOf(value);
    if (type !== 'terraform_remote_state') return [];
    const backend = dataOf(dataOf(expressions)['backend'])['constant_value'];
    return [{ address: String(address), backend: typeof backend === 'string' ? backend : null }];
  });
}

function addressesIn(module: unknown): readonly string[] {
  const { resources, child_modules: children } = dataOf(module);
  return [...listOf(resources).map((one) => String(dataOf(one)['address'])), ...listOf(children).flatMap(addressesIn)];
}
