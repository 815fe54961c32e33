import type { ServicesInput } from '.';

type DefaultRow = Extract<ServicesInput[string], { readonly edgeLimit?: unknown }>;

/** Services that the default rows know of each other. */
const links = ['backend', 'admin', 'portal'];

/**
 * The deployment guide's services, with its values where it has them; the frontends' sizes are a quarter of the backend's. An environment
 * changes them field by field, leaves one out with null, and adds others.
 */
export const defaultServices: Readonly<Record<string, DefaultRow>> = {
  backend: {
    kind: 'web',
    subdomain: 'api',
    port: 8080,
    tier: 'backend',
    resources: { cpuRequestMillis: 250, cpuLimitMillis: 500, memoryRequestMiB: 512, memoryLimitMiB: 1024 },
    replicas: { min: 3 },
    stores: ['postgres', 'redis', 'object-storage'],
    databasePool: 10,
    generatedSecrets: ['SESSION_SIGNING_KEY', 'DATA_ENCRYPTION_KEY'],
    egress: [{ to: 'internet', why: 'model providers' }],
    metrics: '/metrics',
    streaming: ['/v1'],
    edgeLimit: { name: 'api', path: '/v1', requests: 6000 },
    listenerPriority: 100,
    links,
  },
  admin: {
    kind: 'web',
    subdomain: 'admin',
    port: 3000,
    calls: ['backend'],
    links,
    fenced: true,
    edgeLimit: { requests: 600 },
    listenerPriority: 200,
  },
  portal: {
    kind: 'web',
    subdomain: '',
    port: 3001,
    calls: ['backend'],
    links,
    listenerPriority: 300,
  },
};

/**
 * What the default services ask for on a laptop: what an idle pod takes, with room, so that everything with the pods of a rollout stays below
 * 2 cores and 4 GiB. Their limits are those of every sizing.
 */
export const laptopRequests: Readonly<Record<string, DefaultRow['resources']>> = {
  backend: { cpuRequestMillis: 50, memoryRequestMiB: 128 },
  admin: { cpuRequestMillis: 20, memoryRequestMiB: 32 },
  portal: { cpuRequestMillis: 20, memoryRequestMiB: 32 },
};
