/** The programs themselves read what is rendered for them. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { alertmanagerYml } from '../../constructs/monitoring/alertmanager/alertmanager-yml';
import { blackboxYml } from '../../constructs/monitoring/exporters/blackbox-yml';
import { inhibitions } from '../../constructs/monitoring/inhibitions';
import { prometheusYml } from '../../constructs/monitoring/prometheus/prometheus-yml';
import { versions } from '../../config';
import { alertmanagerOptions, prometheusOptions } from '../constructs/monitoring/texts.fixture';
import { describeLive } from '../support/live';
import { temporaryDirectory } from '../support/processes';

jest.setTimeout(60_000);

const run = promisify(execFile);
const directory = temporaryDirectory('monitoring-configuration');
const write = (name: string, text: string): string => {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  return file;
};
const told = (error: unknown): string => {
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
  return `${stdout}${stderr}`;
};

describeLive('Prometheus', ['promtool'], ({ promtool }) => {
  const check = async (text: string) => (await run(promtool, ['check', 'config', '--syntax-only', write('prometheus.yml', text)])).stdout;

  test('takes its configuration', async () => {
    await expect(check(prometheusYml(prometheusOptions))).resolves.toContain('SUCCESS');
  });

  test('would refuse a word that it does not know, so the check means something', async () => {
    const wrong = prometheusYml(prometheusOptions).replace('scrape_timeout', 'scrape_patience');
    expect(told(await check(wrong).catch((error: unknown) => error))).toContain('scrape_patience');
  });
});

describeLive('Alertmanager', ['amtool'], ({ amtool }) => {
  const file = write('alertmanager.yml', alertmanagerYml({ ...alertmanagerOptions, inhibitions }));
  const told = async (...labels: string[]) =>
    (await run(amtool, ['config', 'routes', 'test', `--config.file=${file}`, ...labels])).stdout.trim().split(',').sort();

  test('takes its configuration, with every inhibition', async () => {
    const { stdout } = await run(amtool, ['check-config', file]);
    expect(stdout).toContain(`${inhibitions.length} inhibit rules`);
    expect(stdout).toContain('6 receivers');
  });

  test.each([
    ['a critical alert wakes everyone who is told of critical ones', ['severity=critical'], ['on-call', 'team']],
    ['a warning goes to those who are told of warnings', ['severity=warning'], ['bot', 'mail', 'team']],
    ['what only shows is told to nobody', ['severity=info'], ['nobody']],
    ['the sign of life goes where it is waited for, and to nobody else', ['alertname=Watchdog', 'severity=none'], ['watchdog']],
  ])('%s', async (_, labels, receivers) => {
    await expect(told(...labels)).resolves.toEqual(receivers);
  });
});

describeLive('the blackbox exporter', ['blackbox_exporter'], ({ blackbox_exporter: program }) => {
  test('takes its modules', async () => {
    const { stderr } = await run(program, ['--config.check', `--config.file=${write('blackbox.yml', blackboxYml())}`]);
    expect(stderr).toContain('Config file is ok');
  });
});

describe('what is deployed', () => {
  const tested = (tool: string) =>
    /^(?:require )?\s*(?:\S+) v(\S+)$/m.exec(readFileSync(path.join(__dirname, 'tools', tool, 'go.mod'), 'utf8'))?.[1];
  const { images } = versions;

  test.each([
    // Of its module, release 3.x is 0.3xx.
    ['prometheus', images.prometheus, (version: string) => version.replace(/^0\.3(\d\d)\./, (_, minor: string) => `3.${Number(minor)}.`)],
    ['alertmanager', images.alertmanager, null],
    ['kube-state-metrics', images.kubeStateMetrics, null],
    ['node-exporter', images.nodeExporter, null],
    ['postgres-exporter', images.postgresExporter, null],
    ['blackbox-exporter', images.blackboxExporter, null],
  ])('of %s is the release that is tested', (tool, image, released) => {
    const version = tested(tool) ?? '';
    expect(image.split(':v').at(-1)).toBe(released === null ? version : released(version));
  });
});
