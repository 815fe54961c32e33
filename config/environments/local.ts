import type { EnvironmentInput } from '../environment';

/** A cluster on a laptop, such as kind's. It needs no credentials and no private registry; its stores are brought along. */
export const local = {
  name: 'local',
  target: 'kubernetes',
  sizing: 'laptop',
  deletionProtection: false,
  state: { backend: 'local' },
  cluster: {
    kubeconfig: { context: 'kind-massrouter' },
    serviceCidr: '10.96.0.0/16',
    apiServerCidrs: ['172.16.0.0/12'], // Docker's networks, where kind puts its nodes
    nodeCidrs: ['172.16.0.0/12'],
  },
  postgres: {
    engine: 'external',
    location: { namespace: 'stores', podLabels: { 'app.kubernetes.io/name': 'postgres' } },
    primary: { host: 'postgres.stores.svc.cluster.local' },
    maxConnections: 100,
  },
  redis: {
    engine: 'external',
    location: { namespace: 'stores', podLabels: { 'app.kubernetes.io/name': 'redis' } },
    discovery: { host: 'redis.stores.svc.cluster.local' },
    tls: { enabled: false, reason: 'a laptop has no certificate authority that all members share' },
  },
  objectStorage: {
    engine: 'external',
    location: { namespace: 'stores', podLabels: { 'app.kubernetes.io/name': 'object-storage' } },
    endpoint: 'https://object-storage.stores.svc.cluster.local',
  },
  loadBalancer: {
    engine: 'external',
    location: { namespace: 'ingress', podLabels: { 'app.kubernetes.io/name': 'ingress' } },
  },
} as const satisfies EnvironmentInput;
