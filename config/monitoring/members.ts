import type { PodResources } from '../derived/services';
import type { Sizing } from '../fields/sizing';

type Resources = PodResources;

/** Number of members of each program. */
export interface MonitoringMembers {
  /** Each asks everything by itself, so that one may go. */
  readonly prometheus: number;
  /** They tell each other what was sent. */
  readonly alertmanager: number;
}

/** Three of Alertmanager, so that the two that are left still agree while one is replaced. */
export const monitoringMembers = (sizing: Sizing): MonitoringMembers =>
  sizing === 'laptop' ? { prometheus: 1, alertmanager: 1 } : { prometheus: 2, alertmanager: 3 };

/** The programs of monitoring. */
export type MonitoringProgram =
  | 'prometheus'
  | 'alertmanager'
  | 'grafana'
  | 'kube-state-metrics'
  | 'node-exporter'
  | 'postgres-exporter'
  | 'redis-exporter'
  | 'blackbox-exporter'
  | 'cloudwatch-exporter';

const resources = (cpuRequestMillis: number, memoryRequestMiB: number, memoryLimitMiB: number): Resources => ({
  cpuRequestMillis,
  cpuLimitMillis: null,
  memoryRequestMiB,
  memoryLimitMiB,
});

const small = resources(20, 32, 128);

/**
 * What does not grow with the environment. In the live test, for a minute and against small servers, the exporters held 16 to 28 MiB at
 * most, Alertmanager 40 MiB and kube-state-metrics 54 MiB; limits are four times that and more. Grafana's and YACE's are estimates: no test
 * can run them.
 */
const fixed = {
  alertmanager: resources(50, 64, 256),
  grafana: resources(100, 256, 512),
  'kube-state-metrics': resources(50, 64, 256),
  'node-exporter': small,
  'postgres-exporter': resources(50, 64, 256),
  'redis-exporter': small,
  'blackbox-exporter': small,
  'cloudwatch-exporter': resources(50, 128, 256),
} as const satisfies Record<Exclude<MonitoringProgram, 'prometheus'>, Resources>;

/**
 * Prometheus grows with the number of series. In the live test it held 125 MiB at most with 7,000 of them, for a minute. How many a real
 * environment has, and what they take after hours, is not measured: these are estimates with room, and an alert tells when they are not.
 * https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects
 */
const prometheus: Readonly<Record<Sizing, Resources>> = {
  laptop: resources(100, 256, 1024),
  minimum: resources(500, 2048, 3072),
  recommended: resources(1000, 4096, 6144),
};

/** What one pod of a program asks for and may use. */
export const monitoringResources = (sizing: Sizing): Readonly<Record<MonitoringProgram, Resources>> => ({
  ...fixed,
  prometheus: prometheus[sizing],
});
