import type { EnvironmentInput } from '../environment';

const noAuthority = 'a laptop has no certificate authority that every client trusts; network policies say who may connect';

/** A cluster on a laptop, such as kind's. It needs no credentials and no private registry. */
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
  postgres: { engine: 'patroni' },
  redis: { engine: 'redis-cluster', tls: { enabled: false, reason: noAuthority } },
  objectStorage: { engine: 'versitygw', tls: { enabled: false, reason: noAuthority } },
  backup: {
    enabled: true,
    offsite: { enabled: false, reason: 'a laptop has no second place; backups lie in the same cluster, for the drill' },
    dump: { scratchGiB: 10, keep: { days: 7, weeks: 2 } },
    drill: { enabled: true, scratchGiB: 20 },
  },
  loadBalancer: { engine: 'nginx', exposure: { type: 'NodePort' } },
  monitoring: {
    prometheus: { storageGiB: 10 },
    receivers: { enabled: false, reason: 'a laptop wakes nobody' },
    watchdog: { enabled: false, reason: 'a laptop may be off' },
    probes: { enabled: false, reason: 'the hosts of a laptop have no public names' },
    kubeletCertificates: { enabled: false, reason: 'kind has each kubelet sign its own certificate' },
  },
} as const satisfies EnvironmentInput;
