/** What follows from the fields of an environment, each once and only when it is asked for: rules ask while other fields may be unreadable. */
import type { BackupInput } from '../backup';
import { backupPresences, resolveBackup, type BackupFacts } from '../backup/resolve';
import { edgeOf, type CdnConfig, type Edge } from '../cdn';
import type { EnvironmentConfig } from '../environment';
import { resolveBox, type EngineSurroundings, type ResolvedBox } from '../fields/engine';
import type { Sizing } from '../fields/sizing';
import { imagesOf, type Images } from '../images';
import { loadBalancerEngines, type LoadBalancerConfig, type LoadBalancerWatch } from '../load-balancer';
import { monitoringPresences, type MonitoringConfig } from '../monitoring';
import { objectStorageEngines, type ObjectStorageConfig, type ObjectStorageWatch } from '../object-storage';
import { postgresEngines, type PostgresConfig, type PostgresWatch } from '../postgres';
import { redisEngines, type RedisConfig, type RedisWatch } from '../redis';
import type { MigrationInput } from '../services/migration';
import { tierSizes } from '../services/tiers';
import type { AutomationConfig } from '../target/automation';
import type { AwsConfig } from '../target/aws';
import type { ClusterConfig } from '../target/cluster';
import type { EksConfig } from '../target/eks';
import { namespaceQuota, type NamespaceFacts } from '../target/namespace';
import type { NetworkConfig } from '../target/network';
import type { Box, Presence } from './peers';
import { resolveRoutes, type Route } from './routes';
import { resolveServices, type ServiceConfig } from './services';
import { streamingChain, type StreamingChain } from './streaming';
import { networkCidrs } from './subnets';

/** Facts of an environment: fields as they are, and what is derived of them. */
export interface Facts {
  /** Its name. */
  readonly name: string;
  /** How large it is. */
  readonly sizing: Sizing;
  /** What pods run, and the Secrets with which it is pulled. */
  readonly images: Images;
  /** The services, the default ones first. */
  readonly services: readonly ServiceConfig[];
  /** Which service answers which hosts. */
  readonly routes: readonly Route[];
  /** The migration as configured. */
  readonly migration: MigrationInput;
  /** What each hop of the streaming chain is told. */
  readonly streaming: StreamingChain;
  /** The CDN as configured. */
  readonly cdn: CdnConfig;
  /** What the CDN is to the rest of the program. */
  readonly edge: Edge;
  /** The namespace with its quota. */
  readonly namespace: NamespaceFacts;
  /** PostgreSQL. */
  readonly postgres: ResolvedBox<PostgresConfig, PostgresWatch>;
  /** Redis. */
  readonly redis: ResolvedBox<RedisConfig, RedisWatch>;
  /** Object storage. */
  readonly objectStorage: ResolvedBox<ObjectStorageConfig, ObjectStorageWatch>;
  /** The load balancer. */
  readonly loadBalancer: ResolvedBox<LoadBalancerConfig, LoadBalancerWatch>;
  /** Backups as configured. */
  readonly backupInput: BackupInput;
  /** Backups with nothing left open; null: they are off. */
  readonly backup: BackupFacts | null;
  /** Monitoring as configured. */
  readonly monitoring: MonitoringConfig;
  /** What all boxes are to their neighbours. */
  readonly presences: Readonly<Record<Box, Presence>>;
  /** The account of AWS; null: the environment has none. */
  readonly aws: AwsConfig | null;
  /** Region of the account; null: the environment has none. */
  readonly region: string | null;
  /** The network of AWS; null: the environment has none. */
  readonly network: NetworkConfig | null;
  /** The workflows that plan and apply it; null: none do. */
  readonly automation: AutomationConfig | null;
  /** The EKS cluster; null: the environment runs in another one. */
  readonly eks: EksConfig | null;
  /** The existing cluster; null: the environment runs in EKS. */
  readonly cluster: ClusterConfig | null;
}

/** Name of a fact. */
export type FactName = keyof Facts;

/** Fields of an environment that could be read, by name. */
export type ReadFields = Readonly<Partial<Record<string, unknown>>>;

/** Fields that a fact comes from. Those that a target does not have are not waited for. */
const sources: Readonly<Record<FactName, readonly string[]>> = {
  name: ['name'],
  sizing: ['sizing'],
  images: ['images'],
  services: ['services', 'domain', 'sizing', 'tiers', 'images'],
  routes: ['services', 'domain', 'sizing', 'tiers', 'images'],
  migration: ['migration'],
  streaming: ['streaming', 'cdn'],
  cdn: ['cdn'],
  edge: ['cdn'],
  namespace: ['namespace', 'sizing'],
  postgres: ['postgres', 'sizing'],
  redis: ['redis', 'sizing'],
  objectStorage: ['objectStorage', 'sizing'],
  loadBalancer: ['loadBalancer', 'sizing'],
  backupInput: ['backup'],
  backup: ['backup', 'sizing', 'images'],
  monitoring: ['monitoring'],
  presences: ['postgres', 'redis', 'objectStorage', 'loadBalancer', 'backup', 'monitoring', 'sizing', 'namespace', 'images'],
  aws: ['aws'],
  region: ['aws'],
  network: ['network'],
  automation: ['automation'],
  eks: ['cluster'],
  cluster: ['cluster'],
};

/** Whether everything that these facts come from could be read. `fields`: all that the target has. */
export const areKnown = (names: readonly FactName[], read: ReadFields, fields: readonly string[]): boolean =>
  names.every((name) => sources[name].every((field) => !fields.includes(field) || field in read));

/** Each value is computed when it is first asked for, and then kept. */
function lazily<T extends object>(makers: { readonly [Name in keyof T]: () => T[Name] }): T {
  const made = {} as T;
  for (const name of Object.keys(makers) as (keyof T)[]) {
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = makers[name]();
        Object.defineProperty(made, name, { enumerable: true, value });
        return value;
      },
    });
  }
  return made;
}

/** Facts of the fields that could be read; a fact whose sources could not is not to be asked for. */
export function factsOf(read: ReadFields): Facts {
  const config = read as EnvironmentConfig;
  const aws = config.target === 'aws' ? config : null;
  const at = (): EngineSurroundings => ({
    sizing: config.sizing,
    cidrs: read['network'] === undefined || aws === null ? null : networkCidrs(aws.network),
  });
  const facts: Facts = lazily<Facts>({
    name: () => config.name,
    sizing: () => config.sizing,
    images: () => imagesOf(config.images),
    services: () => resolveServices(config.services, config.domain, tierSizes(config.tiers, config.sizing), facts.images.programs.standIn),
    routes: () => resolveRoutes(facts.services),
    migration: () => config.migration,
    streaming: () => streamingChain(config.streaming, facts.edge.limits),
    cdn: () => config.cdn,
    edge: () => edgeOf(config.cdn),
    namespace: () => namespaceQuota(config.namespace, config.sizing),
    postgres: () => resolveBox(postgresEngines, config.postgres, at()),
    redis: () => resolveBox(redisEngines, config.redis, at()),
    objectStorage: () => resolveBox(objectStorageEngines, config.objectStorage, at()),
    loadBalancer: () => resolveBox(loadBalancerEngines, config.loadBalancer, at()),
    backupInput: () => config.backup,
    backup: () => resolveBackup(config.backup, config.sizing, facts.images),
    monitoring: () => config.monitoring,
    presences: () => ({
      'load-balancer': facts.loadBalancer.presence,
      postgres: facts.postgres.presence,
      redis: facts.redis.presence,
      'object-storage': facts.objectStorage.presence,
      ...backupPresences(facts.backup, aws !== null),
      ...monitoringPresences(config.monitoring, {
        sizing: config.sizing,
        namespace: config.namespace.name,
        aws: aws !== null,
        loadBalancer: facts.loadBalancer.presence.component,
      }),
    }),
    aws: () => aws?.aws ?? null,
    region: () => aws?.aws.region ?? null,
    network: () => aws?.network ?? null,
    automation: () => aws?.automation ?? null,
    eks: () => aws?.cluster ?? null,
    cluster: () => (config.target === 'kubernetes' ? config.cluster : null),
  });
  return facts;
}
