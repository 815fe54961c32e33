import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { monitoringPorts, type ServiceConfig, type Surroundings } from '../../../config';
import { componentLabels, configChecksum, MemberClaims, podTemplate, type PodEnvironment } from '../../kubernetes';
import { StatefulSetV1 } from '../../kubernetes/workloads';
import { literals } from '../../terraform/literal';
import type { Endpoint, KubernetesPlacement } from '../../contracts';
import { ReaderAccess } from '../reader-account';

export interface PrometheusProps {
  readonly placement: KubernetesPlacement;
  readonly members: number;
  readonly resources: ServiceConfig['resources'];
  readonly storageGiB: number;
  readonly surroundings: Surroundings;
  /** prometheus.yml. */
  readonly configuration: string;
  /** The rule files by component. */
  readonly rules: Readonly<Record<string, string>>;
  /** Further files, such as passwords; by path. */
  readonly files: PodEnvironment['files'];
  /** Namespaces whose pods it discovers. */
  readonly namespaces: readonly string[];
  /** Resources that must exist before the pods. */
  readonly dependsOn: readonly ITerraformDependable[];
}

const NAME = 'prometheus';
/** `nobody` of the image. */
const USER = 65534;
const PATHS = { configuration: '/etc/prometheus', rules: '/etc/prometheus/rules', data: '/prometheus' } as const;

/** Directory in `rule_files`. */
export const RULES_PATTERN = `${PATHS.rules}/*.yml`;

/** Time to write its memory to the disk when it stops. */
const GRACE_SECONDS = 300;

/**
 * Prometheus; each member scrapes everything itself. It reloads a changed configuration or rule file itself (`--config.auto-reload`), within
 * a minute of the kubelet's update: rolled pods would read their whole log again, and a sidecar that watches files would need another image.
 * If the new configuration cannot be read, the old one stays in use, which `prometheus_config_last_reload_successful` reports. Stateful.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export class Prometheus extends Construct {
  /** Address of any member, the same one for the same client. */
  readonly endpoint: Endpoint;
  readonly serviceAccountName = NAME;

  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    const { members } = props;
    const { namespace, storageClass } = props.placement;
    const labels = componentLabels(NAME);
    const metadata = { name: NAME, namespace, labels };
    const selector = { matchLabels: labels };
    const headless = `${NAME}-members`;
    const port = { name: 'http', port: monitoringPorts.prometheus, targetPort: 'http' };
    const ruleFiles = Object.fromEntries(Object.entries(props.rules).map(([component, text]) => [`${component}.yml`, text]));

    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const access = new ReaderAccess(this, 'Access', {
      name: NAME,
      namespace,
      namespaces: props.namespaces,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
      clusterRules: [
        { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
        // What the kubelets require before they show their metrics, and nothing more.
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      ],
      dependsOn: props.dependsOn,
    });
    const configuration = new ConfigMapV1(this, 'Configuration', {
      metadata,
      data: literals({ 'prometheus.yml': props.configuration }),
    });
    const rules = new ConfigMapV1(this, 'Rules', {
      metadata: { ...metadata, name: `${NAME}-rules` },
      data: literals(ruleFiles),
    });
    const budget = new PodDisruptionBudgetV1(this, 'DisruptionBudget', { metadata, spec: { selector, maxUnavailable: '1' } });
    const own = new ServiceV1(this, 'Members', {
      metadata: { ...metadata, name: headless },
      spec: { selector: labels, clusterIp: 'None', port: [port] },
    });
    const front = new ServiceV1(this, 'Service', {
      metadata,
      // Two members scrape at different times: a client that switches between them would see lines jump.
      spec: { selector: labels, sessionAffinity: 'ClientIP', port: [port] },
    });
    const claims = new MemberClaims(this, 'Claims', {
      set: NAME,
      namespace,
      members,
      storageGiB: props.storageGiB,
      storageClass,
      deletionProtection: props.surroundings.deletionProtection,
    });
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
          image: props.surroundings.images.programs.prometheus,
          command: [
            '/bin/prometheus',
            `--config.file=${PATHS.configuration}/prometheus.yml`,
            '--config.auto-reload',
            // A directory below the volume's root, which may contain lost+found.
            `--storage.tsdb.path=${PATHS.data}/data`,
            `--web.listen-address=0.0.0.0:${monitoringPorts.prometheus}`,
          ],
          user: USER,
          serviceAccountName: NAME,
          pullSecrets: props.surroundings.images.pullSecrets,
          apiAccess: true,
          ports: { http: monitoringPorts.prometheus },
          // While it reads its log, it is alive but not ready.
          probes: { liveness: '/-/healthy', readiness: '/-/ready' },
          resources: props.resources,
          environment: {
            values: {},
            secrets: {},
            files: {
              [`${PATHS.configuration}/prometheus.yml`]: { configMap: NAME, key: 'prometheus.yml' },
              ...Object.fromEntries(Object.keys(ruleFiles).map((key) => [`${PATHS.rules}/${key}`, { configMap: `${NAME}-rules`, key }])),
              ...props.files,
            },
          },
          podFields: { POD_NAME: 'metadata.name' },
          claims: { [MemberClaims.template]: PATHS.data },
          writablePathsMiB: {},
          graceSeconds: GRACE_SECONDS,
          spread: { zones: props.surroundings.zones, revisionLabels: [] },
          // Neither the configuration nor the rules' contents: only the names of the files, which the pod's volumes list.
          checksum: configChecksum(Object.keys(ruleFiles)),
        }),
        volumeClaimTemplate: claims.volumeClaimTemplate,
      },
      // The provider (3.2.1) ends an update that it waited for with "Missing Resource Identity After Update"
      // (terraform-provider-kubernetes#2926).
      waitForRollout: false,
      timeouts: { delete: `${GRACE_SECONDS + 300}s` },
      lifecycle: { ignoreChanges: [...MemberClaims.frozen] },
      dependsOn: [account, configuration, rules, budget, own, front, ...access.resources, ...claims.resources, ...props.dependsOn],
    });
    this.endpoint = { host: `${NAME}.${namespace}.svc`, port: monitoringPorts.prometheus };
  }
}
