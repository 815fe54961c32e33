/** What the balancers really show on their metrics port is what their rules and dashboards ask for. */
import type { LoadBalancerWatch } from '../../config';
import { loadBalancerMonitoring } from '../../constructs/load-balancer/monitoring';
import { queriesOf } from '../support/monitoring/dashboards';
import { metricNames } from '../support/monitoring/metric-names';
import { describeLive } from '../support/live';
import { loopback } from '../support/processes';
import { ask } from './load-balancer/clients';
import { engines, startBalancer, type Balancer, type Engine } from './load-balancer/engines';
import { startApplication, type Application } from './load-balancer/start-application';

jest.setTimeout(60_000);

const watches = {
  nginx: { metrics: 'nginx', connections: 2000 },
  haproxy: { metrics: 'haproxy' },
} as const satisfies Record<Engine['name'], LoadBalancerWatch>;

/** All expressions about this program's own metrics. */
function expressions(name: Engine['name']): readonly string[] {
  const { alerts, recordingRules, dashboard } = loadBalancerMonitoring({ watch: watches[name], namespace: 'openrouter' });
  const all = [...alerts, ...recordingRules].map(({ expr }) => expr).concat(dashboard === null ? [] : queriesOf(dashboard));
  return all.filter((expr) => metricNames(expr).some((metric) => metric.startsWith(`${name}_`)));
}

/** `name{labels}` selectors of an expression that name a label of the program's own. */
const selectors = (expr: string): readonly (readonly [string, string])[] =>
  [...expr.matchAll(/([a-z_]+)\{([^}]+)\}/g)].map(([, metric = '', labels = '']) => [metric, labels] as const);

describe.each(engines)('$name', (engine) => {
  describeLive('shows what is asked of it', [engine.name], (programs) => {
    let application: Application;
    let balancer: Balancer;
    let page = '';
    beforeAll(async () => {
      application = await startApplication();
      balancer = await startBalancer(engine, programs[engine.name], { endpoints: [{ host: loopback, port: application.port }] });
      await ask({ port: balancer.http, path: '/echo' });
      page = (await ask({ port: balancer.metrics, path: '/metrics' })).body;
    });
    afterAll(async () => {
      await balancer?.process.stop('SIGKILL');
      await application?.stop();
    });

    test('every metric', () => {
      const shown = new Set([...page.matchAll(/^([a-z_]+)[{ ]/gm)].map(([, name]) => name));
      const asked = [...new Set(expressions(engine.name).flatMap(metricNames))].filter((name) => name.startsWith(`${engine.name}_`));
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((name) => !shown.has(name))).toEqual([]);
    });

    test('every label and its value', () => {
      const missing = expressions(engine.name)
        .flatMap(selectors)
        .filter(([metric, labels]) => {
          const series = page.split('\n').filter((line) => line.startsWith(`${metric}{`));
          return !series.some((line) => labels.split(',').every((label) => line.includes(label)));
        });
      expect(missing).toEqual([]);
    });
  });
});
