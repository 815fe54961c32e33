/** The rendered configuration at work: a real Prometheus finds real exporters by the real API server, and a real Alertmanager tells of it. */
import type { Alert } from '../../constructs/mixin/component-monitoring';
import { watched } from '../support/monitoring/components';
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { startInbox, type Inbox } from './monitoring/inbox';
import { observedPrograms, startObserved, type Observed } from './monitoring/observed';
import type { PrometheusApi } from './monitoring/prometheus-api';
import { onlyWhenWrong, unseen } from './monitoring/unseen';
import { startWatcher, type Watcher } from './monitoring/watcher';
import { NAMESPACE } from './postgres/cluster';

jest.setTimeout(420_000);

/** Fires while the backend answers: until its pod is gone. */
const endToEnd: Alert = {
  name: 'BackendIsThere',
  expr: 'up{component="backend"} == 1',
  forSeconds: 0,
  severity: 'critical',
  symptom: 'down',
  summary: 'The backend is there.',
  description: '{{ $labels.pod }} answers: {{ $value }}.',
};

/** What Alertmanager posts. */
interface Message {
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
}

describeLive('monitoring', [...observedPrograms, 'prometheus', 'alertmanager'], (programs) => {
  let observed: Observed;
  let inbox: Inbox;
  let watcher: Watcher;
  let prometheus: PrometheusApi;

  beforeAll(async () => {
    observed = await startObserved(programs);
    inbox = await startInbox();
    const test = { component: 'test', scrapes: [], recordingRules: [], alerts: [endToEnd], dashboard: null };
    watcher = await startWatcher(programs, { observed, inbox, components: [...watched.map(({ monitoring }) => monitoring), test] });
    prometheus = watcher.api;
  });
  afterAll(async () => {
    await watcher?.stop();
    await inbox?.close();
    await observed?.stop();
  });

  /** Components by the labels of a query's series. */
  const up = async () => {
    const all = await prometheus.query('up == 1');
    return [...new Set(all.map(({ component }) => component ?? ''))].sort();
  };

  test('finds every component that runs here, with no more rights than it has in the cluster', async () => {
    const expected = [
      ...['alertmanager', 'backend', 'blackbox-exporter', 'kube-state-metrics', 'load-balancer', 'node-exporter', 'postgres'],
      ...['postgres-exporter', 'prometheus', 'redis', 'redis-exporter'],
    ];
    await waitFor(
      'all are up',
      async () => JSON.stringify(await up()) === JSON.stringify(expected) || Promise.reject(new Error((await up()).join())),
      90,
    );
    await expect(up()).resolves.toEqual(expected);
  });

  test('says of every series whose it is', async () => {
    const all = (expr: string, number: number) =>
      waitFor(
        expr,
        async () => {
          const series = await prometheus.query(expr);
          return series.length >= number && series;
        },
        30,
      ).then((series) => (series === false ? [] : series));
    const members = await all('redis_up == 1', 6);
    expect(members.map(({ pod }) => pod).sort()).toEqual(['a', 'b', 'c'].flatMap((shard) => [`redis-${shard}-0`, `redis-${shard}-1`]));
    for (const labels of members) expect(labels).toMatchObject({ component: 'redis', job: 'redis', namespace: NAMESPACE });
    const patroni = await all('patroni_postgres_running == 1', 3);
    expect(patroni.map(({ pod }) => pod).sort()).toEqual(['postgres-0', 'postgres-1', 'postgres-2']);
    const [node] = await prometheus.query('node_memory_MemAvailable_bytes');
    expect(node).toMatchObject({ component: 'node-exporter', node: 'laptop' });
  });

  test('leaves to kube-state-metrics whose pods it tells of', async () => {
    const pods = await prometheus.query('kube_pod_info');
    expect(pods.map(({ pod }) => pod)).toEqual(expect.arrayContaining(['postgres-0', 'redis-a-0', 'node-exporter-1']));
    const [node] = await prometheus.query('kube_node_info');
    expect(node).toMatchObject({ component: 'kube-state-metrics', node: 'laptop' });
    expect(node).not.toHaveProperty('pod');
  });

  test('every rule is loaded and can be evaluated', async () => {
    const rules = await waitFor('all were evaluated', () => prometheus.evaluatedRules(), 60);
    expect(rules.filter(({ lastError }) => lastError !== '')).toEqual([]);
    expect(rules.length).toBeGreaterThan(50);
  });

  test('every metric in every rule is really there, or is in the list of those that cannot be seen here', async () => {
    const rules = await waitFor('all were evaluated', () => prometheus.evaluatedRules(), 60);
    const recorded = new Set(rules.map(({ name }) => name));
    const queries = [...new Set(rules.map(({ query }) => query))];
    const found = new Map(
      (await Promise.all(queries.map((query) => prometheus.selectors(query)))).flat().map((each) => [each.selector, each.name]),
    );
    const absent = async () => {
      const left: string[] = [];
      for (const [selector, name] of found) {
        if (recorded.has(name) || unseen.some(({ metrics }) => metrics.test(name)) || (await prometheus.hasSeries(selector))) continue;
        if (onlyWhenWrong.some(({ metrics }) => metrics.test(name)) && (await prometheus.isKnown(name))) continue;
        left.push(selector);
      }
      return left;
    };
    await waitFor('all are there', async () => (await absent()).length === 0, 60).catch(() => undefined);
    await expect(absent()).resolves.toEqual([]);
  });

  test('what is on the list of the unseen is not seen: nothing hides behind it', async () => {
    const names = await prometheus.metricNames();
    for (const { metrics } of unseen) expect(names.filter((name) => metrics.test(name))).toEqual([]);
  });

  test('an alert reaches whom it is for, once it is true, and again when it is no more', async () => {
    const about = (status: string) =>
      inbox.received.filter(
        ({ path: to, body }) =>
          to === '/team' && (body as Message).alerts.some((alert) => alert.status === status && alert.labels.alertname === endToEnd.name),
      );
    await waitFor('it fires', () => about('firing').length > 0, 60);
    const [{ body } = { body: null }] = about('firing');
    expect(body).toMatchObject({
      receiver: 'team',
      commonLabels: { alertname: endToEnd.name, component: 'backend', pod: 'backend-1', severity: 'critical', environment: 'test' },
      commonAnnotations: { description: 'backend-1 answers: 1.', runbook_url: 'docs/runbooks/BackendIsThere.md' },
    });
    // Two Prometheus must not be two alerts.
    expect(JSON.stringify(body)).not.toContain('prometheus_replica');
    await observed.removePod('backend-1');
    await waitFor('it is resolved', () => about('resolved').length > 0, 60);
  });

  test('samples are written to the second place', async () => {
    await expect(waitFor('they come', () => inbox.received.some(({ path: to }) => to === '/write'), 30)).resolves.toBe(true);
  });

  test('the sign of life is given, and to nobody else', async () => {
    await waitFor('it is given', () => inbox.received.some(({ path: to }) => to === '/watchdog'), 60);
    expect(JSON.stringify(inbox.received.filter(({ path: to }) => to === '/team'))).not.toContain('"Watchdog"');
  });

  test('takes a changed configuration without a restart', async () => {
    watcher.reconfigure((text) => text.replace('environment: test', 'environment: changed'));
    const taken = async () => (await prometheus.configuration()).includes('environment: changed');
    await expect(waitFor('it has the new one', taken, 30)).resolves.toBe(true);
  });
});
