/**
 * What Prometheus and Alertmanager make of damaged files of their volumes: they start with what is whole, or they end and name the file. The
 * runbook of Watchdog, whose silence is how somebody hears of it, says what to do then.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeLive } from '../support/live';
import { freePort, loopback, startProcess, temporaryDirectory, waitFor, type RunningProcess } from '../support/processes';

jest.setTimeout(180_000);

/** What becomes of a start: it works, or the program ends and says this. */
type Outcome = 'starts' | RegExp;

const cut = (file: string, share: number) => truncateSync(file, Math.floor(readFileSync(file).length * share));
const garbage = (file: string) => writeFileSync(file, Buffer.alloc(512, 0xde));

async function outcome(program: RunningProcess, url: string): Promise<string> {
  let ended = false;
  void program.exited.then(() => (ended = true));
  await waitFor('it is ready or has ended', async () => ended || (await fetch(`${url}/-/ready`).then(({ ok }) => ok)), 60);
  return ended ? program.log() : 'starts';
}

describeLive('files of the monitoring that are damaged', ['prometheus', 'promtool', 'alertmanager'], (programs) => {
  const directory = temporaryDirectory('monitoring-files');
  const at = (name: string) => path.join(directory, name);
  let url = '';
  let running: RunningProcess | undefined;
  const use = (whole: string) => {
    rmSync(at('used'), { recursive: true, force: true });
    cpSync(at(whole), at('used'), { recursive: true });
    return at('used');
  };
  const stop = async (signal?: NodeJS.Signals) => {
    await running?.stop(signal);
    running = undefined;
  };
  const expected = (found: string, says: Outcome) => (says === 'starts' ? found === 'starts' : says.test(found));
  beforeEach(async () => {
    url = `http://${loopback}:${await freePort(loopback)}`;
  });
  afterEach(() => stop('SIGKILL'));

  describe('Prometheus', () => {
    const start = (data: string) => {
      const listen = new URL(url).host;
      const args = [`--config.file=${at('prometheus.yml')}`, `--storage.tsdb.path=${data}`, `--web.listen-address=${listen}`];
      return (running = startProcess({ program: programs.prometheus, args, name: 'prometheus' }));
    };
    const values = async (query: string) => {
      const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
      return ((await answer.json()) as { readonly data: { readonly result: readonly object[] } }).data.result.length;
    };
    /** The oldest block, and what is not in a block yet. */
    const block = (data: string, name: string) => path.join(data, readdirSync(data).filter((entry) => /^01/.test(entry))[0] ?? '', name);
    const log = (data: string) => path.join(data, 'wal/00000000');

    beforeAll(async () => {
      const from = Math.floor(Date.now() / 1000) - 4 * 3600;
      const samples = Array.from({ length: 60 }, (_, minute) => `old ${minute} ${from + minute * 60}`);
      writeFileSync(at('samples'), ['# TYPE old gauge', ...samples, '# EOF', ''].join('\n'));
      const make = ['tsdb', 'create-blocks-from', 'openmetrics', at('samples'), at('prometheus')];
      await startProcess({ program: programs.promtool, args: make, name: 'promtool' }).exited;
      url = `http://${loopback}:${await freePort(loopback)}`;
      const scrape = { job_name: 'self', static_configs: [{ targets: [new URL(url).host] }] };
      writeFileSync(at('prometheus.yml'), JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: [scrape] }));
      start(at('prometheus'));
      await waitFor('it has samples', async () => (await values('count_over_time(up[5m]) > 3')) === 1, 60);
      await stop('SIGKILL');
      mkdirSync(at('prometheus/chunks_head'), { recursive: true });
    });

    test.each<readonly [string, (data: string) => void, Outcome]>([
      ['nothing', () => undefined, 'starts'],
      ['the lock of a process that is gone', (data) => writeFileSync(path.join(data, 'lock'), '99999'), 'starts'],
      ['an empty log', (data) => truncateSync(log(data), 0), 'starts'],
      ['a cut log', (data) => cut(log(data), 0.7), 'starts'],
      ['no log', (data) => rmSync(path.join(data, 'wal'), { recursive: true }), 'starts'],
      ['a log with a hole', (data) => cpSync(log(data), path.join(data, 'wal/00000005')), /segments are not sequential/],
      ['an empty chunk', (data) => writeFileSync(path.join(data, 'chunks_head/000001'), ''), 'starts'],
      ['a damaged chunk', (data) => garbage(path.join(data, 'chunks_head/000001')), /chunks_head\/000001: invalid magic number/],
      ['a block whose description is empty', (data) => truncateSync(block(data, 'meta.json'), 0), 'starts'],
      ['a block whose description is cut', (data) => cut(block(data, 'meta.json'), 0.5), 'starts'],
      ['a block without description', (data) => rmSync(block(data, 'meta.json')), 'starts'],
      ['a block whose index is empty', (data) => truncateSync(block(data, 'index'), 0), /corrupted block 01\w+/],
      ['a block whose index is cut', (data) => cut(block(data, 'index'), 0.5), /corrupted block 01\w+/],
      ['a block whose deletions are empty', (data) => truncateSync(block(data, 'tombstones'), 0), /corrupted block 01\w+/],
      ['a block whose samples are cut', (data) => cut(block(data, 'chunks/000001'), 0.5), 'starts'],
    ])('%s', async (_, harm, says) => {
      const data = use('prometheus');
      harm(data);
      expect(expected(await outcome(start(data), url), says)).toBe(true);
    });

    test('starts again without the block that its log names, as the runbook says', async () => {
      const data = use('prometheus');
      cut(block(data, 'index'), 0.5);
      const said = await outcome(start(data), url);
      rmSync(path.join(data, /corrupted block (01\w+)/.exec(said)?.[1] ?? ''), { recursive: true });
      expect(await outcome(start(data), url)).toBe('starts');
      expect(await values('count_over_time(up[1h]) > 3')).toBe(1);
    });
  });

  describe('Alertmanager', () => {
    const start = (data: string) => {
      const args = [`--config.file=${at('alertmanager.yml')}`, `--storage.path=${data}`, '--cluster.listen-address='];
      args.push(`--web.listen-address=${new URL(url).host}`);
      return (running = startProcess({ program: programs.alertmanager, args, name: 'alertmanager' }));
    };
    const silences = async () => ((await (await fetch(`${url}/api/v2/silences`)).json()) as readonly object[]).length;
    const post = (what: string, body: object) =>
      fetch(`${url}/api/v2/${what}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

    beforeAll(async () => {
      // Nobody listens there: what it told of is noted all the same when it stops.
      const receiver = { name: 'nobody' };
      writeFileSync(at('alertmanager.yml'), JSON.stringify({ route: { receiver: 'nobody', group_wait: '0s' }, receivers: [receiver] }));
      url = `http://${loopback}:${await freePort(loopback)}`;
      const program = start(at('alertmanager'));
      await outcome(program, url);
      const matchers = [{ name: 'alertname', value: 'Other', isRegex: false, isEqual: true }];
      const lasting = { startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 86_400_000).toISOString() };
      await post('silences', { matchers, ...lasting, createdBy: 'test', comment: 'test' });
      await stop('SIGTERM');
    });

    test.each<readonly [string, (data: string) => void, Outcome, number]>([
      ['nothing', () => undefined, 'starts', 1],
      ['no silences', (data) => rmSync(path.join(data, 'silences')), 'starts', 0],
      ['empty silences', (data) => truncateSync(path.join(data, 'silences'), 0), 'starts', 0],
      ['cut silences', (data) => cut(path.join(data, 'silences'), 0.5), /error creating silence.*unexpected EOF/, 0],
      ['damaged silences', (data) => garbage(path.join(data, 'silences')), /error creating silence/, 0],
      ['an empty log of what was told', (data) => writeFileSync(path.join(data, 'nflog'), ''), 'starts', 1],
      ['a damaged log of what was told', (data) => garbage(path.join(data, 'nflog')), /error creating notification log/, 0],
    ])('%s', async (_, harm, says, left) => {
      const data = use('alertmanager');
      harm(data);
      expect(expected(await outcome(start(data), url), says)).toBe(true);
      expect(says === 'starts' ? await silences() : 0).toBe(left);
    });
  });
});
