import type { Alert, ComponentMonitoring } from '../../../constructs/mixin/component-monitoring';
import { coverageReasons, coverageTable, symptoms } from '../../../constructs/mixin/coverage';
import { watched } from '../../support/monitoring/components';

const alert = (name: string, symptom: Alert['symptom']): Alert => ({
  name,
  symptom,
  expr: 'up == 0',
  forSeconds: 0,
  severity: 'warning',
  summary: 's',
  description: 'd',
});
const component = (alerts: readonly Alert[]): ComponentMonitoring => ({
  component: 'cache',
  scrapes: [],
  recordingRules: [],
  alerts,
  dashboard: null,
});
const full = symptoms.map((symptom) => alert(`Cache${symptom}`, symptom));
const options = { runbooks: 'runbooks', reasons: {} };

describe('the table of what is watched', () => {
  it('is complete: each component has an alert for each symptom, or a reason for none', () => {
    const table = coverageTable(
      watched.map(({ monitoring }) => monitoring),
      { runbooks: 'runbooks', reasons: coverageReasons },
    );
    expect(table).toContain('| app-tier | ');
    expect(table).toContain('[HighErrorRate](runbooks/HighErrorRate.md)');
  });

  it('links alerts, the forms of a component together and each once', () => {
    const other = component([alert('CacheFrozen', 'down'), alert('Cachedown', 'down')]);
    expect(coverageTable([component(full), other], options).split('\n')[2]).toContain(
      '| cache | [CacheFrozen](runbooks/CacheFrozen.md), [Cachedown](runbooks/Cachedown.md) | [Cacheslow](runbooks/Cacheslow.md) |',
    );
  });

  it('takes a reason for an alert', () => {
    const table = coverageTable([component(full.slice(0, 4))], { ...options, reasons: { 'cache.stale': 'it keeps nothing' } });
    expect(table).toContain('| – it keeps nothing |');
  });

  it('leaves out what only shows others, but nothing that is asked for its metrics', () => {
    const shows = { ...component([]), component: 'overview', dashboard: {} };
    expect(coverageTable([component(full), shows], options)).not.toContain('overview');
    const asked = { ...shows, scrapes: [{ component: 'backend', port: 'http', path: '/metrics', intervalSeconds: 15 }] as const };
    expect(() => coverageTable([asked], options)).toThrow('no alert tells when overview is "down"');
  });

  it('refuses a place without either', () => {
    expect(() => coverageTable([component(full.slice(0, 4))], options)).toThrow('no alert tells when cache is "stale"');
  });

  it('refuses a reason where there is an alert', () => {
    expect(() => coverageTable([component(full)], { ...options, reasons: { 'cache.down': 'never' } })).toThrow('cache.down');
  });
});
