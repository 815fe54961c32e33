/** The rules of every component, as Prometheus' own tool reads and evaluates them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ruleFile } from '../../constructs/mixin/rule-file';
import { watched, type Watched } from '../support/monitoring/components';
import { dashboards, queriesOf } from '../support/monitoring/dashboards';
import { alertAlone, promtoolFile, RUNBOOKS } from '../support/monitoring/promtool-file';
import { queriesIn, runbooks } from '../support/monitoring/runbooks';
import { describeLive } from '../support/live';

jest.setTimeout(300_000);

/** A load balancer that shows nothing has no rules. */
const alerting = watched.filter(({ monitoring }) => monitoring.alerts.length > 0);

describeLive('rules of monitoring', ['promtool'], ({ promtool }) => {
  let folder = '';
  beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'monitoring-rules-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What promtool says, and whether it is content. */
  function run(...parameters: string[]): { status: number | null; said: string } {
    const { status, stdout, stderr } = spawnSync(promtool, parameters, { cwd: folder, encoding: 'utf8', timeout: 240_000 });
    return { status, said: `${stdout}${stderr}` };
  }

  /** The rules of a component in a file. */
  function rulesOf({ monitoring }: Watched, file = 'rules.yml'): string {
    writeFileSync(path.join(folder, file), ruleFile(monitoring, { runbooks: RUNBOOKS }));
    return file;
  }

  /** Files of tests, one for each alert with the recorded series it needs: promtool evaluates all rules of a file for each test. */
  function testsOf(component: Watched): readonly string[] {
    return component.monitoring.alerts.map((alert) => {
      const alone = { ...component, monitoring: alertAlone(component.monitoring, alert) };
      const file = `${alert.name}.test.yml`;
      writeFileSync(path.join(folder, file), promtoolFile(alone, rulesOf(alone, `${alert.name}.yml`)));
      return file;
    });
  }

  describe.each(alerting.map((component) => [component.title, component] as const))('%s', (_, component) => {
    it('has rules that Prometheus reads', () => {
      expect(run('check', 'rules', '--lint=all', '--lint-fatal', rulesOf(component))).toMatchObject({ status: 0 });
    });

    it('has alerts that fire when something is wrong, and only then', () => {
      const { status, said } = run('test', 'rules', ...testsOf(component));
      expect({ status, said: status === 0 ? '' : said }).toEqual({ status: 0, said: '' });
    });
  });

  describe.each(dashboards.map((dashboard) => [String(dashboard.uid), dashboard] as const))('dashboard %s', (_, dashboard) => {
    it('has queries that Prometheus reads', () => {
      const rules = queriesOf(dashboard).map((expr, index) => ({
        record: `query:${index}`,
        expr: expr.replaceAll('$__rate_interval', '5m'),
      }));
      expect(rules.length).toBeGreaterThan(0);
      writeFileSync(path.join(folder, 'queries.yml'), JSON.stringify({ groups: [{ name: 'queries', rules }] }));
      expect(run('check', 'rules', '--lint=none', 'queries.yml')).toMatchObject({ status: 0 });
    });
  });

  it('the runbooks ask what Prometheus can read', () => {
    const rules = runbooks().flatMap((page) => queriesIn(page).map((expr, index) => ({ record: `${page.name}:${index}`, expr })));
    expect(rules.length).toBeGreaterThan(0);
    writeFileSync(path.join(folder, 'runbooks.yml'), JSON.stringify({ groups: [{ name: 'runbooks', rules }] }));
    expect(run('check', 'rules', '--lint=none', 'runbooks.yml')).toMatchObject({ status: 0 });
  });

  const source = watched.find(({ monitoring }) => monitoring.alerts.some(({ name }) => name === 'HighErrorRate'));
  if (source === undefined) throw new Error('HighErrorRate is not watched');
  const broken = (expr: string): Watched => ({
    ...source,
    monitoring: {
      ...source.monitoring,
      recordingRules: [],
      alerts: source.monitoring.alerts.filter(({ name }) => name === 'HighErrorRate').map((alert) => ({ ...alert, expr })),
    },
  });

  it('a rule that cannot be read is found', () => {
    expect(run('check', 'rules', rulesOf(broken('sum(rate(http_requests_total[5m]) > 0.05'))).status).not.toBe(0);
  });

  it('the ratio of two rates that were not summed, which is always 1, is found', () => {
    const guide = 'rate(http_requests_total{status=~"5.."}[5m]) / rate(http_requests_total[5m]) > 0.05';
    expect(run('test', 'rules', ...testsOf(broken(guide)))).toMatchObject({
      status: 1,
      said: expect.stringContaining('HighErrorRate keeps silent'),
    });
  });
});
