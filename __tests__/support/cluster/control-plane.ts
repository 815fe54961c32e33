/** The control plane of a cluster, on its laptop: what kind runs as pods are processes here, so a lost node never takes it along. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeCredentials, type Credentials } from '../control-plane-credentials';
import {
  apiServerArguments,
  controllerManagerArguments,
  etcdArguments,
  schedulerArguments,
  type ControlPlanePrograms,
} from '../control-plane-programs';
import { kubernetesApi, type KubernetesApi } from '../kubernetes-api';
import { waitFor, type RunningProcess } from '../processes';
import { command, type Machine } from './machine';
import { laptopAddress, metadataAddress, serviceCidr } from './network';

/** What describeLive must find for it. */
export const clusterControlPlanePrograms = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'openssl',
] as const satisfies readonly (keyof ControlPlanePrograms)[];
export type ClusterControlPlanePrograms = Pick<ControlPlanePrograms, (typeof clusterControlPlanePrograms)[number]>;

const PATIENCE_SECONDS = 120;
const PORT = 6443;

/** A relay from a Unix socket, which those who are not in the laptop's network reach too; and somebody at the metadata address. */
const relay = `const { connect, createServer } = require('node:net');
createServer((one) => one.end()).listen(80, ${JSON.stringify(metadataAddress)});
createServer((one) => {
  const other = connect(${PORT}, ${JSON.stringify(laptopAddress)});
  for (const [a, b] of [[one, other], [other, one]]) a.on('error', () => b.destroy()).on('close', () => b.destroy()).pipe(b);
}).listen(process.argv[1]);`;

export interface ClusterControlPlane<User extends string> {
  readonly credentials: Credentials<User>;
  readonly api: KubernetesApi;
  /** kubectl's standard output; an Error with what it wrote to standard error when it fails. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** A file with a line of JSON for each request that changed something. */
  readonly auditLog: string;
  /** The API server is gone from one moment to the next. */
  pauseApiServer(): Promise<void>;
  /** It answers again, with all it had. */
  resumeApiServer(): Promise<void>;
}

/** Metadata of what is written; what is read, and the leases by which the parts say that they live, are left out. */
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', resources: [{ group: 'coordination.k8s.io' }, { group: '', resources: ['events'] }] },
    { level: 'Metadata', verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'] },
    { level: 'None' },
  ],
};

export interface ControlPlaneOptions<User extends string> {
  readonly laptop: Machine;
  readonly programs: ClusterControlPlanePrograms;
  /** Where its files go, on the disk. */
  readonly directory: string;
  readonly users: Readonly<Record<User, readonly [string, ...string[]]>>;
  /** What the kubeconfig calls the cluster. */
  readonly context: string;
}

export async function startClusterControlPlane<User extends string>(
  options: ControlPlaneOptions<User>,
): Promise<ClusterControlPlane<User>> {
  const { laptop, programs, directory, users, context } = options;
  mkdirSync(directory, { recursive: true });
  const at = (name: string) => path.join(directory, name);
  const url = `https://${laptopAddress}:${PORT}`;
  const start = (name: keyof ClusterControlPlanePrograms, args: readonly string[]) =>
    laptop.start({ program: programs[name], args, name, env: { KUBECONFIG: undefined, HOME: directory } });

  const addresses = { host: '127.0.0.1', bound: '0.0.0.0', apiServer: PORT, etcdClients: 2379, etcdPeers: 2380, advertised: laptopAddress };
  start('etcd', etcdArguments(at('etcd'), addresses));
  const credentials = await makeCredentials<User>({
    ...{ directory, openssl: programs.openssl, url, users, context },
    names: [`IP:${laptopAddress}`, 'IP:10.96.0.1', ...['', '.default', '.default.svc'].map((domain) => `DNS:kubernetes${domain}`)],
  });
  const kubelets = await credentials.certifyClient('kubelet-client', '/O=system:masters/CN=kube-apiserver');
  const extensions = await credentials.certifyClient('front-proxy', '/CN=front-proxy');
  writeFileSync(at('audit-policy.json'), JSON.stringify(auditPolicy));
  const socketPath = at('api.sock');
  laptop.start({ program: process.execPath, args: ['-e', relay, socketPath], name: 'api-relay' });
  const api = kubernetesApi({ url, ca: readFileSync(credentials.ca), token: credentials.adminToken, socketPath });

  let server: RunningProcess;
  const resumeApiServer = async () => {
    server = start('kube-apiserver', [
      ...apiServerArguments(addresses, credentials, serviceCidr),
      '--enable-admission-plugins=NodeRestriction',
      `--kubelet-client-certificate=${kubelets.certificate}`,
      `--kubelet-client-key=${kubelets.key}`,
      '--kubelet-preferred-address-types=InternalIP',
      ...[`--audit-policy-file=${at('audit-policy.json')}`, `--audit-log-path=${at('audit.log')}`],
      // Servers behind this one, such as metrics-server, are asked at their pods: no kube-proxy is here.
      '--enable-aggregator-routing=true',
      ...[`--requestheader-client-ca-file=${credentials.ca}`, '--requestheader-allowed-names=front-proxy'],
      ...['--requestheader-username-headers=X-Remote-User', '--requestheader-group-headers=X-Remote-Group'],
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      ...[`--proxy-client-cert-file=${extensions.certificate}`, `--proxy-client-key-file=${extensions.key}`],
    ]);
    await server.waitUntil('is ready', () => api.call('GET', '/readyz'), PATIENCE_SECONDS);
  };
  await resumeApiServer();
  start('kube-controller-manager', controllerManagerArguments(credentials, serviceCidr));
  start('kube-scheduler', schedulerArguments(credentials));
  await waitFor(
    'the controllers make the default ServiceAccount',
    () => api.call('GET', '/api/v1/namespaces/default/serviceaccounts/default'),
    PATIENCE_SECONDS,
  );
  return {
    credentials,
    api,
    auditLog: at('audit.log'),
    kubectl: (args, input) =>
      command(
        [...laptop.enter, programs.kubectl, `--kubeconfig=${credentials.kubeconfigs.admin}`, `--cache-dir=${at('kubectl')}`, ...args],
        input,
      ),
    pauseApiServer: () => server.stop('SIGKILL'),
    resumeApiServer,
  };
}
