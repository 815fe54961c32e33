import type { Construct } from 'constructs';
import { inPods, type Environment } from '../config';
import type { Stores } from '../constructs/app-tier';
import { appTierMonitoring } from '../constructs/app-tier/monitoring';
import { backupMonitoring } from '../constructs/backup/monitoring';
import { nodeMonitoring, podMonitoring } from '../constructs/cluster/monitoring';
import type { KubernetesPlacement } from '../constructs/contracts';
import { loadBalancerMonitoring } from '../constructs/load-balancer/monitoring';
import type { ComponentMonitoring } from '../constructs/mixin/component-monitoring';
import { DATA_SOURCE } from '../constructs/mixin/dashboard';
import { Monitoring, type Probe } from '../constructs/monitoring';
import { inhibitions } from '../constructs/monitoring/inhibitions';
import { overviewMonitoring } from '../constructs/monitoring/overview';
import { expectedComponents } from '../constructs/monitoring/platform-scrapes';
import { probeMonitoring } from '../constructs/monitoring/probe-monitoring';
import { selfMonitoring } from '../constructs/monitoring/self-monitoring';
import { objectStorageMonitoring } from '../constructs/object-storage/monitoring';
import { postgresMonitoring } from '../constructs/postgres/monitoring';
import { redisMonitoring } from '../constructs/redis/monitoring';
import type { AppStack } from './app';
import { BaseStack } from './base-stack';
import type { Outputs } from './outputs';
import { podIdentityPlacement } from './pod-identity-placement';

export interface MonitoringStackInputs {
  /** Where pods run. */
  readonly platform: Outputs<KubernetesPlacement>;
  readonly data: Outputs<Stores>;
  /** Its roles and Secrets are the exporters' logins. */
  readonly after: AppStack;
}

/** Prometheus, Alertmanager, Grafana and the exporters. Each box defines its own monitoring; this is the list. */
export class MonitoringStack extends BaseStack {
  constructor(scope: Construct, environment: Environment, inputs: MonitoringStackInputs) {
    super(scope, environment, 'monitoring');
    this.useProviders();
    this.addDependency(inputs.after);
    const stores = inputs.data.in(this);
    const { name, monitoring: config, surroundings, aws } = environment;
    const placement = podIdentityPlacement(environment);
    new Monitoring(this, 'Monitoring', {
      config,
      surroundings,
      inhibitions,
      environment: name,
      placement: inputs.platform.in(this),
      components: watched(environment),
      dataSourceUid: DATA_SOURCE.uid,
      postgres: { ...stores.postgres, hidesWal: environment.postgres.watch.hidesWal },
      redis: { ...stores.redis, monitor: stores.redis.credentials.monitor, inPods: inPods(environment.redis.presence.component) },
      probes: probes(environment, stores),
      aws: aws === null || placement === null ? null : { cloudWatch: aws.cloudWatch, placement },
    });
  }
}

const DAY = 86_400;

/** Everything that is watched, in the order of the picture. */
export function watched({
  monitoring,
  namespace: { name: namespace },
  services,
  streaming,
  ...boxes
}: Environment): readonly ComponentMonitoring[] {
  const { objectives } = monitoring;
  const components = [
    overviewMonitoring({ objectives }),
    loadBalancerMonitoring({ watch: boxes.loadBalancer.watch, namespace }),
    appTierMonitoring({ services, namespace, objectives, drainSeconds: streaming.app.drain.drainSeconds }),
    postgresMonitoring({ watch: boxes.postgres.watch, namespace }),
    redisMonitoring({ watch: boxes.redis.watch, namespace }),
    objectStorageMonitoring({ watch: boxes.objectStorage.watch, namespace }),
    ...backups(boxes.backup, boxes.postgres.watch.archiveQueueMiB !== null, namespace),
    podMonitoring({ namespaces: [namespace] }),
    nodeMonitoring(),
    ...(monitoring.probes.enabled
      ? [probeMonitoring({ services: services.filter(({ front }) => front !== null).map(({ name }) => name) })]
      : []),
  ];
  const expected = expectedComponents({
    scrapes: components.flatMap(({ scrapes }) => scrapes),
    intervalSeconds: monitoring.prometheus.scrapeIntervalSeconds,
    cloudWatch: boxes.aws !== null,
  });
  return [...components, selfMonitoring({ namespace, expected, remoteWrite: monitoring.remoteWrite !== null })];
}

/** A dump and a copy of the archive every day, a drill every week, and the longest time that a restore may take. */
function backups(backup: Environment['backup'], archived: boolean, namespace: string): readonly ComponentMonitoring[] {
  const kinds = [...(backup === null ? [] : ['database' as const]), ...(archived ? ['archive' as const] : [])];
  if (kinds.length === 0) return [];
  const drill = backup?.drill ?? null;
  const schedule = { copySeconds: DAY, drillSeconds: 7 * DAY, restoreSeconds: drill?.restoreSeconds ?? 0 };
  return [backupMonitoring({ schedule, kinds, drills: drill !== null, namespace })];
}

/** The hosts as users reach them, and the buckets as the services reach them. */
function probes(
  { services, monitoring, objectStorage: { watch } }: Environment,
  { objectStorage }: Pick<Stores, 'objectStorage'>,
): readonly Probe[] {
  // A service below a path has its health path only on its own port, so the service that has the whole host is probed.
  const hosts = services.flatMap(({ name, front, liveness }): readonly Probe[] =>
    front === null || front.path !== '/' || typeof liveness !== 'string'
      ? []
      : front.hosts.map((host) => ({ service: name, url: `https://${host}${liveness}`, expects: 'service' })),
  );
  const { endpoint } = objectStorage;
  const storage: Probe = watch.volume
    ? { service: 'object-storage', url: `${endpoint}/health`, expects: 'health' }
    : { service: 'object-storage', url: endpoint, expects: 'answers' };
  return [...(monitoring.probes.enabled ? hosts : []), storage];
}
