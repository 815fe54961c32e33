/**
 * What a synth of a pull request may bring to a plan that has credentials. `terraform init` runs providers, and a plan evaluates every
 * expression: both could send away what they can read. Everything that is not known to be harmless is refused.
 */
import { isDeepStrictEqual } from 'node:util';
import { versions } from '../../config';
import { providerSources } from '../guard/known';
import { refusal } from './template';

export type Json = Readonly<Record<string, unknown>>;

export interface SynthStack {
  readonly name: string;
  readonly json: unknown;
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const jsonOf = (value: unknown): Json => (isJson(value) ? value : {});

const topLevel = new Set(['//', 'terraform', 'provider', 'resource', 'data', 'ephemeral', 'output', 'removed', 'moved', 'check']);
const dataSources = new Set(['aws_eks_cluster', 'terraform_remote_state']);
const ephemerals = new Set(['random_password', 'aws_secretsmanager_secret_version']);
const builtIn = new Set(['terraform_data', 'terraform_remote_state']);

/** One line for each thing in a stack that may not be planned; `base` is the environment as the base of the pull request synthesizes it. */
export function problemsOf({ name, json }: SynthStack, base: readonly SynthStack[]): readonly string[] {
  if (!isJson(json)) return ['is no object'];
  return [
    ...Object.keys(json)
      .filter((key) => !topLevel.has(key))
      .map((key) => `${shown(key)}: no such block may be planned`),
    ...Object.entries(json)
      .filter(
        ([key, value]) =>
          topLevel.has(key) && key !== '//' && !(isJson(value) || (['removed', 'moved'].includes(key) && Array.isArray(value))),
      )
      .map(([key]) => `${key}: is not in the form that this program writes`),
    ...settings(name, json['terraform'], base),
    ...providers(json['provider'], base),
    ...(['resource', 'data', 'ephemeral'] as const).flatMap((kind) => blocks(kind, json[kind], base)),
    ...removed(json['removed']),
    ...moved(json['moved']),
    ...checks(json['check']),
    ...templates(json),
  ];
}

const shown = (text: string): string => text.replace(/[^\w./-]/g, '·').slice(0, 100);

function settings(name: string, value: unknown, base: readonly SynthStack[]): readonly string[] {
  if (!isJson(value)) return ['terraform: is missing'];
  const required = jsonOf(value['required_providers']);
  return [
    ...Object.keys(value)
      .filter((key) => !['//', 'backend', 'required_providers', 'required_version'].includes(key))
      .map((key) => `terraform.${shown(key)}: no such setting may be planned`),
    ...(isJson(value['required_providers']) ? [] : ['terraform.required_providers: is missing']),
    ...Object.entries(required)
      .filter(([local, source]) => !isPinned(local, source))
      .map(([local]) => `terraform.required_providers.${shown(local)}: is not one of the base, at its version`),
    ...(isDeepStrictEqual(value['backend'], backendOf(name, base)) ? [] : ['terraform.backend: is not the one of the environment']),
  ];
}

function isPinned(local: string, value: unknown): boolean {
  if (!isJson(value) || !Object.hasOwn(providerSources, local)) return false;
  const known = local as keyof typeof providerSources;
  const source = providerSources[known];
  const sources = [source, `registry.terraform.io/${source}`, ...(source === `hashicorp/${local}` ? [local] : [])];
  const keys = Object.keys(value).every((key) => ['source', 'version'].includes(key));
  return keys && sources.includes(String(value['source'])) && value['version'] === versions.providers[known];
}

/** The backend of a stack; one that is new gets that of another with its own name. Undefined where the environment has no stack. */
export function backendOf(name: string, base: readonly SynthStack[]): unknown {
  const example = base.find((stack) => stack.name === name) ?? base[0];
  if (example === undefined) return undefined;
  const text = JSON.stringify(jsonOf(jsonOf(example.json)['terraform'])['backend']);
  return /^[a-z0-9-]+$/.test(name) ? (JSON.parse(text.replaceAll(example.name, name)) as unknown) : undefined;
}

/** All configurations of a provider: a list or a single one. */
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : [value]);

/** Endpoints, proxies, credentials and commands are all settings of a provider: it has to be configured as it is in the base. */
function providers(value: unknown, base: readonly SynthStack[]): readonly string[] {
  return Object.entries(jsonOf(value)).flatMap(([name, configurations]) => {
    const known = base.flatMap(({ json }) => listOf(jsonOf(jsonOf(json)['provider'])[name]));
    return listOf(configurations).every((one) => known.some((other) => isDeepStrictEqual(one, other)))
      ? []
      : [`provider.${shown(name)}: is not configured as in the base`];
  });
}

function blocks(kind: 'resource' | 'data' | 'ephemeral', value: unknown, base: readonly SynthStack[]): readonly string[] {
  return Object.entries(jsonOf(value)).flatMap(([type, named]) => {
    const at = `${kind}.${shown(type)}`;
    if (!isJson(named)) return [`${at}: is not in the form that this program writes`];
    const allowed = kind === 'data' ? dataSources.has(type) : kind === 'ephemeral' ? ephemerals.has(type) : true;
    const [prefix = ''] = type.split('_');
    if (!allowed || !(builtIn.has(type) || (Object.hasOwn(providerSources, prefix) && /^[a-z0-9]+_[a-z0-9_]+$/.test(type))))
      return [`${at}: no such type may be planned`];
    return Object.entries(named).flatMap(([id, body]) => bodyProblems(`${at}.${shown(id)}`, type, body, base));
  });
}

function bodyProblems(at: string, type: string, body: unknown, base: readonly SynthStack[]): readonly string[] {
  if (!isJson(body)) return [`${at}: is not in the form that this program writes`];
  const provider = body['provider'];
  return [
    ...['provisioner', 'connection', 'dynamic'].filter((key) => Object.hasOwn(body, key)).map((key) => `${at}.${key}: may not be planned`),
    ...(provider === undefined || (typeof provider === 'string' && Object.hasOwn(providerSources, provider.split('.')[0] ?? ''))
      ? []
      : [`${at}.provider: is none of the base`]),
    ...(type === 'terraform_remote_state' && !isOwnState(body, base) ? [`${at}: is no state of the environment`] : []),
  ];
}

/** A state of the environment, read as this program reads it. The name of a stack that is new is in its key. */
function isOwnState(body: Json, base: readonly SynthStack[]): boolean {
  const { backend, config, workspace, ...more } = body;
  if (Object.keys(more).some((key) => key !== '//') || (workspace !== undefined && workspace !== '${terraform.workspace}')) return false;
  if (typeof backend !== 'string') return false;
  return base.some(({ name }) => isDeepStrictEqual(backendOf(name, base), { [backend]: config }));
}

function removed(value: unknown): readonly string[] {
  return listOf(value ?? []).flatMap((one, index) => {
    const { from, lifecycle, ...more } = jsonOf(one);
    const fine =
      typeof from === 'string' && isDeepStrictEqual(lifecycle, { destroy: false }) && Object.keys(more).every((key) => key === '//');
    return fine ? [] : [`removed[${index}]: may only forget`];
  });
}

function moved(value: unknown): readonly string[] {
  return listOf(value ?? []).flatMap((one, index) =>
    isJson(one) && Object.entries(one).every(([key, text]) => key === '//' || (['from', 'to'].includes(key) && typeof text === 'string'))
      ? []
      : [`moved[${index}]: has more than from and to`],
  );
}

/** A data source in a check is read like any other. */
function checks(value: unknown): readonly string[] {
  return Object.entries(jsonOf(value)).flatMap(([name, body]) =>
    isJson(body) && Object.keys(body).every((key) => ['//', 'assert'].includes(key)) ? [] : [`check.${shown(name)}: may only assert`],
  );
}

/** Texts and keys alike: Terraform evaluates both. What an error says is shown to people, so it may not be made of other values. */
function templates(value: unknown, at = ''): readonly string[] {
  if (typeof value === 'string') {
    const why = refusal(value);
    return why === null ? [] : [`${at === '' ? 'a text' : at}: ${why}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (at === '' && key === '//') return [];
    const path = `${at}${at === '' ? '' : '.'}${shown(key)}`;
    const says = key === 'error_message' && /[$%]\{/.test(String(child).replaceAll('${self.output}', ''));
    return [...templates(key, path), ...(says ? [`${path}: may only name the resource's own output`] : []), ...templates(child, path)];
  });
}
