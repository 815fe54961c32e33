/**
 * A Kubernetes control plane of real programs on the loopback network, with nodes that kwok plays: admission, defaults, quota, RBAC and
 * controllers are real; no container runs, no probe is asked and no NetworkPolicy is enforced.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeCredentials } from './control-plane-credentials';
import { manifests, type Manifests } from './control-plane-manifests';
import { isNodeReady, laptop, nodeManifest, type NodeSize } from './control-plane-node';
import {
  apiServerArguments,
  controllerManagerArguments,
  etcdArguments,
  kwokArguments,
  schedulerArguments,
  type ControlPlanePrograms,
} from './control-plane-programs';
import { provideVolumes, standardStorageClass } from './control-plane-volumes';
import { kubernetesApi, type KubernetesApi } from './kubernetes-api';
import { freePort, loopback, startProcess, temporaryDirectory, type RunningProcess } from './processes';

export { controlPlanePrograms } from './control-plane-programs';

/** For one step of the start on a machine where others work too. */
const PATIENCE_SECONDS = 90;

export interface ControlPlane extends Manifests {
  /** A file; its one context may do everything. */
  readonly kubeconfig: string;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** A file: the certificate authority of `url`. */
  readonly ca: string;
  /** May do everything. */
  readonly adminToken: string;
  readonly api: KubernetesApi;
  /** kubectl's standard output; an Error with what it wrote to standard error when it fails. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** A token for a ServiceAccount, as its Pods get it. */
  createToken(namespace: string, serviceAccount: string): Promise<string>;
  /** The API server is gone from one moment to the next, as when its machine fails. */
  pauseApiServer(): Promise<void>;
  /** It answers again at the same address, with all it had. */
  resumeApiServer(): Promise<void>;
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  /** Range of the Services' addresses; kind's by default. */
  readonly serviceCidr?: string;
  /** One laptop by default. */
  readonly nodes?: readonly NodeSize[];
}

/** Ready to use: the nodes are Ready, and `default` has its ServiceAccount. */
export async function startControlPlane(
  programs: ControlPlanePrograms,
  { serviceCidr = '10.96.0.0/16', nodes = [laptop] }: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const directory = temporaryDirectory('control-plane');
  const at = (name: string) => path.join(directory, name);
  const [apiServer, etcdClients, etcdPeers] = [await freePort(loopback), await freePort(loopback), await freePort(loopback)];
  const addresses = { host: loopback, apiServer, etcdClients, etcdPeers };
  const url = `https://${loopback}:${apiServer}`;
  const running: RunningProcess[] = [];
  const start = (name: keyof ControlPlanePrograms, args: string[]) => {
    const started = startProcess({ program: programs[name], args, name, env: { KUBECONFIG: undefined, HOME: directory } });
    running.push(started);
    return started;
  };

  const etcd = start('etcd', etcdArguments(at('etcd'), addresses));
  const credentials = await makeCredentials({
    directory,
    openssl: programs.openssl,
    url,
    names: [`IP:${loopback}`, 'DNS:kubernetes.default.svc'],
  });
  const { ca, adminToken } = credentials;
  const api = kubernetesApi({ url, ca: readFileSync(ca), token: adminToken });
  await etcd.waitUntil('is healthy', () => isHealthy(`http://${loopback}:${etcdClients}/health`), PATIENCE_SECONDS);

  const resumeApiServer = async () => {
    server = start('kube-apiserver', apiServerArguments(addresses, credentials, serviceCidr));
    await server.waitUntil('is ready', () => api.call('GET', '/readyz'), PATIENCE_SECONDS);
  };
  let server: RunningProcess;
  await resumeApiServer();

  const controllers = start('kube-controller-manager', controllerManagerArguments(credentials, serviceCidr));
  start('kube-scheduler', schedulerArguments(credentials));
  writeFileSync(at('kwok.yaml'), JSON.stringify({ apiVersion: 'config.kwok.x-k8s.io/v1alpha1', kind: 'KwokConfiguration' }));
  start('kwok', kwokArguments(at('kwok.yaml'), credentials));
  await api.call('POST', '/apis/storage.k8s.io/v1/storageclasses', standardStorageClass);
  for (const node of nodes) await api.call('POST', '/api/v1/nodes', nodeManifest(node));
  const stopped = new AbortController();
  const volumes = provideVolumes(api, stopped.signal);
  for (const { name } of nodes) await controllers.waitUntil(`the node ${name} is ready`, () => isNodeReady(api, name), PATIENCE_SECONDS);
  const serviceAccount = () => api.call('GET', '/api/v1/namespaces/default/serviceaccounts/default');
  await controllers.waitUntil('makes the default ServiceAccount', serviceAccount, PATIENCE_SECONDS);

  const cache = at('kubectl-cache');
  mkdirSync(cache);
  const kubectl = (args: readonly string[], input = '') =>
    new Promise<string>((resolve, reject) => {
      const all = [`--kubeconfig=${credentials.kubeconfigs.admin}`, `--cache-dir=${cache}`, ...args];
      const child = execFile(programs.kubectl, all, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
        error ? reject(new Error(`kubectl ${args[0]}: ${stderr.trim() || error.message}`)) : resolve(stdout),
      );
      child.stdin?.on('error', () => undefined); // it ended before it read all: then its exit says why
      child.stdin?.end(input);
    });

  return {
    kubeconfig: credentials.kubeconfigs.admin,
    url,
    host: loopback,
    port: apiServer,
    ca,
    adminToken,
    api,
    kubectl,
    ...manifests(kubectl, api),
    createToken: async (namespace, serviceAccount) =>
      (await kubectl(['create', 'token', serviceAccount, `--namespace=${namespace}`])).trim(),
    pauseApiServer: () => server.stop('SIGKILL'),
    resumeApiServer,
    async stop() {
      stopped.abort();
      await volumes;
      // Nothing that they could save is of use: no waiting for an orderly end.
      await Promise.all(running.map((one) => one.stop('SIGKILL')));
    },
  };
}

const isHealthy = async (url: string): Promise<boolean> => (await fetch(url)).ok;
