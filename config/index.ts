/**
 * The door of config: what an environment is, and how it is loaded. Constructs, stacks and scripts come in here and nowhere else (eslint);
 * tests may go to the rooms.
 */
export type { OffsiteConfig } from './backup';
export { BACKUP_EXPORTER_PORT, type BackupFacts, type ScheduledJob } from './backup/resolve';
export {
  automationRoleArn,
  automationRoleName,
  BOOTSTRAP_PREFIX,
  bootstrapField,
  bootstrapStackId,
  STATE_KEY_ALIAS,
  stateBucketName,
  type BootstrapConfig,
} from './bootstrap';
export { trustedPeople, trustedSubjects, type AutomationRole } from './bootstrap/subjects';
export type { CloudflareConfig } from './cdn/cloudflare';
export type { CdnConfig } from './cdn';
export { managedRulesetsOf } from './cdn/managed-rulesets';
export { plans } from './cdn/plans';
export { rateLimitsOf, type RateLimit } from './cdn/rate-limits';
export { constructId, migrationJobName, secretSlots, stackId, type StateName } from './derived/naming';
export {
  componentOf,
  type Component,
  type ComponentName,
  type Components,
  type Flow,
  type Peer,
  type PortName,
  type PortNumber,
  type SecurityGroupName,
} from './derived/peers';
export { hostsByKey, hostsOf, type Route } from './derived/routes';
export { migrationResources, variablePrefix, type MigrationConfig, type ServiceConfig } from './derived/services';
export type { DrainLimits, StreamingChain } from './derived/streaming';
export { afterStandardSupport, kubernetesSupportedUntil } from './support';
export { networkZones, subnetCidr, zoneLetter, type SubnetTier } from './derived/subnets';
export { environment, type EnvironmentConfig, type EnvironmentInput } from './environment';
export type { CloudWatchJob, ResolvedBox } from './fields/engine';
export { albPorts, type AlbConfig } from './load-balancer/alb';
export type { LoadBalancerWatch } from './load-balancer/engine';
export type { ExternalLoadBalancerConfig } from './load-balancer/external';
export type { HaproxyConfig } from './load-balancer/haproxy';
export type { LoadBalancerConfig } from './load-balancer';
export type { IngressConfig } from './load-balancer/ingress';
export type { NginxConfig } from './load-balancer/nginx';
export { loadBalancerPorts, loadBalancerResources } from './load-balancer/pods';
export { copyIn, publicImage, registryField, type Images } from './images';
export { ConfigError, loadEnvironments, loadProgram } from './load';
export type { AwsEnvironment, Environment, Surroundings } from './load/resolve';
export { retentionGiB, type MonitoringConfig } from './monitoring';
export { monitoringMembers, monitoringResources, type MonitoringProgram } from './monitoring/members';
export { durationBuckets, firstTokenBuckets, type ObjectivesConfig } from './monitoring/objectives';
export { monitoringPorts } from './monitoring/ports';
export { inPods, nodeExporterNamespace } from './monitoring/presences';
export { receivers, type ReceiverConfig } from './monitoring/receivers';
export type { ObjectStorageWatch } from './object-storage/engine';
export type { ExternalObjectStorageConfig } from './object-storage/external';
export type { ObjectStorageConfig } from './object-storage';
export type { S3Config } from './object-storage/s3';
export { versitygwResources, type VersitygwConfig } from './object-storage/versitygw';
export { auroraCapacity, type AuroraCapacity, type AuroraConfig } from './postgres/aurora';
export type { PostgresWatch } from './postgres/engine';
export type { ExternalPostgresConfig } from './postgres/external';
export type { PostgresConfig } from './postgres';
export { PATRONI_PORT, patroniMembers, type PatroniConfig, type PatroniMembers } from './postgres/patroni';
export { ARCHIVE_METRICS_PORT, ARCHIVE_PREFIX, archiveQueueMiB, archiveResources, type ArchiveConfig } from './postgres/archive';
export { rdsAuthorities } from './postgres/rds-authorities';
export { elasticacheNodeType, type ElasticacheConfig } from './redis/elasticache';
export type { RedisWatch } from './redis/engine';
export { redisMaxmemoryPolicy } from './redis/eviction';
export type { ExternalRedisConfig } from './redis/external';
export type { RedisConfig } from './redis';
export { redisBusPort, redisJoinResources, redisMembers, type RedisClusterConfig, type RedisMembers } from './redis/redis-cluster';
export { chainTable } from './rules/streaming';
export { defaultServices, laptopRequests } from './services/defaults';
export type { ServiceName } from './services';
export { eksClusterName, switchesOnNetworkPolicies, type CreatedEksConfig, type EksConfig, type ExistingEksConfig } from './target/eks';
export type { CreatedVpcConfig, NetworkConfig } from './target/network';
export { versions } from './versions';
