import { Construct } from 'constructs';
import {
  monitoringMembers,
  type CloudWatchJob,
  monitoringResources,
  nodeExporterNamespace,
  retentionGiB,
  versions,
  type MonitoringConfig,
  type MonitoringProgram,
  type Surroundings,
} from '../../config';
import type { KubernetesPlacement } from '../contracts';
import { Alertmanager } from './alertmanager/alertmanager';
import type { Inhibition } from './alertmanager/alertmanager-yml';
import type { ComponentMonitoring } from '../mixin/component-monitoring';
import { BlackboxExporter } from './exporters/blackbox-exporter';
import { CloudWatchExporter } from './exporters/cloudwatch-exporter';
import { KubeStateMetrics } from './exporters/kube-state-metrics';
import { PostgresExporter, type WatchedPostgres } from './exporters/postgres-exporter';
import { RedisExporter, redisMemberTarget, redisTarget, type WatchedRedis } from './exporters/redis-exporter';
import { Grafana } from './grafana/grafana';
import { NodeExporter } from './node-exporter';
import { platformScrapes } from './platform-scrapes';
import { PodPermissions, type AwsSurroundings } from './pod-permissions';
import { probeTargets, type Probe } from './probe-targets';
import { Prometheus, RULES_PATTERN } from './prometheus/prometheus';
import { prometheusYml } from './prometheus/prometheus-yml';
import { remoteWrite, remoteWriteFiles, remoteWriteStatement } from './remote-write';
import { ruleFile } from '../mixin/rule-file';

export type { Probe } from './probe-targets';

export interface MonitoringProps {
  readonly config: MonitoringConfig;
  /** Name of the environment: a label of everything that leaves Prometheus. */
  readonly environment: string;
  readonly placement: KubernetesPlacement;
  readonly surroundings: Surroundings;
  /** Rules, scrapes and dashboards of every watched component. */
  readonly components: readonly ComponentMonitoring[];
  readonly inhibitions: readonly Inhibition[];
  /** Name by which the dashboards refer to their data source. */
  readonly dataSourceUid: string;
  readonly postgres: WatchedPostgres;
  /** `inPods`: each member is scraped separately; elsewhere, whatever answers at the address. */
  readonly redis: WatchedRedis & { readonly inPods: boolean };
  readonly probes: readonly Probe[];
  /** Credentials and metrics to fetch from AWS; null: the environment is not on AWS. */
  readonly aws: (AwsSurroundings & { readonly cloudWatch: readonly CloudWatchJob[] }) | null;
}

/** Prometheus scrapes, Alertmanager notifies, Grafana shows, and exporters report for programs that cannot. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { config, placement, components, aws, surroundings } = props;
    const { sizing } = surroundings;
    const { namespace } = placement;
    const members = monitoringMembers(sizing);
    const resources = monitoringResources(sizing);
    const stateless = (program: MonitoringProgram) => ({ namespace, surroundings, resources: resources[program] });
    const { scrapeIntervalSeconds: intervalSeconds } = config.prometheus;

    const nodes = new NodeExporter(this, 'NodeExporter', {
      namespace: nodeExporterNamespace(namespace),
      prometheusNamespace: namespace,
      resources: resources['node-exporter'],
      podSecurityVersion: versions.podSecurity,
      surroundings,
    });
    const namespaces = [namespace, nodeExporterNamespace(namespace)];
    const dependsOn = [nodes.namespace];
    new KubeStateMetrics(this, 'KubeStateMetrics', { ...stateless('kube-state-metrics'), namespaces, dependsOn });
    new PostgresExporter(this, 'PostgresExporter', { ...stateless('postgres-exporter'), postgres: props.postgres });
    const redisExporter = new RedisExporter(this, 'RedisExporter', { ...stateless('redis-exporter'), redis: props.redis });
    const blackbox = new BlackboxExporter(this, 'BlackboxExporter', stateless('blackbox-exporter'));
    if (aws !== null) new CloudWatchExporter(this, 'CloudWatchExporter', { ...stateless('cloudwatch-exporter'), aws });
    new Alertmanager(this, 'Alertmanager', {
      ...{ config, placement, surroundings, inhibitions: props.inhibitions },
      members: members.alertmanager,
      resources: resources.alertmanager,
    });

    const asker = (host: { host: string; port: number }, path: string) => ({ address: `${host.host}:${host.port}`, path, intervalSeconds });
    const redisAsker = asker(redisExporter.endpoint, '/scrape');
    const prometheus = new Prometheus(this, 'Prometheus', {
      ...{ placement, surroundings, namespaces },
      members: members.prometheus,
      resources: resources.prometheus,
      storageGiB: config.prometheus.storageGiB,
      rules: Object.fromEntries(
        components
          .filter(({ recordingRules, alerts }) => recordingRules.length + alerts.length > 0)
          .map((component) => [component.component, ruleFile(component, config)]),
      ),
      configuration: prometheusYml({
        environment: props.environment,
        discovery: { namespaces, kubeconfig: null },
        scrapes: [...components.flatMap(({ scrapes }) => scrapes), ...platformScrapes({ intervalSeconds, cloudWatch: aws !== null })],
        kubelets: { checked: config.kubeletCertificates.enabled, intervalSeconds: 30 },
        members: props.redis.inPods
          ? [{ of: { component: 'redis', port: 'redis', target: redisMemberTarget(props.redis) }, by: redisAsker }]
          : [],
        targets: [
          ...(props.redis.inPods
            ? []
            : [
                {
                  of: { job: 'redis', component: 'redis', targets: [{ target: redisTarget(props.redis), labels: {} }], parameters: {} },
                  by: redisAsker,
                },
              ]),
          ...probeTargets(props.probes).map((of) => ({ of, by: { ...asker(blackbox.endpoint, '/probe'), intervalSeconds: 30 } })),
        ],
        rules: RULES_PATTERN,
        retention: { days: config.prometheus.retentionDays, gibibytes: retentionGiB(config.prometheus) },
        scrapeIntervalSeconds: intervalSeconds,
        remoteWrite: config.remoteWrite === null ? null : remoteWrite(config.remoteWrite),
        alertmanager: { component: 'alertmanager', port: 'http' },
      }),
      files: remoteWriteFiles(config.remoteWrite),
      dependsOn: [...dependsOn, ...this.remoteWriteIdentity(props)],
    });
    new Grafana(this, 'Grafana', {
      ...stateless('grafana'),
      prometheus: prometheus.endpoint,
      dataSourceUid: props.dataSourceUid,
      dashboards: Object.fromEntries(
        components.flatMap(({ component, dashboard }) => (dashboard === null ? [] : [[component, dashboard] as const])),
      ),
      host: config.grafana.host,
      scrapeIntervalSeconds: intervalSeconds,
    });
  }

  /** Role of Prometheus on AWS, where it writes there. */
  private remoteWriteIdentity({ config: { remoteWrite: to }, aws }: MonitoringProps) {
    if (to?.type !== 'amazon') return [];
    if (aws === null) throw new Error(`${this.node.path}: a workspace of Amazon needs an account of AWS`); // config rejects this
    return new PodPermissions(this, 'RemoteWrite', { aws, serviceAccount: 'prometheus', ...remoteWriteStatement(to) }).resources;
  }
}
