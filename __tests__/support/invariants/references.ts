/** Every name in an expression is the name of something, in this state or in one that is applied before. */
import { isDeepStrictEqual } from 'node:util';
import type { SynthesizedStack } from '../environments';
import { resourcesOf } from '../environments';
import { once } from '../once';
import type { Guard } from './synthesis';
import { at, blocksAt, leaves, listAt, textAt, textsIn, type Block } from './blocks';
import { referencesIn, type Reference } from './expressions';

/** `<block>.type.id` for everything of a kind of block. */
const addressesIn = (stack: SynthesizedStack, block: string, prefix: string): readonly string[] =>
  Object.entries((stack.json[block] as Block | undefined) ?? {}).flatMap(([type, byId]) =>
    Object.keys(byId as Block).map((id) => `${prefix}${type}.${id}`),
  );

/** All that the texts of a stack refer to. */
const referencesOf = once((stack: SynthesizedStack) =>
  textsIn(stack.json).flatMap((text) => referencesIn(text).map((reference) => ({ text, reference }))),
);

export const references: Guard = (stack) => {
  const known = new Set([
    ...addressesIn(stack, 'resource', ''),
    ...addressesIn(stack, 'data', 'data.'),
    ...addressesIn(stack, 'ephemeral', 'ephemeral.'),
  ]);
  const dependencies = resourcesOf(stack).flatMap(({ address, body }) =>
    listAt(body, 'depends_on').map((target) => ({ from: address, target: String(target) })),
  );
  const expressions = referencesOf(stack).map(({ text, reference }) => ({ from: text, target: reference.address }));
  return [...dependencies, ...expressions]
    .filter(({ target }) => !known.has(target))
    .map(({ from, target }) => `${from}: there is no ${target} in this state`);
};

/** What is read from another state is in it, and that state is applied before. */
export const remoteStates: Guard = (stack, { stacks, dependencies }) => {
  const reads = referencesOf(stack).map(({ reference }) => reference);
  return Object.entries(blocksAt(stack.json, 'data.terraform_remote_state')[0] ?? {}).flatMap(([id, body]) => {
    const address = `data.terraform_remote_state.${id}`;
    const producer = stacks.find(({ json }) =>
      isDeepStrictEqual(at(json, `terraform.backend.${textAt(body, 'backend')}`), at(body, 'config')),
    );
    if (producer === undefined) return [`${address}: no stack of this environment has this state`];
    const before = dependencies[stack.name]?.includes(producer.name) ?? false;
    return [
      ...(before ? [] : [`${address}: the manifest does not say that ${producer.name} is applied before`]),
      ...reads
        .filter((read) => read.address === address && !isPublished(producer, read))
        .map(({ path }) => `${address}: ${producer.name} has no${path}`),
    ];
  });
};

/** cdktf turns a token of another stack into an output with a name of its own: that stack would offer what nobody decided to publish. */
export const published = ({ json }: SynthesizedStack): readonly string[] =>
  Object.keys((json['output'] as Block | undefined) ?? {})
    .filter((name) => name.startsWith('cross-stack-output-'))
    .map((name) => `output.${name}: another stack uses a token of this one; publish it`);

/** Follows a path such as `.outputs.postgres.hosts[0]` into the value of an output, as far as it is known at synth. */
function isPublished({ json }: SynthesizedStack, { path }: Reference): boolean {
  const [outputs, name, ...steps] = [...path.matchAll(/[\w-]+/g)].map(([step]) => step);
  if (outputs !== 'outputs' || name === undefined) return false;
  let value = ((json['output'] as Block | undefined)?.[name] as Block | undefined)?.['value'];
  for (const step of steps) {
    if (typeof value === 'string' && value.startsWith('${')) return true;
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Block)[step];
  }
  return value !== undefined;
}

/** A token that was measured, cut or calculated with: its marker is left, and Terraform would take it for the value. */
export const tokenMarkers: Guard = ({ json }) =>
  leaves(json)
    .filter(([path, leaf]) => [path, String(leaf)].some((text) => /TfToken\[|-\d(\.\d+)?e\+[23]\d\d/.test(text)))
    .map(([path]) => `${path}: the marker of a token`);

const EXACT = /^\d+\.\d+\.\d+$/;

/** What makes a stack one Terraform state that can be applied anywhere, with the same programs. */
export const terraformBlock: Guard = (stack, { stacks }) => {
  const terraform = at(stack.json, 'terraform');
  const providers = Object.entries(blocksAt(terraform, 'required_providers')[0] ?? {});
  const types = ['resource', 'data', 'ephemeral'].flatMap((block) => Object.keys((stack.json[block] as Block | undefined) ?? {}));
  // `terraform_remote_state` and `terraform_data` are Terraform's own.
  const used = new Set(types.map((type) => type.replace(/_.*/, '')).filter((name) => name !== 'terraform'));
  const names = providers.map(([name]) => name);
  const backend = at(terraform, 'backend');
  const shared = stacks.filter((other) => other.name !== stack.name && isDeepStrictEqual(at(other.json, 'terraform.backend'), backend));
  return [
    ...(textAt(terraform, 'required_version') === undefined ? ['terraform: has no required_version'] : []),
    ...(backend === undefined ? ['terraform: has no backend'] : []),
    ...shared.filter(() => backend !== undefined).map(({ name }) => `terraform: has the state of ${name}`),
    ...providers
      .filter(([, provider]) => !EXACT.test(textAt(provider, 'version') ?? ''))
      .map(([name]) => `terraform.required_providers.${name}: is not pinned to one version`),
    ...[...used].filter((name) => !names.includes(name)).map((name) => `terraform.required_providers: has no ${name}`),
  ];
};
