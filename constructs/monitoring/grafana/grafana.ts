import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';
import { monitoringPorts, type Surroundings } from '../../../config';
import { constructId } from '../../terraform/construct-id';
import { componentLabels, configChecksum } from '../../kubernetes';
import { literals } from '../../terraform/literal';
import type { Endpoint } from '../../contracts';
import { GeneratedSecret } from '../../secrets';
import { Exporter, type StatelessProps } from '../exporters/exporter';
import { grafanaIni } from './grafana-ini';
import { dashboardsYml, dataSourcesYml } from './provisioning';

export interface GrafanaProps extends StatelessProps {
  /** Address of Prometheus. */
  readonly prometheus: Endpoint;
  /** Name by which the dashboards refer to the data source. */
  readonly dataSourceUid: string;
  /** Grafana's dashboard models, by component. */
  readonly dashboards: Readonly<Record<string, unknown>>;
  /** Host name of the web interface; null: none. */
  readonly host: string | null;
  readonly scrapeIntervalSeconds: number;
  readonly surroundings: Surroundings;
}

const NAME = 'grafana';
/** `grafana` of the image. */
const USER = 472;
const PATHS = {
  configuration: '/etc/grafana-configuration',
  provisioning: '/etc/grafana-provisioning',
  dashboards: '/etc/grafana-dashboards',
  data: '/var/lib/grafana',
} as const;

/** Grafana without a volume: everything in it is provisioned, and edits made in its interface are lost with its pod. */
export class Grafana extends Construct {
  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    const {
      namespace,
      prometheus,
      surroundings: { secretsRevision },
    } = props;
    const metadata = { name: NAME, namespace, labels: componentLabels(NAME) };
    const texts = {
      'grafana.ini': grafanaIni({
        port: monitoringPorts.grafana,
        dataPath: PATHS.data,
        provisioningPath: PATHS.provisioning,
        host: props.host,
      }),
      'data-sources.yml': dataSourcesYml({
        prometheusUrl: `http://${prometheus.host}:${prometheus.port}`,
        uid: props.dataSourceUid,
        scrapeIntervalSeconds: props.scrapeIntervalSeconds,
      }),
      'dashboards.yml': dashboardsYml(PATHS.dashboards),
    };
    const admin = new GeneratedSecret(this, 'Admin', {
      name: `${NAME}-admin`,
      namespace,
      keys: ['password'],
      username: () => 'admin',
      revision: secretsRevision,
      deletionProtection: props.surroundings.deletionProtection,
    });
    const configuration = new ConfigMapV1(this, 'Configuration', { metadata, data: literals(texts) });
    // One ConfigMap per dashboard: together they could exceed the 1 MiB limit of an object.
    const dashboards = Object.entries(props.dashboards).map(([component, model]) => ({
      component,
      configMap: `${NAME}-dashboard-${component}`,
      resource: new ConfigMapV1(this, `${constructId(component)}Dashboard`, {
        metadata: { ...metadata, name: `${NAME}-dashboard-${component}` },
        data: literals({ 'dashboard.json': JSON.stringify(model) }),
      }),
    }));
    const text = (key: keyof typeof texts) => ({ configMap: NAME, key });
    new Exporter(this, 'Server', {
      ...{ namespace, resources: props.resources, surroundings: props.surroundings },
      name: NAME,
      image: props.surroundings.images.programs.grafana,
      user: USER,
      command: ['/usr/share/grafana/bin/grafana', 'server', '--homepath=/usr/share/grafana', `--config=${PATHS.configuration}/grafana.ini`],
      port: ['http', monitoringPorts.grafana],
      health: { liveness: '/api/health', readiness: '/api/health' },
      environment: {
        values: {},
        secrets: { GF_SECURITY_ADMIN_PASSWORD: { name: admin.current.name, key: 'password' } },
        files: {
          [`${PATHS.configuration}/grafana.ini`]: text('grafana.ini'),
          [`${PATHS.provisioning}/datasources/prometheus.yml`]: text('data-sources.yml'),
          [`${PATHS.provisioning}/dashboards/massrouter.yml`]: text('dashboards.yml'),
          ...Object.fromEntries(
            dashboards.map(({ component, configMap }) => [`${PATHS.dashboards}/${component}.json`, { configMap, key: 'dashboard.json' }]),
          ),
        },
      },
      writablePathsMiB: { [PATHS.data]: 256, '/tmp': 64 },
      checksum: configChecksum({ texts, secretsRevision, dashboards: Object.keys(props.dashboards) }),
      dependsOn: [configuration, ...admin.resources, ...dashboards.map(({ resource }) => resource)],
    });
  }
}
