/** What an environment is: plain, validated data. */
import { environments } from './environments';
import type { Environment } from './environment';
import { readEnvironment } from './problems';
import type { Problem } from './rule';

export type { CdnConfig, CdnLimits } from './cdn';
export type { ClusterConfig } from './cluster';
export type { ClusterEnvironment, Environment, EnvironmentInput } from './environment';
export { components, flows } from './flows';
export {
  loadBalancerPorts,
  loadBalancerResources,
  type ExternalLoadBalancerConfig,
  type HaproxyConfig,
  type IngressConfig,
  type LoadBalancerConfig,
  type NginxConfig,
} from './load-balancer';
export { migration, migrationResources, type MigrationConfig } from './migration';
export { namespaceQuota } from './namespace';
export { migrationJobName, secretSlots, stackId, type SecretSlot, type SecretSlots, type StateName } from './naming';
export { versitygwResources, type ExternalObjectStorageConfig, type ObjectStorageConfig, type VersitygwConfig } from './object-storage';
export type { Component, ComponentName, Flow, Location, Peer, PortName, PortNumber } from './peers';
export {
  PATRONI_PORT,
  patroniMembers,
  type ExternalPostgresConfig,
  type PatroniConfig,
  type PatroniMembers,
  type PostgresConfig,
} from './postgres';
export {
  redisBusPort,
  redisJoinResources,
  redisMaxmemoryPolicy,
  redisMembers,
  type ExternalRedisConfig,
  type RedisClusterConfig,
  type RedisConfig,
  type RedisMembers,
} from './redis';
export { reservedVariables, services, type ServiceConfig, type ServiceName, type StoreName } from './services';
export { sizingProfiles, type Sizing } from './sizing';
export type { StateConfig } from './state';
export { streamingChain, type DrainLimits, type StreamingChain } from './streaming';
export { chainTable } from './streaming-rules';
export { versions } from './versions';

/** What is wrong with the configuration, one line a problem; nothing was written. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * The named environments, or all of them when none is named. Only these are read: a mistake in one stands in no other's way.
 * @throws ConfigError with every problem of every one of them, or with the valid names for one that is unknown.
 */
export function loadEnvironments(
  names: readonly string[],
  known: Readonly<Record<string, unknown>> = environments,
): readonly Environment[] {
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    const valid = Object.keys(known).join(', ');
    throw new ConfigError(unknown.map((name) => `${name}: no such environment; there are: ${valid}`).join('\n'));
  }
  const chosen = names.length === 0 ? Object.keys(known) : [...new Set(names)];
  const loaded: Environment[] = [];
  const lines: string[] = [];
  for (const name of chosen) {
    const read = readEnvironment(known[name]);
    if ('problems' in read) lines.push(...read.problems.map((problem) => line(name, problem)));
    else if (read.environment.name !== name) lines.push(`${name}: name: must be "${name}", as in its file; got "${read.environment.name}"`);
    else loaded.push(read.environment);
  }
  if (lines.length > 0) throw new ConfigError(lines.join('\n'));
  return loaded;
}

/** A field may be called anything in a file; here it is one line. */
const line = (environment: string, { path, message }: Problem): string =>
  [environment, ...(path === '' ? [] : [path.replace(/\s+/g, ' ')]), message].join(': ');
