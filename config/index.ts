/** What an environment is: plain, validated data. */

export type { AutomationConfig } from './target/automation';
export type { AwsConfig } from './target/aws';
export {
  managedRulesetsOf,
  plans,
  rateLimitsOf,
  zoneIdOf,
  type CdnConfig,
  type CdnLimits,
  type CloudflareConfig,
  type CloudflarePlan,
  type RateLimit,
} from './cdn';
export { clusterFacts, type ClusterConfig, type ClusterFacts } from './target/cluster';
export { eksClusterName, switchesOnNetworkPolicies, type CreatedEksConfig, type EksConfig, type ExistingEksConfig } from './target/eks';
export type { AwsEnvironment, ClusterEnvironment, Environment, EnvironmentInput, KubernetesEnvironment } from './environment';
export { components, flows } from './derived/flows';
export { presences } from './derived/presences';
export {
  albPorts,
  loadBalancerPorts,
  loadBalancerResources,
  type AlbConfig,
  type ExternalLoadBalancerConfig,
  type HaproxyConfig,
  type IngressConfig,
  type LoadBalancerConfig,
  type NginxConfig,
} from './load-balancer';
export {
  inPods,
  monitoringFlows,
  monitoringMembers,
  monitoringPorts,
  monitoringPresences,
  monitoringResources,
  nodeExporterNamespace,
  receivers,
  retentionGiB,
  type MonitoringComponent,
  type MonitoringConfig,
  type MonitoringMembers,
  type MonitoringProgram,
  type ReceiverConfig,
} from './monitoring';
export { ConfigError, loadBootstrap, loadEnvironments, loadProgram, type Program } from './load';
export { migration, migrationResources, type MigrationConfig } from './services/migration';
export { namespaceQuota } from './target/namespace';
export type { NetworkConfig } from './target/network';
export { networkCidrs, networkZones } from './derived/subnets';
export { migrationJobName, secretSlots, stackId, type SecretSlot, type SecretSlots, type StateName } from './derived/naming';
export {
  versitygwResources,
  type ExternalObjectStorageConfig,
  type ObjectStorageConfig,
  type S3Config,
  type VersitygwConfig,
} from './object-storage';
export type {
  Component,
  ComponentName,
  Flow,
  Location,
  NetworkCidrs,
  Peer,
  PortName,
  PortNumber,
  SecurityGroupName,
} from './derived/peers';
export {
  auroraCapacity,
  PATRONI_PORT,
  patroniMembers,
  rdsAuthorities,
  type AuroraCapacity,
  type AuroraConfig,
  type ExternalPostgresConfig,
  type PatroniConfig,
  type PatroniMembers,
  type PostgresConfig,
} from './postgres';
export {
  elasticacheNodeType,
  redisBusPort,
  redisJoinResources,
  redisMaxmemoryPolicy,
  redisMembers,
  type ElasticacheConfig,
  type ExternalRedisConfig,
  type RedisClusterConfig,
  type RedisConfig,
  type RedisMembers,
} from './redis';
export { reservedVariables, services, type ServiceConfig, type ServiceName, type StoreName } from './services';
export { sizingProfiles, type Sizing } from './fields/sizing';
export type { StateConfig } from './target/state';
export { streamingChain, type DrainLimits, type StreamingChain } from './streaming';
export { chainTable } from './rules/streaming';
export { versions } from './versions';
