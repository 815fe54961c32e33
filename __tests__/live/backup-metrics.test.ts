/** From a backup that fails to the alert that says so: the real programs, the real exporter, and the deployed rules in a real Prometheus. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { backupMonitoring } from '../../constructs/backup/monitoring';
import { ruleFile } from '../../constructs/mixin/rule-file';
import { describeLive } from '../support/live';
import { freePort, loopback, startProcess, temporaryDirectory, waitFor, type RunningProcess } from '../support/processes';
import { backupPrograms, Site } from './backup/site';
import { prometheusAt, type PrometheusApi } from './monitoring/prometheus-api';

jest.setTimeout(300_000);

const DAY = 86_400;
const monitoring = backupMonitoring({
  schedule: { copySeconds: DAY, drillSeconds: 7 * DAY, restoreSeconds: DAY / 6 },
  kinds: ['database'],
  drills: true,
  namespace: 'openrouter',
});
/** The deployed rules, which here need not hold for minutes first. */
const atOnce = { ...monitoring, alerts: monitoring.alerts.map((alert) => ({ ...alert, forSeconds: 0 })) };

describeLive('metrics of the backups', [...backupPrograms, 'prometheus'] as const, (programs) => {
  let site: Site;
  let exporter: RunningProcess;
  let prometheus: RunningProcess;
  let api: PrometheusApi;
  let metrics: () => Promise<string>;

  beforeAll(async () => {
    site = await Site.start(programs);
    const [port, own] = [await freePort(loopback), await freePort(loopback)];
    const listen = `${loopback}:${port}`;
    exporter = await site.begin('exporter', { BACKUP_LISTEN: listen, BACKUP_REFRESH_SECONDS: '0.5' });
    metrics = async () => (await fetch(`http://${listen}/metrics`)).text();
    await exporter.waitUntil('it answers', async () => (await fetch(`http://${listen}/health`)).ok, 30);
    const directory = temporaryDirectory('prometheus');
    writeFileSync(
      path.join(directory, 'backup.yml'),
      ruleFile(atOnce, { runbooks: 'https://runbooks.example' }).replaceAll('"30s"', '"1s"'),
    );
    writeFileSync(
      path.join(directory, 'prometheus.yml'),
      JSON.stringify({
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: ['backup.yml'],
        scrape_configs: [{ job_name: 'backup-exporter', static_configs: [{ targets: [listen] }] }],
      }),
    );
    const address = `${loopback}:${own}`;
    const args = [`--config.file=${directory}/prometheus.yml`, `--storage.tsdb.path=${directory}/data`, `--web.listen-address=${address}`];
    prometheus = startProcess({ program: programs.prometheus, args, name: 'prometheus' });
    api = prometheusAt(`http://${address}`);
    await prometheus.waitUntil('it is ready', () => api.isReady(), 60);
  });
  afterAll(async () => {
    await Promise.all([prometheus?.stop(), exporter?.stop()]);
    await site?.stop();
  });

  const firing = async (): Promise<readonly string[]> =>
    [...new Set((await api.query('ALERTS{alertstate="firing"}')).map(({ alertname = '' }) => alertname))].sort();
  /** A condition may hold only in the second after next: everything is read once a second. */
  const untilFiring = (expected: readonly string[]) =>
    waitFor(`${expected.join(', ') || 'no alert'} fires`, async () => JSON.stringify(await firing()) === JSON.stringify(expected), 60);

  test('before the first backup nothing is known, and nothing is zero', async () => {
    await expect(metrics()).resolves.toBe('');
    await untilFiring(['BackupUnknown']);
  });

  test('after a backup and a drill every metric is there, with one label, and no alert', async () => {
    expect(await site.run('dump')).toEqual({ code: 0, log: expect.any(String) as string });
    await expect(site.run('drill')).resolves.toMatchObject({ code: 0 });
    let lines: readonly string[] = [];
    await exporter.waitUntil(
      'it tells of both',
      async () => {
        lines = (await metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
        return lines.length === 11;
      },
      30,
    );
    await untilFiring([]);
    for (const line of lines) expect(line).toMatch(/^massrouter_backup_[a-z_]+\{kind="database"\} [0-9.]+$/);
  });

  test('a failed backup is told of, and the last good one too', async () => {
    await expect(site.run('dump', { PGPASSWORD: 'wrong' })).resolves.toMatchObject({ code: 1 });
    await untilFiring(['BackupFailed']);
    expect(await metrics()).toContain('massrouter_backup_stored_copies{kind="database"} 1');
    await site.run('dump');
    await untilFiring([]);
  });

  test('a backup that cannot be restored is told of', async () => {
    const dump =
      (await site.objects('database'))
        .filter((key) => key.endsWith('openrouter.dump'))
        .sort()
        .at(-1) ?? '';
    writeFileSync(site.file(`database/${dump}`), '');
    await expect(site.run('drill')).resolves.toMatchObject({ code: 1 });
    await untilFiring(['BackupNotRestorable']);
  });

  test('when nobody can read the bucket, nothing is told, and an alert says that', async () => {
    await site.gateway.stop();
    await untilFiring(['BackupUnknown']);
    await expect(metrics()).resolves.toBe('');
  });
});
