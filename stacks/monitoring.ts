import type { Construct } from 'constructs';
import { clusterFacts, eksClusterName, inPods, presences, services, streamingChain, type ClusterEnvironment } from '../config';
import { loadBalancerWatch } from '../config/load-balancer/watch';
import { objectStorageWatch, postgresWatch, redisWatch } from '../config/derived/watch';
import type { Stores } from '../constructs/app-tier';
import { appTierMonitoring } from '../constructs/app-tier/monitoring';
import { nodeMonitoring, podMonitoring } from '../constructs/cluster/monitoring';
import { loadBalancerMonitoring } from '../constructs/load-balancer/monitoring';
import { Monitoring, type Probe } from '../constructs/monitoring';
import type { ComponentMonitoring } from '../constructs/mixin/component-monitoring';
import { DATA_SOURCE } from '../constructs/mixin/dashboard';
import { inhibitions } from '../constructs/monitoring/inhibitions';
import { overviewMonitoring } from '../constructs/monitoring/overview';
import { selfMonitoring } from '../constructs/monitoring/self-monitoring';
import { expectedComponents } from '../constructs/monitoring/platform-scrapes';
import { probeMonitoring } from '../constructs/monitoring/probe-monitoring';
import { objectStorageMonitoring } from '../constructs/object-storage/monitoring';
import type { KubernetesPlacement } from '../constructs/contracts';
import { postgresMonitoring } from '../constructs/postgres/monitoring';
import { redisMonitoring } from '../constructs/redis/monitoring';
import type { AppStack } from './app';
import { BaseStack } from './base-stack';
import type { Outputs } from './outputs';

export interface MonitoringStackInputs {
  /** Where pods run. */
  readonly platform: Outputs<KubernetesPlacement>;
  readonly data: Outputs<Stores>;
  /** Its roles and Secrets are what the exporters log in with. */
  readonly after: AppStack;
}

/** Prometheus, Alertmanager, Grafana and the exporters. Each box says itself what is to be watched of it; this is the list. */
export class MonitoringStack extends BaseStack {
  constructor(scope: Construct, environment: ClusterEnvironment, inputs: MonitoringStackInputs) {
    super(scope, environment, 'monitoring');
    if (environment.target === 'aws') this.useAws(environment);
    this.useCluster(environment);
    this.addDependency(inputs.after);
    const { monitoring: config, sizing, deletionProtection, secrets } = environment;
    const stores = inputs.data.in(this);
    const { redis } = stores;
    new Monitoring(this, 'Monitoring', {
      ...{ config, sizing, deletionProtection, inhibitions },
      environment: environment.name,
      placement: inputs.platform.in(this),
      zones: clusterFacts(environment).zones,
      secretsRevision: secrets.revision,
      components: watched(environment),
      dataSourceUid: DATA_SOURCE.uid,
      postgres: { ...stores.postgres, aurora: postgresWatch(environment.postgres, sizing).aurora !== null },
      redis: { ...redis, monitor: redis.credentials.monitor, inPods: inPods(presences(environment).redis.component) },
      probes: probes(environment, stores),
      aws:
        environment.target === 'aws'
          ? {
              clusterName: eksClusterName(environment.name, environment.cluster),
              placement: {
                environment: environment.name,
                accountId: environment.aws.accountId,
                region: environment.aws.region,
                namespace: environment.namespace.name,
              },
            }
          : null,
    });
  }
}

/** Everything that is watched, in the order of the picture. */
export function watched(environment: ClusterEnvironment): readonly ComponentMonitoring[] {
  const { monitoring, sizing } = environment;
  const namespace = environment.namespace.name;
  const all = services(environment.services, sizing);
  const { drainSeconds } = streamingChain(environment.streaming, environment.cdn).app.drain;
  const boxes = [
    overviewMonitoring({ objectives: monitoring.objectives }),
    loadBalancerMonitoring({ watch: loadBalancerWatch(environment.loadBalancer), namespace }),
    appTierMonitoring({ services: all, namespace, objectives: monitoring.objectives, drainSeconds }),
    postgresMonitoring({ watch: postgresWatch(environment.postgres, sizing), namespace }),
    redisMonitoring({ watch: redisWatch(environment.redis, sizing), namespace }),
    objectStorageMonitoring({ watch: objectStorageWatch(environment.objectStorage), namespace }),
    podMonitoring({ namespaces: [namespace] }),
    nodeMonitoring(),
    ...(monitoring.probes.enabled ? [probeMonitoring({ services: all.map(({ name }) => name) })] : []),
  ];
  const expected = expectedComponents({
    scrapes: boxes.flatMap(({ scrapes }) => scrapes),
    intervalSeconds: monitoring.prometheus.scrapeIntervalSeconds,
    cloudWatch: environment.target === 'aws',
  });
  return [...boxes, selfMonitoring({ namespace, expected, remoteWrite: monitoring.remoteWrite !== null })];
}

/** The hosts as users reach them, and the buckets as the services do. */
function probes(environment: ClusterEnvironment, { objectStorage }: Pick<Stores, 'objectStorage'>): readonly Probe[] {
  const hosts = services(environment.services, environment.sizing).map(({ name, host, paths }): Probe => ({
    service: name,
    url: `https://${host}${paths.liveness}`,
    expects: 'service',
  }));
  const { endpoint } = objectStorage;
  const storage: Probe = objectStorageWatch(environment.objectStorage).volume
    ? { service: 'object-storage', url: `${endpoint}/health`, expects: 'health' }
    : { service: 'object-storage', url: endpoint, expects: 'answers' };
  return [...(environment.monitoring.probes.enabled ? hosts : []), storage];
}
