/** The rules of every component, as Prometheus' own tool reads and evaluates them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ruleFile } from '../../constructs/monitoring/rule-file';
import { watched, type Watched } from '../monitoring/components';
import { dashboards, queriesOf } from '../monitoring/dashboards';
import { promtoolFile, RUNBOOKS } from '../monitoring/promtool-file';
import { queriesIn, runbooks } from '../monitoring/runbooks';
import { describeLive } from '../support/live';

jest.setTimeout(120_000);

describeLive('rules of monitoring', ['promtool'], ({ promtool }) => {
  let folder = '';
  beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'monitoring-rules-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What promtool says, and whether it is content. */
  function run(...parameters: string[]): { status: number | null; said: string } {
    const { status, stdout, stderr } = spawnSync(promtool, parameters, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
    return { status, said: `${stdout}${stderr}` };
  }

  function write(component: Watched): { rules: string; tests: string } {
    writeFileSync(path.join(folder, 'rules.yml'), ruleFile(component.monitoring, { runbooks: RUNBOOKS }));
    writeFileSync(path.join(folder, 'tests.yml'), promtoolFile(component, 'rules.yml'));
    return { rules: 'rules.yml', tests: 'tests.yml' };
  }

  describe.each(watched.map((component) => [component.title, component] as const))('%s', (_, component) => {
    it('has rules that Prometheus reads', () => {
      expect(run('check', 'rules', '--lint=all', '--lint-fatal', write(component).rules)).toMatchObject({ status: 0 });
    });

    it('has alerts that fire when something is wrong, and only then', () => {
      const { status, said } = run('test', 'rules', write(component).tests);
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
    expect(run('check', 'rules', write(broken('sum(rate(http_requests_total[5m]) > 0.05')).rules).status).not.toBe(0);
  });

  it('the ratio of two rates that were not summed, which is always 1, is found', () => {
    const guide = 'rate(http_requests_total{status=~"5.."}[5m]) / rate(http_requests_total[5m]) > 0.05';
    expect(run('test', 'rules', write(broken(guide)).tests)).toMatchObject({
      status: 1,
      said: expect.stringContaining('HighErrorRate keeps silent'),
    });
  });
});
