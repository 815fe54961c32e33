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

/** What makes one service another: the deployment guide's values, not to be configured. */
const rows = {
  backend: {
    hostPrefix: 'api.',
    port: 8080,
    tier: 'backend',
    resources: { cpuRequestMillis: 250, cpuLimitMillis: 500, memoryRequestMiB: 512, memoryLimitMiB: 1024 },
    minReplicas: 3,
    stores: ['postgres', 'redis', 'object-storage'],
    generatedSecrets: ['SESSION_SIGNING_KEY', 'DATA_ENCRYPTION_KEY'],
    metrics: '/metrics',
    streaming: ['/v1'],
  },
  admin: {
    hostPrefix: 'admin.',
    port: 3000,
    tier: 'frontend',
    resources: { cpuRequestMillis: 100, cpuLimitMillis: 250, memoryRequestMiB: 128, memoryLimitMiB: 256 },
    minReplicas: 2,
    stores: [],
    generatedSecrets: [],
    metrics: null,
    streaming: [],
  },
  portal: {
    hostPrefix: '',
    port: 3001,
    tier: 'frontend',
    resources: { cpuRequestMillis: 100, cpuLimitMillis: 250, memoryRequestMiB: 128, memoryLimitMiB: 256 },
    minReplicas: 2,
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
        .default(name === 'backend' ? 10 : 0)
        .describe('Connections to PostgreSQL that one pod holds at most.'),
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

/** The migration of the database. */
export const migrationField = z
  .strictObject({
    command: z
      .array(z.string().min(1))
      .min(1)
      .default(['make', 'migrate-up'])
      .describe('What the backend’s image is asked to run once for a release.'),
    deadlineSeconds: z.int().min(30).max(86_400).default(900).describe('Seconds after which one attempt is killed.'),
    retries: z.int().min(0).max(10).default(2).describe('Attempts after the first that failed.'),
  })
  .prefault({})
  .describe('Brings the schema to what a release needs, before its rollout.');

/**
 * Variables that the program derives: those of the stores, of the streaming chain, of the hosts. Set by hand they would contradict what
 * the rest of the program relies on.
 */
export const reservedVariables: readonly string[] = [
  ...['PORT', 'HEARTBEAT_SECONDS', 'KEEP_ALIVE_SECONDS', 'DRAIN_SECONDS', 'MAX_BODY_MIB', 'BACKEND_URL'],
  ...serviceNames.map((name) => `${name.toUpperCase()}_PUBLIC_HOST`),
  ...['DATABASE_URL', 'DATABASE_READ_URL', 'DATABASE_USERNAME', 'DATABASE_PASSWORD', 'DATABASE_POOL'],
  ...['REDIS_URL', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_CA_FILE'],
  ...['S3_ENDPOINT', 'S3_REGION', 'S3_BUCKET_ASSETS', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
];

/** What the migration's pod asks for and may use. */
export const migrationResources: ServiceConfig['resources'] = {
  cpuRequestMillis: 100,
  cpuLimitMillis: null,
  memoryRequestMiB: 128,
  memoryLimitMiB: 512,
};

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
  /** Variables with a generated value of their own. */
  readonly generatedSecrets: readonly string[];
  /** Secrets that are brought along. */
  readonly secretNames: readonly string[];
}

/** The migration, with everything that is derived. */
export interface MigrationConfig {
  /** The backend's. */
  readonly image: string;
  /** Whether the image is the public stand-in, which has nothing to migrate. */
  readonly standIn: boolean;
  /** What is run. */
  readonly command: readonly string[];
  /** Seconds after which one attempt is killed. */
  readonly deadlineSeconds: number;
  /** Attempts after the first that failed. */
  readonly retries: number;
}

/** The services as configured. */
export type ServicesConfig = z.infer<typeof servicesField>;

export function services(config: ServicesConfig, sizing: Sizing): readonly ServiceConfig[] {
  return serviceNames.map((name) => {
    const { hostPrefix, tier, minReplicas, metrics, streaming, ...row } = rows[name];
    const { host, image, liveness, readiness, ...own } = config[name];
    const budget = sizingProfiles[sizing][tier];
    const max = Math.min(
      Math.floor(budget.cpuMillis / row.resources.cpuLimitMillis),
      Math.floor(budget.memoryMiB / row.resources.memoryLimitMiB),
    );
    return {
      ...row,
      ...own,
      name,
      host: host ?? `${hostPrefix}${config.domain}`,
      image: image ?? versions.images.standIn,
      standIn: image === null,
      paths: { liveness, readiness, metrics, streaming },
      replicas: { min: minReplicas, max },
    };
  });
}

export const migration = (config: z.infer<typeof migrationField>, { backend: { image } }: ServicesConfig): MigrationConfig => ({
  ...config,
  image: image ?? versions.images.standIn,
  standIn: image === null,
});
