/** The services with everything that follows from their rows, once. */
import type { ServerSize } from '../fields/sizing';
import type { EgressConfig, ServiceName, ServicesConfig, StoreName } from '../services';
import type { MigrationInput } from '../services/migration';
import type { TierSizes } from '../services/tiers';

/** What one pod asks for and may use. */
export interface PodResources {
  /** Thousandths of a core that are reserved for it. */
  readonly cpuRequestMillis: number;
  /** Thousandths of a core it may use; null: what the node has. */
  readonly cpuLimitMillis: number | null;
  /** MiB that are reserved for it. */
  readonly memoryRequestMiB: number;
  /** MiB above which it is killed. */
  readonly memoryLimitMiB: number;
}

/** How a process is asked: a path on its port, or a command that ends with 0. */
export type HealthCheck =
  | string
  | {
      /** Program and arguments. */
      readonly command: readonly string[];
    };

/** What users reach of a service. */
export interface ServiceFront {
  /** Public host names; the first is its own, the others are aliases. */
  readonly hosts: readonly [string, ...string[]];
  /** Path below which it answers; `/`: all of the hosts. */
  readonly path: string;
  /** Path at which a pod says that requests may come. */
  readonly readinessPath: string;
  /** Paths below which answers are streams. */
  readonly streaming: readonly string[];
  /** Whether the CDN lets only named people or addresses through. */
  readonly fenced: boolean;
  /** Limit of the CDN against floods; null: none. */
  readonly edgeLimit: {
    /** Name of the limit. */
    readonly name: string;
    /** Path it is for, with all below. */
    readonly path: string;
    /** Requests of one address per minute. */
    readonly requests: number;
  } | null;
  /** Priority of its rule at a load balancer of AWS. */
  readonly listenerPriority: number;
}

/** A service, with everything that is derived. */
export interface ServiceConfig {
  /** Name, also of its Kubernetes objects. */
  readonly name: ServiceName;
  /** Image with its exact tag. */
  readonly image: string;
  /** Whether the image is the public stand-in. */
  readonly standIn: boolean;
  /** Command; null: the image's. */
  readonly command: readonly string[] | null;
  /** Number of the user; null: podTemplate's. */
  readonly user: number | null;
  /** Directories that may be written, with their sizes in MiB. */
  readonly writablePathsMiB: Readonly<Record<string, number>>;
  /** TCP port on which the process listens; null: it listens nowhere. */
  readonly port: number | null;
  /** Answers as long as a restart would not help. */
  readonly liveness: HealthCheck;
  /** Answers when requests may come. */
  readonly readiness: HealthCheck;
  /** Times of the probes. */
  readonly probes: NonNullable<ServicesConfig[string]>['probes'];
  /** Path of its metrics for Prometheus; null: it has none. */
  readonly metrics: string | null;
  /** What users reach of it; null: it is a worker. */
  readonly front: ServiceFront | null;
  /** What one pod asks for and may use. */
  readonly resources: PodResources;
  /** Number of pods. */
  readonly replicas: {
    /** At least. */
    readonly min: number;
    /** At most. */
    readonly max: number;
  };
  /** Which ceiling bounds its pods. */
  readonly tier: keyof TierSizes;
  /** Pods that its tier's ceiling has room for. */
  readonly room: number;
  /** Environment variables beside the derived ones. */
  readonly settings: Readonly<Record<string, string>>;
  /** Stores that it uses, and so its flows and credentials. */
  readonly stores: readonly StoreName[];
  /** Connections to PostgreSQL that one pod holds at most. */
  readonly databasePool: number;
  /** Services that it calls inside the cluster. */
  readonly calls: readonly ServiceName[];
  /** Services whose public hosts it is told. */
  readonly links: readonly ServiceName[];
  /** Where else it may open connections. */
  readonly egress: readonly EgressConfig[];
  /** Environment variables with a generated value. A new one gets its value when `secrets.revision` rewrites its slot: raise it twice. */
  readonly generatedSecrets: readonly string[];
  /** Secrets that you supply. */
  readonly secretNames: readonly string[];
}

/** Connections to PostgreSQL that a pod holds where nothing is said. */
const DATABASE_POOL = 2;

/** The services in their order: the default ones, then those that the environment adds. */
export const resolveServices = (config: ServicesConfig, domain: string, tiers: TierSizes, standIn: string): readonly ServiceConfig[] =>
  Object.entries(config).flatMap(([name, row]) => (row === null ? [] : [resolveService(name, row, domain, tiers, standIn)]));

function resolveService(
  name: ServiceName,
  row: NonNullable<ServicesConfig[string]>,
  domain: string,
  tiers: TierSizes,
  standIn: string,
): ServiceConfig {
  const { image, command, user, writablePathsMiB, port, probes, metrics, resources, settings, stores, calls, links, egress } = row;
  const { generatedSecrets, secretNames } = row;
  const check = row.kind === 'worker' && row.check !== null ? { command: row.check } : null;
  const room = roomForPods(tiers[row.tier], resources);
  return {
    name,
    image: image ?? standIn,
    standIn: image === null,
    ...{ command, user, writablePathsMiB, port, probes, metrics, resources, tier: row.tier, room, settings, stores, calls, links, egress },
    liveness: check ?? row.liveness,
    readiness: check ?? row.readiness,
    front: row.kind === 'web' ? frontOf(name, row, domain) : null,
    replicas: { min: row.replicas.min, max: row.replicas.max ?? room },
    databasePool: row.databasePool ?? (stores.includes('postgres') ? DATABASE_POOL : 0),
    generatedSecrets,
    secretNames,
  };
}

type WebRow = Extract<ServicesConfig[string], { readonly kind: 'web' }>;

function frontOf(name: ServiceName, row: WebRow, domain: string): ServiceFront {
  const { path, readiness, streaming, fenced, edgeLimit } = row;
  const subdomain = row.subdomain ?? name;
  return {
    hosts: [row.host ?? (subdomain === '' ? domain : `${subdomain}.${domain}`), ...row.aliases],
    path,
    readinessPath: readiness,
    streaming,
    fenced,
    edgeLimit: edgeLimit === null ? null : { ...edgeLimit, name: edgeLimit.name ?? name },
    listenerPriority: row.listenerPriority ?? priorityOf(name, path),
  };
}

/**
 * Numbers that stay when services come and go: rules that changed theirs would meet in between, which AWS refuses. A path below a host comes
 * before the host as a whole.
 */
function priorityOf(name: ServiceName, path: string): number {
  const hash = [...name].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 1_000_003, 7);
  return path === '/' ? 1000 + (hash % 40_000) : 2 + (hash % 98);
}

/** Number of pods that fit below the tier's ceiling. */
function roomForPods({ cpuMillis, memoryMiB }: ServerSize, resources: PodResources): number {
  const cpu = resources.cpuLimitMillis ?? resources.cpuRequestMillis;
  return Math.min(Math.floor(cpuMillis / cpu), Math.floor(memoryMiB / resources.memoryLimitMiB));
}

/** `indexer-v2` is INDEXER_V2 in the names of variables. */
export const variablePrefix = (service: ServiceName): string => service.toUpperCase().replaceAll('-', '_');

/** What other services are told of one. */
export const ownVariables = (service: ServiceName): readonly string[] => [
  `${variablePrefix(service)}_PUBLIC_HOST`,
  `${variablePrefix(service)}_URL`,
];

/** Variables that services are told whatever the others are called. */
export const derivedVariables: readonly string[] = [
  ...['PORT', 'HEARTBEAT_SECONDS', 'KEEP_ALIVE_SECONDS', 'DRAIN_SECONDS', 'MAX_BODY_MIB'],
  ...['DATABASE_URL', 'DATABASE_READ_URL', 'DATABASE_USERNAME', 'DATABASE_PASSWORD', 'DATABASE_POOL_SIZE', 'PGCONNECT_TIMEOUT'],
  ...['REDIS_URL', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_CA_FILE'],
  ...['S3_ENDPOINT', 'S3_REGION', 'S3_BUCKET_ASSETS', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
];

/**
 * Variables that the program derives: those of the stores, of the streaming chain, of the other services. Set by hand they would contradict
 * what the rest of the program relies on.
 */
export const reservedVariables = (services: readonly Pick<ServiceConfig, 'name'>[]): readonly string[] => [
  ...derivedVariables,
  ...services.flatMap(({ name }) => ownVariables(name)),
];

/** The migration, with everything that is derived. */
export interface MigrationConfig {
  /** The image of its service. */
  readonly image: string;
  /** Whether the image is the public stand-in, which has nothing to migrate. */
  readonly standIn: boolean;
  /** Command that runs. */
  readonly command: readonly string[];
  /** User of its service's image; null: podTemplate's. */
  readonly user: number | null;
  /** Seconds after which one attempt is killed. */
  readonly deadlineSeconds: number;
  /** Attempts after the first that failed. */
  readonly retries: number;
}

/** Its service has to be one of them: a rule says so. */
export function resolveMigration(
  { service: name, command, deadlineSeconds, retries }: MigrationInput,
  services: readonly ServiceConfig[],
): MigrationConfig {
  const { image, standIn, user } = services.find((service) => service.name === name) ?? { image: '', standIn: false, user: null };
  return { image, standIn, user, command, deadlineSeconds, retries };
}

/** What the migration's pod asks for and may use. */
export const migrationResources: PodResources = {
  cpuRequestMillis: 100,
  cpuLimitMillis: null,
  memoryRequestMiB: 128,
  memoryLimitMiB: 512,
};
