/** Reads what was asked for, all of it or nothing. */
import { bootstrapField, bootstrapStackId, type BootstrapConfig } from '../bootstrap';
import { bootstraps } from '../bootstrap/accounts';
import { environments } from '../environments';
import { fieldProblems } from './field-problem';
import { READ_ONCE, readEnvironment } from './read-environment';
import type { Problem } from '../rules/rule';
import { resolveEnvironment, type Environment } from './resolve';

/** Problems of the configuration, one line each; nothing was written. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** All that was asked for. */
export interface Program {
  /** In the order in which they were named. */
  readonly environments: readonly Environment[];
  /** What accounts are given once. */
  readonly bootstraps: readonly BootstrapConfig[];
}

/**
 * The named environments and bootstraps, or all of them when none is named. Only these are read: a mistake in one stands in no other's way.
 * @throws ConfigError with every problem of every one of them, or with the valid names for one that is unknown.
 */
export function loadProgram(names: readonly string[]): Program {
  refuseUnknown(names, { environment: Object.keys(environments), bootstrap: Object.keys(bootstraps) });
  const chosen = (known: object) => (names.length === 0 ? Object.keys(known) : names.filter((name) => Object.hasOwn(known, name)));
  const lines: string[] = [];
  const read = <T>(load: () => T): T | [] => {
    try {
      return load();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      lines.push(error.message);
      return [];
    }
  };
  const [some, accounts] = [chosen(environments), chosen(bootstraps)];
  const program = {
    environments: some.length === 0 ? [] : read(() => loadEnvironments(some)),
    bootstraps: read(() => accounts.map((name) => loadBootstrap(name, bootstraps[name]))),
  };
  if (lines.length > 0) throw new ConfigError(lines.join('\n'));
  return program;
}

/** What an account is given once; the name has to be that of its stack. */
export function loadBootstrap(name: string, input: unknown): BootstrapConfig {
  const result = bootstrapField.safeParse(input, READ_ONCE);
  const problems = result.success
    ? bootstrapStackId(result.data.account) === name
      ? []
      : [{ path: 'account', message: `must be as in "${name}"; got "${result.data.account}"` }]
    : result.error.issues.flatMap((issue) => fieldProblems(issue, '', bootstrapField, input));
  if (!result.success || problems.length > 0) throw new ConfigError(problems.map((problem) => line(name, problem)).join('\n'));
  return result.data;
}

/** `known`: the names that exist, by the kind of thing they name. A kind of which there is none is not mentioned. */
function refuseUnknown(names: readonly string[], known: Readonly<Record<string, readonly string[]>>): void {
  const unknown = names.filter((name) => !Object.values(known).flat().includes(name));
  if (unknown.length === 0) return;
  const kinds = Object.entries(known).filter(([, valid]) => valid.length > 0);
  const missing = `no such ${kinds.map(([kind]) => kind).join(' or ')}`;
  const valid = kinds.map(([kind, list]) => `${kind}s: ${list.join(', ')}`).join('; ');
  throw new ConfigError(unknown.map((name) => `${name}: ${missing}; ${valid}`).join('\n'));
}

/**
 * The named environments, or all of them when none is named. Only these are read: a mistake in one stands in no other's way.
 * @throws ConfigError with every problem of every one of them, or with the valid names for one that is unknown.
 */
export function loadEnvironments(
  names: readonly string[],
  known: Readonly<Record<string, unknown>> = environments,
): readonly Environment[] {
  refuseUnknown(names, { environment: Object.keys(known) });
  const chosen = names.length === 0 ? Object.keys(known) : [...new Set(names)];
  const zones = zonesOf(known);
  const loaded: Environment[] = [];
  const lines: string[] = [];
  for (const name of chosen) {
    const read = readEnvironment(known[name]);
    if ('problems' in read) lines.push(...read.problems.map((problem) => line(name, problem)));
    else if (read.environment.name !== name) lines.push(`${name}: name: must be "${name}", as in its file; got "${read.environment.name}"`);
    else loaded.push(resolveEnvironment(read.environment));
    const sharing = zones.filter((one) => one.name !== name && one.zone === zones.find((own) => own.name === name)?.zone);
    lines.push(
      ...sharing.map(
        (other) => `${name}: cdn.zoneId: is that of ${other.name} too; both would overwrite each other’s rules: take a zone each`,
      ),
    );
  }
  if (lines.length > 0) throw new ConfigError(lines.join('\n'));
  return loaded;
}

/** The zone of every environment that has one, of those that are not read, too: no two may own the same rulesets. */
const zonesOf = (known: Readonly<Record<string, unknown>>): readonly { readonly name: string; readonly zone: string }[] =>
  Object.entries(known).flatMap(([name, input]) => {
    const zone = (input as { readonly cdn?: { readonly zoneId?: unknown } } | null | undefined)?.cdn?.zoneId;
    return typeof zone === 'string' ? [{ name, zone }] : [];
  });

/** A field may be called anything in a file; here it is one line. */
const line = (environment: string, { path, message }: Problem): string =>
  [environment, ...(path === '' ? [] : [path.replace(/\s+/g, ' ')]), message].join(': ');
