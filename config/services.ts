/** One row a service: hosts, routes, probes, scrape targets, flows and pods come from it. */
import { z } from 'zod';
import { hostField, imageField, nameField, pathField, variableField } from './fields';
import { sizingProfiles, type Sizing } from './sizing';
import { versions } from './versions';

/** Names of the services. */
export const serviceNames = ['backend', 'admin', 'portal'] as const;
/** Name of a service. */
export type ServiceName = (typeof serviceNames)[number];
/** A store that a service may use. */
export type StoreName = 'postgres' | 'redis' | 'object-storage';

/** What makes one service another. Numbers are the deployment guide's where it has them; the frontends' are a quarter of the backend's. */
const rows = {
  backend: {
    hostPrefix: 'api.',
    port: 8080,
    tier: 'backend',
    pod: { cpuRequestMillis: 250, cpuLimitMillis: 500, memoryRequestMiB: 512, memoryLimitMiB: 1024 },
    minReplicas: 3,
    databasePool: 10,
    stores: ['postgres', 'redis', 'object-storage'],
    generatedSecrets: ['SESSION_SIGNING_KEY', 'DATA_ENCRYPTION_KEY'],
    metrics: '/metrics',
    streaming: ['/v1'],
  },
  admin: {
    hostPrefix: 'admin.',
    port: 3000,
    tier: 'frontend',
    pod: { cpuRequestMillis: 100, cpuLimitMillis: 250, memoryRequestMiB: 128, memoryLimitMiB: 256 },
    minReplicas: 2,
    databasePool: 0,
    stores: [],
    generatedSecrets: [],
    metrics: null,
    streaming: [],
  },
  portal: {
    hostPrefix: '',
    port: 3001,
    tier: 'frontend',
    pod: { cpuRequestMillis: 100, cpuLimitMillis: 250, memoryRequestMiB: 128, memoryLimitMiB: 256 },
    minReplicas: 2,
    databasePool: 0,
    stores: [],
    generatedSecrets: [],
    metrics: null,
    streaming: [],
  },
} as const;

const serviceField = (name: ServiceName) =>
  z
    .strictObject({
      host: hostField
        .nullable()
        .default(null)
        .describe(
          `Public host name; null: ${rows[name].hostPrefix === '' ? 'the domain itself' : `\`${rows[name].hostPrefix}\` before the domain`}.`,
        ),
      image: imageField
        .nullable()
        .default(null)
        .describe('Image with its exact tag; null: a public stand-in that answers the health paths, for the sizing `laptop` only.'),
      settings: z
        .record(variableField, z.string())
        .default({})
        .describe(
          'Variables of the process beyond those that are derived. Nothing secret: they are in plans and in the cluster in clear text.',
        ),
      secretNames: z
        .array(nameField)
        .default([])
        .describe('Secrets of the namespace whose keys are all variables of the process, such as keys of model providers.'),
      databasePool: z
        .int()
        .min(0)
        .max(500)
        .default(rows[name].databasePool)
        .describe('Connections to PostgreSQL that one pod holds at most.'),
      replicas: z
        .strictObject({
          min: z.int().min(2, 'must be 2 or more, so that one may go').default(rows[name].minReplicas).describe('Pods at least.'),
          max: z.int().min(2).nullable().default(null).describe('Pods at most; null: as many as the tier of the sizing has room for.'),
        })
        .prefault({})
        .describe('How many pods; the autoscaler decides between both.'),
      resources: z
        .strictObject({
          cpuRequestMillis: z
            .int()
            .min(10)
            .nullable()
            .default(null)
            .describe(
              `Thousandths of a core that are kept for a pod; null: ${rows[name].pod.cpuRequestMillis}, or for the sizing \`laptop\` a fifth.`,
            ),
          cpuLimitMillis: z
            .int()
            .min(10)
            .nullable()
            .default(rows[name].pod.cpuLimitMillis)
            .describe('Thousandths of a core that a pod may use; null: what its node has.'),
          memoryRequestMiB: z
            .int()
            .min(16)
            .nullable()
            .default(null)
            .describe(`MiB that are kept for a pod; null: ${rows[name].pod.memoryRequestMiB}, or for the sizing \`laptop\` a quarter.`),
          memoryLimitMiB: z.int().min(16).default(rows[name].pod.memoryLimitMiB).describe('MiB above which a pod is killed.'),
        })
        .prefault({})
        .describe('What one pod asks for and may use.'),
      liveness: pathField.default('/health').describe('Path that answers as long as a restart would not help. It must not ask a store.'),
      readiness: pathField.default('/ready').describe('Path that answers when requests may come.'),
    })
    .prefault({})
    .describe(`The ${name}.`);

/** The three services. */
export const servicesField = z
  .strictObject({
    domain: hostField.default('openrouter.ai').describe('Domain of the hosts.'),
    backend: serviceField('backend'),
    admin: serviceField('admin'),
    portal: serviceField('portal'),
  })
  .prefault({})
  .describe('The services of the application tier.');

/**
 * Variables that the program derives: those of the stores, of the streaming chain, of the hosts. Set by hand they would contradict what
 * the rest of the program relies on.
 */
export const reservedVariables: readonly string[] = [
  ...['PORT', 'HEARTBEAT_SECONDS', 'KEEP_ALIVE_SECONDS', 'DRAIN_SECONDS', 'MAX_BODY_MIB', 'BACKEND_URL'],
  ...serviceNames.map((name) => `${name.toUpperCase()}_PUBLIC_HOST`),
  ...['DATABASE_URL', 'DATABASE_READ_URL', 'DATABASE_USERNAME', 'DATABASE_PASSWORD', 'DATABASE_POOL_SIZE'],
  ...['REDIS_URL', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_CA_FILE'],
  ...['S3_ENDPOINT', 'S3_REGION', 'S3_BUCKET_ASSETS', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
];

/** A service, with everything that is derived. */
export interface ServiceConfig {
  /** Also the name of its Kubernetes objects. */
  readonly name: ServiceName;
  /** Public host name. */
  readonly host: string;
  /** With exact tag. */
  readonly image: string;
  /** Whether the image is the public stand-in. */
  readonly standIn: boolean;
  /** Where the process listens. */
  readonly port: number;
  /** Paths of its web server with a meaning for others. */
  readonly paths: {
    /** Answers as long as a restart would not help. */
    readonly liveness: string;
    /** Answers when requests may come. */
    readonly readiness: string;
    /** Metrics for Prometheus; null: it has none. */
    readonly metrics: string | null;
    /** Prefixes below which answers are streams. */
    readonly streaming: readonly string[];
  };
  /** What one pod asks for and may use. */
  readonly resources: {
    /** Thousandths of a core that are kept for it. */
    readonly cpuRequestMillis: number;
    /** Thousandths of a core it may use; null: what the node has. */
    readonly cpuLimitMillis: number | null;
    /** MiB that are kept for it. */
    readonly memoryRequestMiB: number;
    /** MiB above which it is killed. */
    readonly memoryLimitMiB: number;
  };
  /** How many pods. */
  readonly replicas: {
    /** At least. */
    readonly min: number;
    /** At most: what the tier's budget has room for. */
    readonly max: number;
  };
  /** Variables beyond those that are derived. */
  readonly settings: Readonly<Record<string, string>>;
  /** The stores it uses, and so its flows and credentials. */
  readonly stores: readonly StoreName[];
  /** Connections to PostgreSQL that one pod holds at most. */
  readonly databasePool: number;
  /** Variables with a generated value of their own. A new one is written only when `secrets.revision` rewrites its slot: raise it twice. */
  readonly generatedSecrets: readonly string[];
  /** Secrets that are brought along. */
  readonly secretNames: readonly string[];
}

/** The services as configured. */
export type ServicesConfig = z.infer<typeof servicesField>;

export function services(config: ServicesConfig, sizing: Sizing): readonly ServiceConfig[] {
  return serviceNames.map((name) => {
    const { hostPrefix, port, stores, generatedSecrets, metrics, streaming } = rows[name];
    const { host, image, liveness, readiness, replicas, resources: configured, ...own } = config[name];
    const resources = withRequests(configured, rows[name].pod, sizing);
    return {
      ...own,
      resources,
      name,
      host: host ?? `${hostPrefix}${config.domain}`,
      image: image ?? versions.images.standIn,
      standIn: image === null,
      port,
      stores,
      generatedSecrets,
      paths: { liveness, readiness, metrics, streaming },
      replicas: { min: replicas.min, max: replicas.max ?? roomForPods(name, resources, sizing) },
    };
  });
}

/** What a pod asks for where the configuration does not say; on a laptop, what an idle one takes, with room. */
function withRequests(
  configured: ServicesConfig[ServiceName]['resources'],
  pod: { readonly cpuRequestMillis: number; readonly memoryRequestMiB: number },
  sizing: Sizing,
): ServiceConfig['resources'] {
  const share = sizing === 'laptop' ? { cpu: 1 / 5, memory: 1 / 4 } : { cpu: 1, memory: 1 };
  return {
    ...configured,
    cpuRequestMillis: configured.cpuRequestMillis ?? pod.cpuRequestMillis * share.cpu,
    memoryRequestMiB: configured.memoryRequestMiB ?? pod.memoryRequestMiB * share.memory,
  };
}

/** How many pods the tier's server has room for. */
export function roomForPods(name: ServiceName, resources: ServiceConfig['resources'], sizing: Sizing): number {
  const { cpuMillis, memoryMiB } = sizingProfiles[sizing][rows[name].tier];
  const cpu = resources.cpuLimitMillis ?? resources.cpuRequestMillis;
  return Math.min(Math.floor(cpuMillis / cpu), Math.floor(memoryMiB / resources.memoryLimitMiB));
}
