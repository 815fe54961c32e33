/** One small application tier: the default services, and what each test changes of them. */
import type { MigrationConfig, ServiceConfig, Surroundings } from '../../../config';
import { resolveServices } from '../../../config/derived/services';
import { servicesField, withDefaultServices } from '../../../config/services';
import { tiersField, tierSizes } from '../../../config/services/tiers';
import { versions } from '../../../config/versions';
import { AppTier, type AppTierProps, type Stores } from '../../../constructs/app-tier';
import type { SecretReference } from '../../../constructs/contracts';
import { surroundings } from '../../support/surroundings';
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

/** The default services, as an environment has them that names images. */
const [defaultBackend, defaultAdmin, defaultPortal] = resolveServices(
  servicesField.parse(
    withDefaultServices(
      {
        backend: {
          image: 'registry.example/openrouter-backend:1.2.3',
          settings: { LOG_LEVEL: 'info' },
          secretNames: ['provider-keys'],
          replicas: { max: 10 },
        },
        admin: { image: 'registry.example/openrouter-admin:1.2.3', replicas: { max: 4 } },
        portal: { image: 'registry.example/openrouter-portal:1.2.3', replicas: { max: 4 } },
      },
      'recommended',
    ),
  ),
  'openrouter.ai',
  tierSizes(tiersField.parse({}), 'recommended'),
  versions.images.standIn,
) as [ServiceConfig, ServiceConfig, ServiceConfig];

export const backend = defaultBackend;
export const admin = defaultAdmin;
export const portal = defaultPortal;

export const migration: MigrationConfig = {
  image: backend.image,
  standIn: false,
  user: null,
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
  surroundings: surroundings(),
};

export const appTier = (changes: Partial<AppTierProps> = {}, around: Partial<Surroundings> = {}): Synthesized =>
  synthesize((stack) => {
    new AppTier(stack, 'AppTier', { ...usual, surroundings: surroundings(around), ...changes });
  });
