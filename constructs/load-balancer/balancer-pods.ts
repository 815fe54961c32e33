import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  hostsOf,
  loadBalancerPorts,
  loadBalancerResources,
  type NginxConfig,
  type StreamingChain,
  type Surroundings,
  type Route,
} from '../../config';
import { Autoscaler } from '../kubernetes/autoscaler';
import { rolloutTimeouts } from '../kubernetes/rollout';
import { componentLabels, configChecksum, podTemplate } from '../kubernetes';
import { staysOnItsNode } from '../kubernetes/stays-on-its-node';
import { DeploymentV1 } from '../kubernetes/workloads';
import { certificateOf, tlsFiles } from './certificate';
import { type ProxyOptions } from './proxy';
import { watchedStart, watchEnvironment } from './watched-start';

/** Seconds an idle connection to a service is kept; the services keep theirs for longer, also while they stop (docs/streaming.md). */
const UPSTREAM_IDLE_SECONDS = 60;

/** Seconds between two looks at the certificate. The kubelet needs up to a minute more to bring a new one. */
const CERTIFICATE_SECONDS = 60;

/** Where its configuration is in a pod. */
export const CONFIGURATION_PATH = '/etc/load-balancer';

/** Name of the program that watches the certificate, as a file of the configuration. */
const START = 'start.sh';

/** The one directory a pod writes to. */
export const WRITABLE_PATH = '/tmp';

/** Cores that one pod makes use of. */
const WORKERS = 2;

export interface BalancerPodsProps {
  readonly config: Omit<NginxConfig, 'engine'>;
  readonly routes: readonly Route[];
  readonly namespace: string;
  /** Whether no CDN of this program stands in front, which would tell browsers to come by TLS only. */
  readonly facesClients: boolean;
  readonly surroundings: Surroundings;
  readonly limits: StreamingChain['loadBalancer'];
  readonly program: {
    readonly image: string;
    /** User of the image that the program runs as. */
    readonly user: number;
    readonly command: readonly string[];
    readonly reloadSignal: 'HUP' | 'USR2';
    /** Its configuration files by name. */
    readonly files: Readonly<Record<string, string>>;
  };
  /** All that a pod needs to become ready. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** What both programs are told alike. */
export const proxyOptions = ({
  config,
  routes,
  limits,
  facesClients,
}: Pick<BalancerPodsProps, 'config' | 'routes' | 'limits' | 'facesClients'>): ProxyOptions => ({
  routes,
  address: '0.0.0.0',
  ports: loadBalancerPorts,
  tls: config.tls.enabled ? tlsFiles : null,
  // Not with a key of the pod's own making: a browser would let nobody past its warning for a year.
  hsts: facesClients && config.trustedProxies.length === 0 && config.tls.enabled && config.tls.secret !== null,
  trustedProxies: config.trustedProxies,
  limits: {
    idleSeconds: limits.idleSeconds,
    upstreamIdleSeconds: UPSTREAM_IDLE_SECONDS,
    drainSeconds: limits.drain.drainSeconds,
    maxBodyMiB: limits.maxBodyMiB,
  },
  workers: WORKERS,
  connections: config.connections,
});

/** Pods of a balancer: they roll without losing capacity, and one that goes takes no stream with it. */
export class BalancerPods extends Construct {
  constructor(scope: Construct, id: string, props: BalancerPodsProps) {
    super(scope, id);
    const { config, namespace, program } = props;
    const { drain } = props.limits;
    const { http, https, metrics } = loadBalancerPorts;
    const name = 'load-balancer';
    const labels = componentLabels(name);
    const metadata = { name, namespace, labels };
    const selector = { matchLabels: labels };
    const certificate = certificateOf({ tls: config.tls, hosts: hostsOf(props.routes), image: program.image });
    const watches = certificate.watched.length > 0;
    const files = {
      ...program.files,
      ...(watches ? { [START]: watchedStart } : {}),
    };

    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const configuration = new ConfigMapV1(this, 'Configuration', { metadata, data: files });
    const budget = new PodDisruptionBudgetV1(this, 'DisruptionBudget', { metadata, spec: { selector, maxUnavailable: '1' } });
    new Autoscaler(this, 'Autoscaler', { name, namespace, replicas: config.replicas, drain });
    new DeploymentV1(this, 'Deployment', {
      metadata,
      spec: {
        // No `replicas`: they are the autoscaler's.
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '0', maxSurge: '1' } },
        revisionHistoryLimit: 5,
        progressDeadlineSeconds: 600,
        template: podTemplate({
          name,
          image: program.image,
          command: watches ? ['/bin/sh', `${CONFIGURATION_PATH}/${START}`, ...program.command] : program.command,
          user: program.user,
          serviceAccountName: name,
          pullSecrets: props.surroundings.images.pullSecrets,
          ports: { http, ...(config.tls.enabled ? { https } : {}), metrics },
          probes: { liveness: { path: '/health', port: 'metrics' }, readiness: { path: '/health', port: 'metrics' } },
          resources: loadBalancerResources(config.connections),
          environment: {
            values: watches ? watchEnvironment({ ...program, ...certificate, everySeconds: CERTIFICATE_SECONDS }) : {},
            secrets: {},
            files: { ...mounted(Object.keys(files)), ...certificate.files },
          },
          initContainers: certificate.initContainers,
          writablePathsMiB: { [WRITABLE_PATH]: 64, ...certificate.writablePathsMiB },
          drain,
          spread: { zones: props.surroundings.zones, revisionLabels: ['pod-template-hash'] },
          checksum: configChecksum(files),
          annotations: staysOnItsNode,
        }),
      },
      waitForRollout: true,
      timeouts: rolloutTimeouts(config.replicas.max, drain),
      dependsOn: [account, configuration, budget, ...props.dependsOn],
    });
  }
}

const mounted = (keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [`${CONFIGURATION_PATH}/${key}`, { configMap: 'load-balancer', key }]));
