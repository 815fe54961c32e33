/** All that Prometheus asks, as real as it can be had here, found as pods by the real API server. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { blackboxYml } from '../../../constructs/monitoring/exporters/blackbox-yml';
import { kubeStateMetricsCommand } from '../../../constructs/monitoring/exporters/kube-state-metrics';
import { postgresExporterFlags } from '../../../constructs/monitoring/exporters/postgres-exporter';
import { redisExporterEnvironment } from '../../../constructs/monitoring/exporters/redis-exporter';
import { nodeExporterCommand } from '../../../constructs/monitoring/node-exporter';
import { toManifests } from '../../../scripts/manifests/to-manifests';
import { toYaml } from '../../../scripts/manifests/to-yaml';
import { monitoring } from '../../constructs/monitoring/monitoring.fixture';
import { controlPlanePrograms, type ControlPlane } from '../../support/control-plane';
import { freePort, loopback, startProcess, temporaryDirectory, waitFor, type RunningProcess } from '../../support/processes';
import { engines, startBalancer } from '../load-balancer/engines';
import { DATABASE, MEMBER_ADDRESS, NAMESPACE, startCluster, type Cluster } from '../postgres/cluster';
import { postgresPrograms } from '../postgres/programs';
import { patroniServer, Roles } from '../postgres/roles';
import { isWhole } from '../redis/health';
import { Members, redisPrograms } from '../redis/members';
import { startStubBackend } from './stub-backend';
import { makeWorkloads } from './workloads';

export const observedPrograms = [
  ...postgresPrograms,
  ...controlPlanePrograms,
  ...redisPrograms,
  'postgres_exporter',
  'prometheus-redis-exporter',
  'node_exporter',
  'blackbox_exporter',
  'kube-state-metrics',
  'nginx',
  'haproxy',
] as const;
export type ObservedPrograms = Readonly<Record<(typeof observedPrograms)[number], string>>;

export const NODES_NAMESPACE = `${NAMESPACE}-nodes`;

/** Host and port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Observed {
  readonly controlPlane: ControlPlane;
  readonly blackbox: Address;
  readonly redisExporter: Address;
  /** A kubeconfig with the rights of one ServiceAccount and no others. */
  kubeconfigOf(serviceAccount: string): Promise<string>;
  /** A pod of a component with one named port, at a real address of this machine. */
  addPod(component: string, name: string, port: string, at: Address, namespace?: string): Promise<void>;
  removePod(name: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startObserved(programs: ObservedPrograms): Promise<Observed> {
  const directory = temporaryDirectory('observed');
  const running: { stop(): Promise<void> }[] = [];
  const start = (name: string, program: string, args: readonly string[], env: Record<string, string> = {}): RunningProcess => {
    const started = startProcess({ program, args, env, name });
    running.push(started);
    return started;
  };
  const stop = async () => {
    for (const one of running.reverse()) await one.stop();
  };
  try {
    const cluster = await startCluster(programs);
    running.push(cluster);
    const redis = await Members.create(programs, { membersPerShard: 2 });
    running.push({ stop: () => redis.stopAll('SIGKILL') });
    redis.startAll();
    const { controlPlane } = cluster;
    await controlPlane.apply(toYaml(access()));
    const kubeconfigOf = async (serviceAccount: string) => {
      const file = path.join(directory, `${serviceAccount}.kubeconfig`);
      writeFileSync(file, kubeconfig(controlPlane, await controlPlane.createToken(NAMESPACE, serviceAccount)));
      return file;
    };
    const addPod = podMaker(controlPlane);
    await cluster.waitUntilWhole();
    await waitFor('Redis is whole', () => isWhole(redis), 60);
    for (const { name } of cluster.members) await setAddress(controlPlane, NAMESPACE, name, MEMBER_ADDRESS);
    for (const name of redis.names) await addPod('redis', name, 'redis', { host: redis.addressOf(name), port: redis.port });

    const place = async (): Promise<Address> => ({ host: loopback, port: await freePort(loopback) });
    const nodeExporter = await place();
    start(
      'node-exporter',
      programs.node_exporter,
      listen(nodeExporterCommand('', { proc: '/proc', sys: '/sys', root: '/' }).slice(1), nodeExporter),
    );
    await addPod('node-exporter', 'node-exporter-1', 'metrics', nodeExporter, NODES_NAMESPACE);

    const kubeStateMetrics = await place();
    const telemetry = await place();
    start('kube-state-metrics', programs['kube-state-metrics'], [
      ...kubeStateMetricsCommand([NAMESPACE, NODES_NAMESPACE])
        .slice(1)
        .filter((word) => !word.startsWith('--port=') && !word.startsWith('--telemetry-host=')),
      `--host=${kubeStateMetrics.host}`,
      `--port=${kubeStateMetrics.port}`,
      `--telemetry-host=${telemetry.host}`,
      `--telemetry-port=${telemetry.port}`,
      `--kubeconfig=${await kubeconfigOf('kube-state-metrics')}`,
    ]);
    await addPod('kube-state-metrics', 'kube-state-metrics-1', 'metrics', kubeStateMetrics);

    const postgresExporter = await place();
    await startPostgresExporter(cluster, programs, postgresExporter, start);
    await addPod('postgres-exporter', 'postgres-exporter-1', 'metrics', postgresExporter);

    const redisExporter = await place();
    const { values } = redisExporterEnvironment({
      discovery: { host: redis.addressOf('redis-a-0'), port: redis.port },
      tls: false,
      ca: null,
      monitor: { name: 'redis-monitor-a', source: null },
    });
    start('redis-exporter', programs['prometheus-redis-exporter'], [`--web.listen-address=${redisExporter.host}:${redisExporter.port}`], {
      ...values,
      REDIS_USER: 'monitor',
      REDIS_PASSWORD: redis.password('monitor', 'a'),
    });
    await addPod('redis-exporter', 'redis-exporter-1', 'metrics', redisExporter);

    const blackbox = await place();
    mkdirSync(path.join(directory, 'blackbox'));
    const blackboxFile = path.join(directory, 'blackbox/blackbox.yml');
    writeFileSync(blackboxFile, blackboxYml());
    start(
      'blackbox-exporter',
      programs.blackbox_exporter,
      [`--config.file=${blackboxFile}`, `--web.listen-address=${blackbox.host}:${blackbox.port}`],
      { SSL_CERT_FILE: controlPlane.ca },
    );
    await addPod('blackbox-exporter', 'blackbox-exporter-1', 'metrics', blackbox);

    for (const engine of engines) {
      const balancer = await startBalancer(engine, programs[engine.name], {
        endpoints: [{ host: loopback, port: await freePort(loopback) }],
      });
      running.push(balancer.process);
      await addPod('load-balancer', `load-balancer-${engine.name}`, 'metrics', { host: loopback, port: balancer.metrics });
    }
    await makeWorkloads(controlPlane);

    const backend = await startStubBackend();
    running.push({ stop: () => backend.close() });
    await addPod('backend', 'backend-1', 'http', backend);
    return {
      controlPlane,
      blackbox,
      redisExporter,
      kubeconfigOf,
      addPod,
      removePod: (name) => controlPlane.api.call('DELETE', `/api/v1/namespaces/${NAMESPACE}/pods/${name}?gracePeriodSeconds=0`),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The exporter as it is deployed, logged in as the role of one slot, at the primary. */
async function startPostgresExporter(
  cluster: Cluster,
  programs: ObservedPrograms,
  at: Address,
  start: (name: string, program: string, args: readonly string[], env: Record<string, string>) => RunningProcess,
): Promise<void> {
  const roles = new Roles(patroniServer(cluster));
  await roles.run();
  await roles.query('migrate', 'a', 'CREATE TABLE items (id serial PRIMARY KEY, name text)');
  // Only those that take longer than most are told of.
  await roles.query('app', 'a', 'SELECT count(*) FROM generate_series(1, 1000000)');
  const primary = await cluster.primary();
  start('postgres-exporter', programs.postgres_exporter, [`--web.listen-address=${at.host}:${at.port}`, ...postgresExporterFlags(false)], {
    DATA_SOURCE_URI: `${primary.address}:${primary.ports.postgres}/${DATABASE}?sslmode=require`,
    DATA_SOURCE_USER: 'monitor_a',
    DATA_SOURCE_PASS: roles.password('monitor', 'a'),
  });
}

/** What a command is told of its port, as one that only this machine reaches. */
const listen = (command: readonly string[], { host, port }: Address): string[] =>
  command.map((word) => (word.startsWith('--web.listen-address=') ? `--web.listen-address=${host}:${port}` : word));

/** Accounts and rights as they are synthesized, and the namespaces they are in. */
function access() {
  const kinds = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];
  return toManifests(monitoring().json).filter(({ kind }) => kinds.includes(kind));
}

function podMaker(controlPlane: Pick<ControlPlane, 'api'>): Observed['addPod'] {
  const { api } = controlPlane;
  return async (component, name, port, { host, port: containerPort }, namespace = NAMESPACE) => {
    const labels = { 'app.kubernetes.io/name': component, 'app.kubernetes.io/part-of': 'massrouter' };
    const container = { name: component, image: 'none.example/none:1', ports: [{ name: port, containerPort }] };
    await api.call('POST', `/api/v1/namespaces/${namespace}/pods`, { metadata: { name, labels }, spec: { containers: [container] } });
    await setAddress(controlPlane, namespace, name, host);
  };
}

/** kwok gives a pod an address of nobody when it plays that it starts, and leaves it alone from then on. */
async function setAddress({ api }: Pick<ControlPlane, 'api'>, namespace: string, name: string, podIP: string): Promise<void> {
  const at = `/api/v1/namespaces/${namespace}/pods/${name}`;
  await waitFor(`${name} runs`, async () => (await api.call<Pod>('GET', at)).status.phase === 'Running', 60);
  await api.call('PATCH', `${at}/status`, { status: { podIP, podIPs: [{ ip: podIP }] } }, 'application/merge-patch+json');
}

interface Pod {
  readonly status: { readonly phase?: string };
}

const kubeconfig = ({ url, ca }: ControlPlane, token: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'it', cluster: { server: url, 'certificate-authority': ca } }],
    users: [{ name: 'it', user: { token } }],
    contexts: [{ name: 'it', context: { cluster: 'it', user: 'it' } }],
    'current-context': 'it',
  });
