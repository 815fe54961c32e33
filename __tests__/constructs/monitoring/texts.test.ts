/** What the programs of monitoring read, against files that were reviewed. */
import { parse } from 'yaml';
import { alertmanagerYml } from '../../../constructs/monitoring/alertmanager/alertmanager-yml';
import { blackboxYml } from '../../../constructs/monitoring/exporters/blackbox-yml';
import { yaceYml } from '../../../constructs/monitoring/exporters/yace-yml';
import { grafanaIni } from '../../../constructs/monitoring/grafana/grafana-ini';
import { dashboardsYml, dataSourcesYml } from '../../../constructs/monitoring/grafana/provisioning';
import { prometheusYml, type PrometheusYmlOptions } from '../../../constructs/monitoring/prometheus/prometheus-yml';
import { alertmanagerOptions, prometheusOptions } from './texts.fixture';
import { cloudWatchJobs, expectGolden } from './monitoring.fixture';

interface Job {
  readonly job_name: string;
  readonly kubernetes_sd_configs?: readonly object[];
  readonly [field: string]: unknown;
}
const jobs = (options: Partial<PrometheusYmlOptions> = {}) =>
  (parse(prometheusYml({ ...prometheusOptions, ...options })) as { scrape_configs: readonly Job[] }).scrape_configs;

test.each([
  ['prometheus.yml', prometheusYml(prometheusOptions)],
  [
    'prometheus-aws.yml',
    prometheusYml({
      ...prometheusOptions,
      kubelets: { checked: true, intervalSeconds: 30 },
      members: [],
      remoteWrite: {
        by: 'sigv4',
        url: 'https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write',
        region: 'eu-central-1',
        roleArn: 'arn:aws:iam::123456789012:role/writer',
      },
    }),
  ],
  ['alertmanager.yml', alertmanagerYml(alertmanagerOptions)],
  ['alertmanager-nobody.yml', alertmanagerYml({ receivers: [], watchdogFile: null, inhibitions: [] })],
  ['grafana.ini', grafanaIni({ port: 3000, dataPath: '/var/lib/grafana', provisioningPath: '/etc/provisioning', host: null })],
  [
    'grafana-host.ini',
    grafanaIni({ port: 3000, dataPath: '/var/lib/grafana', provisioningPath: '/etc/provisioning', host: 'grafana.example.com' }),
  ],
  [
    'data-sources.yml',
    dataSourcesYml({ prometheusUrl: 'http://prometheus.openrouter.svc:9090', uid: 'prometheus', scrapeIntervalSeconds: 15 }),
  ],
  ['dashboards.yml', dashboardsYml('/etc/grafana-dashboards')],
  ['blackbox.yml', blackboxYml()],
  ['yace.yml', yaceYml({ region: 'eu-central-1', jobs: cloudWatchJobs, tag: { key: 'environment', value: 'production' } })],
])('%s is as it was reviewed', (name, text) => {
  expectGolden(name, text);
});

describe('prometheus.yml', () => {
  test('finds all pods by one watch: the discovery of every job is the same', () => {
    const discoveries = jobs().flatMap(({ kubernetes_sd_configs: discovery = [] }) => discovery);
    const ofPods = discoveries.filter((each) => 'selectors' in each).map((each) => JSON.stringify(each));
    expect(new Set(ofPods).size).toBe(1);
    expect(ofPods.length).toBeGreaterThan(1);
  });

  test('has each port of a component once', () => {
    const [scrape] = prometheusOptions.scrapes;
    expect(() => jobs({ scrapes: scrape === undefined ? [] : [scrape, scrape] })).toThrow('may be scraped once');
  });

  test('tells jobs of two ports of one component apart by the port, and calls both by the component', () => {
    const scrape = { component: 'postgres', path: '/metrics', intervalSeconds: 15 } as const;
    const all = jobs({
      scrapes: [
        { ...scrape, port: 'http' },
        { ...scrape, port: 'metrics' },
      ],
      members: [],
      targets: [],
      kubelets: null,
    });
    expect(all.map(({ job_name }) => job_name)).toEqual(['postgres-http', 'postgres-metrics']);
    for (const job of all) {
      expect(job.relabel_configs).toContainEqual({ target_label: 'job', replacement: 'postgres' });
    }
  });

  test('leaves the labels alone of those who tell of others', () => {
    const job = jobs().find(({ job_name }) => job_name === 'kube-state-metrics');
    expect(job?.honor_labels).toBe(true);
    expect(JSON.stringify(job?.relabel_configs)).not.toContain('"target_label":"pod"');
  });

  test('never waits for an answer longer than until the next question', () => {
    const [scrape] = jobs({
      scrapes: [{ component: 'backend', port: 'http', path: '/metrics', intervalSeconds: 5 }],
      members: [],
      targets: [],
      kubelets: null,
    });
    expect([scrape?.scrape_interval, scrape?.scrape_timeout]).toEqual(['5s', '5s']);
  });

  test('sends alerts of two replicas as one: what tells them apart is dropped first', () => {
    const { alerting, global } = parse(prometheusYml(prometheusOptions)) as {
      alerting: { alert_relabel_configs: readonly { regex: string }[] };
      global: { external_labels: Record<string, string> };
    };
    const dropped = alerting.alert_relabel_configs.map(({ regex }) => regex);
    expect(Object.keys(global.external_labels).filter((label) => !dropped.includes(label))).toEqual(['environment']);
  });
});

describe('alertmanager.yml', () => {
  test('has no secret in it, only paths', () => {
    const text = alertmanagerYml(alertmanagerOptions);
    expect(text).not.toMatch(/^\s*(- )?(url|api_url|routing_key|service_key|auth_password|password|credentials):/m);
    expect(text.match(/_file: \/secrets\/\S+/g)).toHaveLength(5);
  });

  test('asks every route of a severity, so that nobody is left out because another was told', () => {
    const { route } = parse(alertmanagerYml(alertmanagerOptions)) as {
      route: { routes: readonly { receiver: string; matchers: readonly string[]; continue?: boolean }[] };
    };
    const [watchdog, ...others] = route.routes;
    expect(watchdog).toMatchObject({ receiver: 'watchdog', matchers: ['alertname="Watchdog"'] });
    expect(watchdog?.continue).toBeUndefined();
    expect(others.every((each) => each.continue === true)).toBe(true);
  });
});
