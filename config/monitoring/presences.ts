/** What the programs of monitoring are to their neighbours. */
import {
  tcp,
  type Component,
  type ComponentName,
  type Flow,
  type Peer,
  type PortName,
  type PodBudget,
  type Presence,
} from '../derived/peers';
import type { ServiceConfig } from '../derived/services';
import type { Sizing } from '../fields/sizing';
import type { MonitoringConfig } from '.';
import { monitoringMembers, monitoringResources, type MonitoringProgram } from './members';
import { monitoringPorts as ports } from './ports';
import { receivers } from './receivers';

/** A component of monitoring. */
export type MonitoringComponent = MonitoringProgram;

/** The one namespace whose pods may see their node. */
export const nodeExporterNamespace = (namespace: string): string => `${namespace}-nodes`;

const flow = (from: Peer, to: Peer, port: PortName, why: string): Flow => ({ from, to, port, why });

/** What the programs of monitoring depend on beyond their own configuration. */
export interface MonitoringSurroundings {
  /** How large the environment is. */
  readonly sizing: Sizing;
  /** Name of the application's namespace. */
  readonly namespace: string;
  /** Whether the environment has an account of AWS, whose services have metrics in CloudWatch. */
  readonly aws: boolean;
  /** The load balancer, which the probes ask. */
  readonly loadBalancer: Component;
}

/** What makes Grafana reachable for people. */
const GRAFANA_FRONT: Peer = 'front of grafana';

/** Every program, whether or not the environment runs it: one that it does not run is nowhere. */
export function monitoringPresences(
  config: MonitoringConfig,
  { sizing, namespace, aws, loadBalancer }: MonitoringSurroundings,
): Record<MonitoringComponent, Presence> {
  const members = monitoringMembers(sizing);
  const resources = monitoringResources(sizing);
  const here = { pods: true } as const;
  const pods = (name: MonitoringComponent, count: number): readonly PodBudget[] => [
    { name, pods: count, memoryLimitMiB: resources[name].memoryLimitMiB },
  ];
  /** One pod, and its successor while they change places. */
  const exporter = (name: MonitoringComponent, port: number, flows: readonly Flow[], runs = true): Presence => ({
    component: { ports: { metrics: tcp(port) }, runsAs: runs ? here : { cidrs: [] } },
    flows: runs ? flows : [],
    pods: runs ? pods(name, 2) : [],
  });
  const dns = (from: Peer, why: string) => flow(from, 'dns', 'dns', why);
  return {
    prometheus: {
      component: { ports: { http: tcp(ports.prometheus) }, runsAs: here },
      flows: [
        dns('prometheus', 'names of Alertmanager, and of exporters that ask for it'),
        flow('prometheus', 'apiServer', 'https', 'which pods and nodes there are'),
        flow('prometheus', 'kubelet', 'kubelet', 'metrics of nodes and containers'),
        ...(config.remoteWrite === null ? [] : [flow('prometheus', 'internet', 'https', 'remote write')]),
        ...(config.remoteWrite?.type === 'amazon' ? [flow('prometheus', 'podIdentity', 'http', 'credentials of the remote write')] : []),
      ],
      pods: pods('prometheus', members.prometheus),
    },
    alertmanager: {
      component: {
        ports: {
          http: tcp(ports.alertmanager),
          gossip: [
            { port: ports.alertmanagerGossip, protocol: 'TCP' },
            { port: ports.alertmanagerGossip, protocol: 'UDP' },
          ],
        },
        runsAs: here,
      },
      flows: [
        dns('alertmanager', 'names of its members and of the receivers'),
        flow('alertmanager', 'alertmanager', 'gossip', 'what was sent and what is silenced'),
        ...(receivers(config.receivers).some(({ type }) => type !== 'email') || config.watchdog.enabled
          ? [flow('alertmanager', 'internet', 'https', 'receivers of alerts')]
          : []),
        ...(receivers(config.receivers).some(({ type }) => type === 'email')
          ? [flow('alertmanager', 'internet', 'submission', 'alerts by e-mail')]
          : []),
      ],
      pods: pods('alertmanager', members.alertmanager),
    },
    grafana: {
      component: { ports: { http: tcp(ports.grafana) }, runsAs: here },
      flows: [
        dns('grafana', 'name of Prometheus'),
        flow('grafana', 'prometheus', 'http', 'queries of the dashboards'),
        ...(config.grafana.from === null ? [] : [flow(GRAFANA_FRONT, 'grafana', 'http', 'people, through what is in front of it')]),
      ],
      neighbours: config.grafana.from === null ? {} : { [GRAFANA_FRONT]: { ports: {}, runsAs: config.grafana.from } },
      pods: pods('grafana', 2),
    },
    'kube-state-metrics': exporter('kube-state-metrics', ports.kubeStateMetrics, [
      flow('kube-state-metrics', 'apiServer', 'https', 'the objects it counts'),
    ]),
    'node-exporter': {
      component: {
        ports: { metrics: tcp(ports.nodeExporter) },
        runsAs: {
          namespace: nodeExporterNamespace(namespace),
          podLabels: { 'app.kubernetes.io/name': 'node-exporter', 'app.kubernetes.io/part-of': 'massrouter' },
        },
      },
      flows: [],
      pods: [],
    },
    'postgres-exporter': exporter('postgres-exporter', ports.postgresExporter, [
      dns('postgres-exporter', 'name of PostgreSQL'),
      flow('postgres-exporter', 'postgres', 'postgres', 'statistics'),
    ]),
    'redis-exporter': exporter('redis-exporter', ports.redisExporter, [
      dns('redis-exporter', 'names of the members'),
      flow('redis-exporter', 'redis', 'redis', 'statistics'),
    ]),
    'blackbox-exporter': exporter('blackbox-exporter', ports.blackboxExporter, [
      dns('blackbox-exporter', 'names of what is asked'),
      flow('blackbox-exporter', 'object-storage', 's3', 'whether it answers'),
      ...(config.probes.enabled ? [flow('blackbox-exporter', 'internet', 'https', 'the hosts as users reach them')] : []),
      // A policy may see the packet when the cluster has turned the public address into a pod’s.
      ...(config.probes.enabled && 'pods' in loadBalancer.runsAs && loadBalancer.ports.https !== undefined
        ? [flow('blackbox-exporter', 'load-balancer', 'https', 'the same, where the cluster leads to a pod at once')]
        : []),
    ]),
    'cloudwatch-exporter': exporter(
      'cloudwatch-exporter',
      ports.cloudwatchExporter,
      [
        dns('cloudwatch-exporter', 'names of the services of AWS'),
        flow('cloudwatch-exporter', 'internet', 'https', 'CloudWatch'),
        flow('cloudwatch-exporter', 'podIdentity', 'http', 'its credentials'),
      ],
      aws,
    ),
  };
}

/** Port of each component (services have their own) on which its metrics are read, where it runs in a cluster. */
const METRICS_PORTS: readonly (readonly [ComponentName, PortName])[] = [
  ['prometheus', 'http'],
  ['alertmanager', 'http'],
  ['grafana', 'http'],
  ['postgres', 'http'],
  ['postgres', 'metrics'],
  ['load-balancer', 'metrics'],
  ['kube-state-metrics', 'metrics'],
  ['node-exporter', 'metrics'],
  ['postgres-exporter', 'metrics'],
  ['redis-exporter', 'metrics'],
  ['blackbox-exporter', 'metrics'],
  ['cloudwatch-exporter', 'metrics'],
  ['backup-exporter', 'metrics'],
];

/** From Prometheus to all that it asks. */
export const monitoringFlows = (
  boxes: Readonly<Partial<Record<ComponentName, Presence>>>,
  services: readonly Pick<ServiceConfig, 'name' | 'metrics'>[],
): readonly Flow[] => [
  ...METRICS_PORTS.filter(([name, port]) => isAsked(name, boxes[name], port)).map(([name, port]) =>
    flow('prometheus', name, port, name === 'alertmanager' ? 'alerts, and its metrics' : 'its metrics'),
  ),
  ...services.filter(({ metrics }) => metrics !== null).map(({ name }) => flow('prometheus', name, 'http', 'its metrics')),
];

const isAsked = (name: ComponentName, presence: Presence | undefined, port: PortName): boolean =>
  presence !== undefined && presence.component.ports[port] !== undefined && (presence.pods.length > 0 || name === 'node-exporter');

/** Whether Prometheus finds the members of a store as pods; elsewhere it is asked where clients find it. */
export const inPods = ({ runsAs }: Pick<Component, 'runsAs'>): boolean => 'pods' in runsAs;
