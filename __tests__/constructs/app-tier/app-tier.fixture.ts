/** One small application tier: three services as they are in production, and what each test changes of them. */
import type { MigrationConfig, ServiceConfig } from '../../../config';
import { AppTier, type AppTierProps, type Stores } from '../../../constructs/app-tier';
import type { SecretReference } from '../../../constructs/contracts';
import { synthesize, type Synthesized } from '../../support/synthesized';

const secret = (name: string): SecretReference => ({ name, source: null });

export const stores: Stores = {
  postgres: {
    primary: { host: 'primary.db.example', port: 5433 },
    replicas: { host: 'replicas.db.example', port: 5434 },
    database: 'openrouter',
    sslMode: 'verify-full',
    ca: { configMap: 'postgres-ca', key: 'ca.crt' },
    certificates: null,
    credentials: {
      admin: secret('postgres-admin'),
      app: secret('postgres-app'),
      migrate: secret('postgres-migrate'),
      monitor: secret('postgres-monitor'),
      backup: secret('postgres-backup'),
    },
    storedSecrets: [],
  },
  redis: {
    discovery: { host: 'redis.example', port: 6380 },
    tls: true,
    ca: { configMap: 'redis-ca', key: 'ca.pem' },
    credentials: { app: secret('redis-app'), monitor: secret('redis-monitor') },
    storedSecrets: [],
  },
  objectStorage: {
    endpoint: 'https://s3.example',
    region: 'auto',
    buckets: { assets: 'openrouter-assets', backups: 'openrouter-backups' },
    access: {
      assets: { by: 'keys', secret: secret('object-storage-assets') },
      backups: { by: 'keys', secret: secret('object-storage-backups') },
    },
  },
};

const frontend = {
  standIn: false,
  paths: { liveness: '/health', readiness: '/ready', metrics: null, streaming: [] },
  resources: { cpuRequestMillis: 100, cpuLimitMillis: 250, memoryRequestMiB: 128, memoryLimitMiB: 256 },
  replicas: { min: 2, max: 4 },
  settings: {},
  stores: [],
  databasePool: 0,
  generatedSecrets: [],
  secretNames: [],
} as const;

export const backend: ServiceConfig = {
  name: 'backend',
  host: 'api.openrouter.ai',
  image: 'registry.example/openrouter-backend:1.2.3',
  standIn: false,
  port: 8080,
  paths: { liveness: '/health', readiness: '/ready', metrics: '/metrics', streaming: ['/v1'] },
  resources: { cpuRequestMillis: 250, cpuLimitMillis: 500, memoryRequestMiB: 512, memoryLimitMiB: 1024 },
  replicas: { min: 3, max: 10 },
  settings: { LOG_LEVEL: 'info' },
  stores: ['postgres', 'redis', 'object-storage'],
  databasePool: 10,
  generatedSecrets: ['SESSION_SIGNING_KEY', 'DATA_ENCRYPTION_KEY'],
  secretNames: ['provider-keys'],
};
export const admin: ServiceConfig = {
  ...frontend,
  name: 'admin',
  host: 'admin.openrouter.ai',
  image: 'registry.example/openrouter-admin:1.2.3',
  port: 3000,
};
export const portal: ServiceConfig = {
  ...frontend,
  name: 'portal',
  host: 'openrouter.ai',
  image: 'registry.example/openrouter-portal:1.2.3',
  port: 3001,
};

export const migration: MigrationConfig = {
  image: backend.image,
  standIn: false,
  command: ['make', 'migrate-up'],
  deadlineSeconds: 900,
  retries: 2,
};

export const drain = { preStopSeconds: 20, drainSeconds: 600, graceSeconds: 660 };

export const standIn = (service: ServiceConfig): ServiceConfig => ({ ...service, image: 'nginx:1.28.0-alpine', standIn: true });

const usual: AppTierProps = {
  services: [backend, admin, portal],
  migration,
  namespace: 'openrouter',
  stores,
  attach: () => [],
  after: [],
  chain: { heartbeatSeconds: 15, keepAliveSeconds: 1260, maxBodyMiB: 100, drain },
  secretsRevision: 2,
  zones: 3,
  deletionProtection: true,
};

export const appTier = (changes: Partial<AppTierProps> = {}): Synthesized =>
  synthesize((stack) => {
    new AppTier(stack, 'AppTier', { ...usual, ...changes });
  });
