/** The command line of each part of a control plane. */
import type { Credentials } from './control-plane-credentials';

/** What describeLive must find for startControlPlane. */
export const controlPlanePrograms = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'kubectl',
  'openssl',
] as const;

export type ControlPlanePrograms = Readonly<Record<(typeof controlPlanePrograms)[number], string>>;

export interface Addresses {
  /** Where etcd listens, and the API server unless `bound` says otherwise. */
  readonly host: string;
  readonly bound?: string;
  readonly apiServer: number;
  readonly etcdClients: number;
  readonly etcdPeers: number;
  /** Where Pods reach the API server; none where nobody is to. */
  readonly advertised?: string;
}

/** No fsync: nothing is to survive a power cut. */
export function etcdArguments(directory: string, { host, etcdClients, etcdPeers }: Addresses): string[] {
  const [clients, peers] = [`http://${host}:${etcdClients}`, `http://${host}:${etcdPeers}`];
  return [
    ...['--name=test', `--data-dir=${directory}`, '--unsafe-no-fsync', '--log-level=warn'],
    ...[`--listen-client-urls=${clients}`, `--advertise-client-urls=${clients}`],
    ...[`--listen-peer-urls=${peers}`, `--initial-advertise-peer-urls=${peers}`, `--initial-cluster=test=${peers}`],
  ];
}

/** The Endpoints of the `kubernetes` Service cannot be a loopback address (the API refuses one); RFC 5737 has some for documentation. */
const noEndpoints = ['--advertise-address=192.0.2.1', '--endpoint-reconciler-type=none'];

/** Admission is that of a default cluster; Pod Security and ResourceQuota are part of it. */
export const apiServerArguments = (addresses: Addresses, credentials: Credentials, serviceCidr: string): string[] => [
  `--etcd-servers=http://${addresses.host}:${addresses.etcdClients}`,
  `--bind-address=${addresses.bound ?? addresses.host}`,
  `--secure-port=${addresses.apiServer}`,
  ...(addresses.advertised === undefined ? noEndpoints : [`--advertise-address=${addresses.advertised}`]),
  `--tls-cert-file=${credentials.serverCertificate}`,
  `--tls-private-key-file=${credentials.serverKey}`,
  '--anonymous-auth=false',
  `--token-auth-file=${credentials.tokenFile}`,
  '--authorization-mode=Node,RBAC',
  '--allow-privileged=true',
  `--service-cluster-ip-range=${serviceCidr}`,
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${credentials.serviceAccountPublicKey}`,
  `--service-account-signing-key-file=${credentials.serviceAccountKey}`,
];

/** The default of 20 requests per second makes the start of the controllers take seconds. */
const unthrottled = ['--kube-api-qps=500', '--kube-api-burst=1000'];

/**
 * Port 0: neither it nor the scheduler serves anything; one of each needs no leader. The taint of a new node goes at the next look at
 * the nodes, which is every 5 s by default.
 */
export const controllerManagerArguments = (credentials: Credentials, serviceCidr: string): string[] => [
  `--kubeconfig=${credentials.kubeconfigs.controllerManager}`,
  '--use-service-account-credentials=true',
  `--root-ca-file=${credentials.ca}`,
  `--service-account-private-key-file=${credentials.serviceAccountKey}`,
  `--service-cluster-ip-range=${serviceCidr}`,
  '--node-monitor-period=500ms',
  '--secure-port=0',
  '--leader-elect=false',
  ...unthrottled,
];

export const schedulerArguments = (credentials: Credentials): string[] => [
  `--kubeconfig=${credentials.kubeconfigs.scheduler}`,
  '--secure-port=0',
  '--leader-elect=false',
  ...unthrottled,
];

/** Plays kubelet: its own stages make a Node and its Pods Ready, and the Pods of Jobs Succeeded, at once. */
export const kwokArguments = (config: string, credentials: Credentials): string[] => [
  `--config=${config}`,
  `--kubeconfig=${credentials.kubeconfigs.admin}`,
  '--manage-all-nodes=true',
  '--node-lease-duration-seconds=40',
  '--node-ip=192.0.2.2',
  '--cidr=10.244.0.0/24',
];
