/** The last step of loading: what follows from an environment's fields, so that nothing is derived again by whoever builds it. */
import type { BackupFacts } from '../backup/resolve';
import type { CdnConfig, Edge } from '../cdn';
import { existingClusterFacts, eksFacts, type ClusterFacts } from '../derived/cluster';
import { factsOf } from '../derived/facts';
import { resolveComponents, resolveFlows } from '../derived/flows';
import type { Route } from '../derived/routes';
import type { Box, Components, Flow, Presence } from '../derived/peers';
import { resolveMigration, type MigrationConfig, type ServiceConfig } from '../derived/services';
import type { StreamingChain } from '../derived/streaming';
import type { EnvironmentConfig } from '../environment';
import type { CloudWatchJob, ResolvedBox } from '../fields/engine';
import type { Sizing } from '../fields/sizing';
import type { Images } from '../images';
import type { LoadBalancerConfig, LoadBalancerWatch } from '../load-balancer';
import type { MonitoringConfig } from '../monitoring';
import type { ObjectStorageConfig, ObjectStorageWatch } from '../object-storage';
import type { PostgresConfig, PostgresWatch } from '../postgres';
import type { RedisConfig, RedisWatch } from '../redis';
import type { AutomationConfig } from '../target/automation';
import type { AwsConfig } from '../target/aws';
import { eksClusterName, type EksConfig } from '../target/eks';
import type { NamespaceFacts } from '../target/namespace';
import type { NetworkConfig } from '../target/network';
import type { StateConfig } from '../target/state';

/** What every construct of an environment is told of it. */
export interface Surroundings {
  /** Failure zones that the nodes span. */
  readonly zones: number;
  /** Whether Terraform, and the cloud where it can, refuse to destroy what holds data. */
  readonly deletionProtection: boolean;
  /** Number of the rotation (`secrets.revision`), from 2: raising it rotates one slot of every generated secret and rolls the pods. */
  readonly secretsRevision: number;
  /** How large everything is. */
  readonly sizing: Sizing;
  /** What pods run, and the Secrets with which it is pulled. */
  readonly images: Images;
}

/** What an environment is, whatever it stands on. */
interface Resolved {
  /** Its name, the first part of its stacks' and of physical names. */
  readonly name: string;
  /** What every construct is told. */
  readonly surroundings: Surroundings;
  /** The namespace with its quota. */
  readonly namespace: NamespaceFacts;
  /** Where Terraform keeps its states. */
  readonly state: StateConfig;
  /** The services, the default ones first. */
  readonly services: readonly ServiceConfig[];
  /** Which service answers which hosts. */
  readonly routes: readonly Route[];
  /** Job that runs before a release. */
  readonly migration: MigrationConfig;
  /** What each hop of the streaming chain is told. */
  readonly streaming: StreamingChain;
  /** What the rest of the program asks of the cluster. */
  readonly cluster: ClusterFacts;
  /** All that may talk to each other. */
  readonly flows: readonly Flow[];
  /** Where each peer of a flow is. */
  readonly components: Components;
  /** What the boxes are to their neighbours. */
  readonly presences: Readonly<Record<Box, Presence>>;
  /** PostgreSQL. */
  readonly postgres: ResolvedBox<PostgresConfig, PostgresWatch>;
  /** Redis. */
  readonly redis: ResolvedBox<RedisConfig, RedisWatch>;
  /** Object storage. */
  readonly objectStorage: ResolvedBox<ObjectStorageConfig, ObjectStorageWatch>;
  /** The load balancer. */
  readonly loadBalancer: ResolvedBox<LoadBalancerConfig, LoadBalancerWatch>;
  /** The CDN as configured. */
  readonly cdn: CdnConfig;
  /** What the CDN is to the rest of the program. */
  readonly edge: Edge;
  /** Backups; null: they are off. */
  readonly backup: BackupFacts | null;
  /** Monitoring as configured. */
  readonly monitoring: MonitoringConfig;
}

/** What an environment on AWS has beside that. */
export interface AwsFacts extends Pick<AwsConfig, 'accountId' | 'region' | 'tags' | 'budget' | 'permissionsBoundaryArn'> {
  /** Part of names that AWS keeps after a teardown. */
  readonly generation: number;
  /** The workflows that plan and apply it. */
  readonly automation: AutomationConfig;
  /** Its network. */
  readonly network: NetworkConfig;
  /** Its cluster as configured. */
  readonly eks: EksConfig;
  /** Name of the cluster, known before it is there. */
  readonly clusterName: string;
  /** What CloudWatch is asked. */
  readonly cloudWatch: readonly CloudWatchJob[];
}

/** An environment in an existing Kubernetes cluster. */
export interface KubernetesEnvironment extends Resolved {
  /** Where it stands. */
  readonly target: 'kubernetes';
  /** How Terraform reaches the cluster. */
  readonly kubeconfig: {
    /** Path of the file. */
    readonly path: string;
    /** Name of a context in it. */
    readonly context: string;
  };
  /** None: it is not on AWS. */
  readonly aws: null;
}

/** An environment in an account of AWS. */
export interface AwsEnvironment extends Resolved {
  /** Where it stands. */
  readonly target: 'aws';
  /** What only AWS has. */
  readonly aws: AwsFacts;
}

/** An environment with everything that follows from its fields. */
export type Environment = KubernetesEnvironment | AwsEnvironment;

/** Resolves an environment whose rules hold. */
export function resolveEnvironment(config: EnvironmentConfig): Environment {
  const facts = factsOf(config);
  const {
    name,
    services,
    routes,
    streaming,
    namespace,
    edge,
    cdn,
    backup,
    monitoring,
    presences,
    postgres,
    redis,
    objectStorage,
    loadBalancer,
  } = facts;
  const cluster =
    config.target === 'aws' ? eksFacts(config.cluster, config.network, edge.cidrs) : existingClusterFacts(config.cluster, edge.cidrs);
  const sources = { services, presences, cluster };
  const resolved: Resolved = {
    ...{
      name,
      services,
      routes,
      streaming,
      namespace,
      edge,
      cdn,
      backup,
      monitoring,
      presences,
      postgres,
      redis,
      objectStorage,
      loadBalancer,
      cluster,
    },
    surroundings: {
      zones: cluster.zones,
      deletionProtection: config.deletionProtection,
      secretsRevision: config.secrets.revision,
      sizing: config.sizing,
      images: facts.images,
    },
    state: config.state,
    migration: resolveMigration(config.migration, services),
    flows: resolveFlows(sources),
    components: resolveComponents(sources),
  };
  if (config.target === 'kubernetes') return { ...resolved, target: 'kubernetes', kubeconfig: config.cluster.kubeconfig, aws: null };
  const { generation, automation, network, cluster: eks, aws } = config;
  const cloudWatch = [loadBalancer, postgres, redis, objectStorage].flatMap((box) => (box.cloudWatch === null ? [] : [box.cloudWatch]));
  return {
    ...resolved,
    target: 'aws',
    aws: { ...aws, generation, automation, network, eks, clusterName: eksClusterName(name, eks), cloudWatch },
  };
}
