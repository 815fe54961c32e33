import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { Construct } from 'constructs';
import {
  monitoringPorts,
  receivers,
  type MonitoringConfig,
  type ReceiverConfig,
  type ServiceConfig,
  type Surroundings,
} from '../../../config';
import { componentLabels, configChecksum, MemberClaims, podTemplate, type PodEnvironment } from '../../kubernetes';
import { StatefulSetV1 } from '../../kubernetes/workloads';
import { literals } from '../../terraform/literal';
import type { KubernetesPlacement } from '../../contracts';
import { alertmanagerYml, type Inhibition, type Receiver } from './alertmanager-yml';

export interface AlertmanagerProps {
  readonly config: Pick<MonitoringConfig, 'receivers' | 'watchdog'>;
  readonly placement: KubernetesPlacement;
  readonly members: number;
  readonly resources: ServiceConfig['resources'];
  readonly surroundings: Surroundings;
  readonly inhibitions: readonly Inhibition[];
}

const NAME = 'alertmanager';
/** `nobody` of the image. */
const USER = 65534;
const PATHS = { configuration: '/etc/alertmanager', secrets: '/etc/alertmanager-secrets', data: '/alertmanager' } as const;

/** Silences and the notification log: kilobytes. The smallest volume that clouds offer. */
const STORAGE_GIB = 1;

/** Time to send pending notifications and write its state before it stops. */
const GRACE_SECONDS = 60;

/**
 * Alertmanager: the members share what has been sent, so that each alert is sent once, whichever member Prometheus reaches. It reads its
 * configuration only at start, and its pods start quickly: a change rolls them one after the other. Files with URLs and keys are read at
 * every notification. Stateful.
 */
export class Alertmanager extends Construct {
  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    const { config, members } = props;
    const { namespace, storageClass } = props.placement;
    const labels = componentLabels(NAME);
    const metadata = { name: NAME, namespace, labels };
    const selector = { matchLabels: labels };
    const headless = `${NAME}-members`;
    const { alertmanager: http, alertmanagerGossip: gossip } = monitoringPorts;
    const all = receivers(config.receivers);
    const text = alertmanagerYml({
      receivers: all.map(receiver),
      watchdogFile: config.watchdog.enabled ? `${PATHS.secrets}/watchdog` : null,
      inhibitions: props.inhibitions,
    });
    const secretFile = (file: string, { name, key }: { name: string; key: string }): [string, { secret: string; key: string }] => [
      `${PATHS.secrets}/${file}`,
      { secret: name, key },
    ];
    const files: PodEnvironment['files'] = {
      [`${PATHS.configuration}/alertmanager.yml`]: { configMap: NAME, key: 'alertmanager.yml' },
      ...Object.fromEntries(all.map(({ name, secret }) => secretFile(receiverFile(name), secret))),
      ...(config.watchdog.enabled ? Object.fromEntries([secretFile('watchdog', config.watchdog.secret)]) : {}),
    };
    const httpPort = { name: 'http', port: http, targetPort: 'http' };

    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const configuration = new ConfigMapV1(this, 'Configuration', { metadata, data: literals({ 'alertmanager.yml': text }) });
    const budget = new PodDisruptionBudgetV1(this, 'DisruptionBudget', { metadata, spec: { selector, maxUnavailable: '1' } });
    const own = new ServiceV1(this, 'Members', {
      metadata: { ...metadata, name: headless },
      spec: {
        selector: labels,
        clusterIp: 'None',
        // Members look for each other before they are ready.
        publishNotReadyAddresses: true,
        port: [httpPort, { name: 'gossip', port: gossip, targetPort: 'gossip' }],
      },
    });
    const front = new ServiceV1(this, 'Service', { metadata, spec: { selector: labels, port: [httpPort] } });
    const claims = new MemberClaims(this, 'Claims', {
      set: NAME,
      namespace,
      members,
      storageGiB: STORAGE_GIB,
      storageClass,
      deletionProtection: props.surroundings.deletionProtection,
    });
    const peers = Array.from({ length: members }, (_, ordinal) => `${NAME}-${ordinal}.${headless}.${namespace}.svc:${gossip}`);
    new StatefulSetV1(this, 'StatefulSet', {
      metadata,
      spec: {
        serviceName: headless,
        replicas: String(members),
        podManagementPolicy: 'Parallel',
        updateStrategy: [{ type: 'RollingUpdate' }],
        selector,
        template: podTemplate({
          name: NAME,
          image: props.surroundings.images.programs.alertmanager,
          command: [
            '/bin/alertmanager',
            `--config.file=${PATHS.configuration}/alertmanager.yml`,
            `--storage.path=${PATHS.data}/data`,
            `--web.listen-address=0.0.0.0:${http}`,
            ...(members === 1
              ? ['--cluster.listen-address=']
              : [
                  `--cluster.listen-address=0.0.0.0:${gossip}`,
                  `--cluster.advertise-address=$(POD_IP):${gossip}`,
                  ...peers.map((peer) => `--cluster.peer=${peer}`),
                ]),
          ],
          user: USER,
          serviceAccountName: NAME,
          pullSecrets: props.surroundings.images.pullSecrets,
          ports: { http, ...(members === 1 ? {} : { gossip }) },
          podFields: { POD_IP: 'status.podIP' },
          probes: { liveness: '/-/healthy', readiness: '/-/ready' },
          resources: props.resources,
          environment: { values: {}, secrets: {}, files },
          claims: { [MemberClaims.template]: PATHS.data },
          writablePathsMiB: {},
          graceSeconds: GRACE_SECONDS,
          spread: { zones: props.surroundings.zones, revisionLabels: [] },
          checksum: configChecksum(text),
        }),
        volumeClaimTemplate: claims.volumeClaimTemplate,
      },
      // The provider (3.2.1) ends an update that it waited for with "Missing Resource Identity After Update"
      // (terraform-provider-kubernetes#2926).
      waitForRollout: false,
      timeouts: { delete: `${GRACE_SECONDS + 300}s` },
      lifecycle: { ignoreChanges: [...MemberClaims.frozen] },
      dependsOn: [account, configuration, budget, own, front, ...claims.resources],
    });
  }
}

const receiverFile = (name: string): string => `receiver-${name}`;

function receiver(config: ReceiverConfig): Receiver {
  const { name, severities } = config;
  const secretFile = `${PATHS.secrets}/${receiverFile(name)}`;
  if (config.type !== 'email') return { type: config.type, name, severities, secretFile };
  const { to, from, host, username } = config;
  return { type: 'email', name, severities, secretFile, to, from, host, username };
}
