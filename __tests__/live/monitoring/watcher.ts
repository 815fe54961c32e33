/** Prometheus and Alertmanager with what is rendered for them, in seconds where that is in minutes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { alertmanagerYml } from '../../../constructs/monitoring/alertmanager/alertmanager-yml';
import type { ComponentMonitoring, Scrape } from '../../../constructs/mixin/component-monitoring';
import { platformScrapes } from '../../../constructs/monitoring/platform-scrapes';
import { probeTargets } from '../../../constructs/monitoring/probe-targets';
import { prometheusYml } from '../../../constructs/monitoring/prometheus/prometheus-yml';
import { ruleFile } from '../../../constructs/mixin/rule-file';
import { freePort, loopback, startProcess, temporaryDirectory } from '../../support/processes';
import { NAMESPACE } from '../postgres/cluster';
import type { Inbox } from './inbox';
import { NODES_NAMESPACE, type Address, type Observed } from './observed';
import { prometheusAt, type PrometheusApi } from './prometheus-api';

/** Seconds between two scrapes, and between two evaluations. */
const SECONDS = 2;

export interface Watcher {
  readonly api: PrometheusApi;
  /** Writes another prometheus.yml and says nothing of it. */
  reconfigure(change: (text: string) => string): void;
  stop(): Promise<void>;
}

export interface WatcherOptions {
  readonly observed: Observed;
  /** Who is told, and where samples are written to. */
  readonly inbox: Inbox;
  readonly components: readonly ComponentMonitoring[];
}

export async function startWatcher(
  programs: Readonly<Record<'prometheus' | 'alertmanager', string>>,
  options: WatcherOptions,
): Promise<Watcher> {
  const { observed, inbox, components } = options;
  const directory = temporaryDirectory('watcher');
  const file = (name: string) => path.join(directory, name);
  for (const name of ['watchdog', 'team']) writeFileSync(file(name), `http://${inbox.host}:${inbox.port}/${name}`);

  const alerts = { host: loopback, port: await freePort(loopback) };
  writeFileSync(file('alertmanager.yml'), alertmanagerText(file));
  const alertmanager = startProcess({
    program: programs.alertmanager,
    args: [
      `--config.file=${file('alertmanager.yml')}`,
      `--storage.path=${file('alertmanager')}`,
      `--web.listen-address=${alerts.host}:${alerts.port}`,
      `--cluster.listen-address=${loopback}:${await freePort(loopback)}`,
    ],
    name: 'alertmanager',
  });
  await observed.addPod('alertmanager', 'alertmanager-0', 'http', alerts);

  const here = { host: loopback, port: await freePort(loopback) };
  mkdirSync(file('rules'));
  for (const [index, component] of components.entries()) {
    const text = ruleFile(component, { runbooks: 'docs/runbooks' });
    writeFileSync(file(`rules/${index}.yml`), text.replaceAll(/"interval": "\d+s"/g, `"interval": "${SECONDS}s"`));
  }
  writeFileSync(file('prometheus.yml'), prometheusText(options, file, await observed.kubeconfigOf('prometheus')));
  const server = startProcess({
    program: programs.prometheus,
    args: [
      `--config.file=${file('prometheus.yml')}`,
      `--storage.tsdb.path=${file('data')}`,
      `--web.listen-address=${here.host}:${here.port}`,
      '--config.auto-reload',
      '--config.auto-reload-interval=1s',
    ],
    env: { POD_NAME: 'prometheus-0' },
    name: 'prometheus',
  });
  await observed.addPod('prometheus', 'prometheus-0', 'http', here);
  const api = prometheusAt(`http://${here.host}:${here.port}`);
  const stop = async () => {
    await server.stop();
    await alertmanager.stop();
  };
  try {
    await server.waitUntil('is ready', () => api.isReady(), 60);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    api,
    stop,
    reconfigure: (change) => writeFileSync(file('prometheus.yml'), change(readFileSync(file('prometheus.yml'), 'utf8'))),
  };
}

/** With the waiting taken out: the rest is as it is deployed. */
function alertmanagerText(file: (name: string) => string): string {
  const text = alertmanagerYml({
    receivers: [{ type: 'webhook', name: 'team', severities: ['critical'], secretFile: file('team') }],
    watchdogFile: file('watchdog'),
    inhibitions: [],
  });
  const waits = /(group_wait|group_interval): \d+[sm]/g;
  if (!waits.test(text)) throw new Error('there is nothing to wait for');
  return text.replaceAll(waits, '$1: 1s');
}

function prometheusText({ observed, inbox, components }: WatcherOptions, file: (name: string) => string, kubeconfig: string): string {
  const all = [...components.flatMap(({ scrapes }) => scrapes), ...platformScrapes({ intervalSeconds: SECONDS, cloudWatch: false })];
  const by = ({ host, port }: Address, at: string) => ({ address: `${host}:${port}`, path: at, intervalSeconds: SECONDS });
  return prometheusYml({
    environment: 'test',
    discovery: { namespaces: [NAMESPACE, NODES_NAMESPACE], kubeconfig },
    scrapes: all.filter(isFirst).map((scrape) => ({ ...scrape, intervalSeconds: SECONDS })),
    kubelets: null,
    members: [{ of: { component: 'redis', port: 'redis', target: 'redis://$1' }, by: by(observed.redisExporter, '/scrape') }],
    targets: probeTargets([
      { service: 'backend', url: `${observed.controlPlane.url}/livez`, expects: 'service' },
      { service: 'object-storage', url: `${observed.controlPlane.url}/nowhere`, expects: 'answers' },
    ]).map((of) => ({ of, by: by(observed.blackbox, '/probe') })),
    rules: file('rules/*.yml'),
    retention: { days: 1, gibibytes: 1 },
    scrapeIntervalSeconds: SECONDS,
    remoteWrite: {
      by: 'password',
      url: `http://${inbox.host}:${inbox.port}/write`,
      usernameFile: file('team'),
      passwordFile: file('team'),
    },
    alertmanager: { component: 'alertmanager', port: 'http' },
  });
}

/** A component that is in the list in several forms is asked once. */
const isFirst = ({ component, port }: Scrape, index: number, all: readonly Scrape[]): boolean =>
  all.findIndex((other) => other.component === component && other.port === port) === index;
