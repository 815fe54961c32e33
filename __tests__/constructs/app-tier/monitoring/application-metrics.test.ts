import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  applicationMetrics,
  applicationMetricsTable,
  applicationSeries,
} from '../../../../constructs/app-tier/monitoring/application-metrics';
import { startStubBackend } from '../../../live/monitoring/stub-backend';
import { watched } from '../../../support/monitoring/components';
import { metricNames } from '../../../support/monitoring/metric-names';

/** A table as it is written by hand, with its columns below each other, and as it is written by a program. */
const withoutPadding = (text: string): string => text.replaceAll(/-{3,}/g, '---').replaceAll(/ +/g, ' ');

describe('the metrics of the application', () => {
  it('are in docs/application-metrics.md as the rules know them', () => {
    const page = readFileSync(path.join(__dirname, '../../../../docs/application-metrics.md'), 'utf8');
    expect(withoutPadding(page)).toContain(withoutPadding(applicationMetricsTable()));
  });

  it('are what the rules and the dashboard of the services use, and nothing beyond them', () => {
    const [services] = watched.filter(({ title }) => title === 'app-tier');
    if (services === undefined) throw new Error('the services are not watched');
    const { recordingRules, alerts, dashboard } = services.monitoring;
    const recorded = recordingRules.map(({ record }) => record);
    const panels = JSON.stringify(dashboard).matchAll(/"expr":("(?:[^"\\]|\\.)*")/g);
    const exprs = [...recordingRules, ...alerts]
      .map(({ expr }) => expr)
      .concat([...panels].map(([, text]) => JSON.parse(text ?? '""') as string));
    const elsewhere = ['up', 'stand_in_info', 'kube_deployment_status_replicas_available'];
    const known = [...applicationSeries, ...recorded, ...elsewhere];
    expect([...new Set(exprs.flatMap(metricNames))].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('are shown by the stub, each one with its type', async () => {
    const stub = await startStubBackend();
    try {
      const answer = await fetch(`http://${stub.host}:${stub.port}/metrics`);
      const page = await answer.text();
      expect(answer.headers.get('content-type')).toContain('version=0.0.4');
      for (const [name, { type }] of Object.entries(applicationMetrics)) expect(page).toContain(`# TYPE ${name} ${type}\n`);
      const shown = new Set([...page.matchAll(/^([a-z_]+)(?:\{| )/gm)].map(([, name]) => name));
      expect(applicationSeries.filter((name) => !shown.has(name))).toEqual([]);
      const labelled = Object.entries(applicationMetrics).flatMap(([name, { labels }]) =>
        Object.keys(labels).map((label) => [name, label]),
      );
      for (const [name, label] of labelled) expect(page).toMatch(new RegExp(`^${name}[a-z_]*\\{[^}]*\\b${label}="`, 'm'));
    } finally {
      await stub.close();
    }
  });
});
