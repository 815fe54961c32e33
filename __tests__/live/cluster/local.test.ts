/** `local` as it is synthesized, on real nodes. Images are put together from packages: images/table.ts says what each has otherwise. */
import { toManifests } from '../../../scripts/manifests/to-manifests';
import { toYaml } from '../../../scripts/manifests/to-yaml';
import { applyState, destroyState } from '../../support/cluster/apply-environment';
import { startCluster, type Cluster } from '../../support/cluster/cluster';
import { describeCluster } from '../../support/cluster/describe-cluster';
import { isReady, nameOf, restartsOf, runningPods } from '../../support/cluster/pods';
import { stacksOf } from '../../support/environments';
import { waitFor } from '../../support/processes';
import { alerts, query, targets } from './prometheus';
import { METADATA, tryAll, type Tried } from './reachability';
import { ask } from './web';

// The first start makes the images, which takes minutes.
jest.setTimeout(1_800_000);

const PATIENCE_SECONDS = 180;
const NAMESPACES = ['openrouter', 'openrouter-nodes'];
const HOSTS = ['api.openrouter.ai', 'admin.openrouter.ai', 'openrouter.ai'];

describeCluster('`local` on two nodes', (programs) => {
  const stacks = stacksOf('local');
  let cluster: Cluster;
  const pods = async () => (await Promise.all(NAMESPACES.map((namespace) => runningPods(cluster, namespace)))).flat();
  const notReady = async () => (await pods()).filter((pod) => !isReady(pod)).map(nameOf);

  beforeAll(async () => {
    cluster = await startCluster(programs);
    const started = performance.now();
    for (const stack of stacks) await applyState(cluster, stack);
    await waitFor('every pod is ready', async () => (await notReady()).length === 0, PATIENCE_SECONDS);
    console.log(`all ${(await pods()).length} pods ready ${Math.round((performance.now() - started) / 1000)} s after the first apply`);
  });
  afterAll(() => cluster?.stop());

  test('is ready in all its parts, and nothing was restarted', async () => {
    expect(await notReady()).toEqual([]);
    expect((await pods()).filter((pod) => restartsOf(pod) > 0).map((pod) => `${nameOf(pod)}: ${restartsOf(pod)}`)).toEqual([]);
  });

  test('is not changed by a second apply', async () => {
    const yaml = toYaml(stacks.flatMap(({ json }) => toManifests(json)));
    expect(await cluster.secondApplyChanges(yaml)).toEqual([]);
  });

  test.each(HOSTS)('answers as %s at the port of both nodes, over TLS and HTTP/2', async (host) => {
    for (const { address } of cluster.nodes)
      expect(await ask(cluster, { node: address, host })).toMatchObject({ status: 200, version: '2' });
  });

  test('answers for no other host', async () => {
    const [node] = cluster.nodes;
    expect(await ask(cluster, { node: node?.address ?? '', host: 'example.org' })).toMatchObject({ status: 421 });
  });

  test('has every target of Prometheus up, among them both nodes and every member', async () => {
    const down = async () =>
      (await targets(cluster)).filter(({ health }) => health !== 'up').map(({ labels, lastError }) => ({ ...labels, lastError }));
    await waitFor('every target is up', async () => (await down()).length === 0, PATIENCE_SECONDS).catch(() => undefined);
    expect(await down()).toEqual([]);
    const jobs = await query(cluster, 'count by (job) (up == 1)', 'job');
    console.log(`targets that are up: ${JSON.stringify(jobs)}`);
    // Each of the two members of PostgreSQL reports itself and its archive.
    expect(jobs).toMatchObject({ backend: 3, 'node-exporter': 2, postgres: 2 * 2, redis: 3, 'backup-exporter': 1 });
  });

  test('raises no alert at rest but the watchdog and those of the machine it runs on', async () => {
    // The tests' machine may be busy, full or without a clock that somebody sets: these are true.
    const machine = /^(Watchdog|Node(Clock|Cpu|Disk|Memory|UnderPressure).*)$/;
    const firing = (await alerts(cluster)).filter(({ state, labels }) => state === 'firing' && !machine.test(labels['alertname'] ?? ''));
    expect(firing.map(({ labels }) => labels['alertname'])).toEqual([]);
  });

  test('has figures for its autoscalers', async () => {
    const path = '/apis/autoscaling/v2/namespaces/openrouter/horizontalpodautoscalers';
    const measured = async () => {
      const { items } = await cluster.api.call<{
        items: readonly { metadata: { name: string }; status: { currentMetrics?: readonly object[] | null } }[];
      }>('GET', path);
      return items
        .filter(({ status }) => (status.currentMetrics ?? []).length > 0)
        .map(({ metadata }) => metadata.name)
        .sort();
    };
    await waitFor('figures', async () => (await measured()).length === 4, PATIENCE_SECONDS).catch(() => undefined);
    expect(await measured()).toEqual(['admin', 'backend', 'load-balancer', 'portal']);
  });

  describe('network policies, enforced by kube-router', () => {
    const line = ({ from, to, port, found }: Tried) => `${from} → ${to}:${port} ${found}`;
    let tried: readonly Tried[];
    beforeAll(async () => {
      tried = await tryAll(cluster, [...NAMESPACES, 'kube-system']);
      console.log(`${tried.length} connections tried, ${tried.filter(({ allowed }) => allowed).length} of them allowed`);
    });

    test('let every flow through', () => {
      const pods = tried.filter(({ to }) => to.includes('/'));
      expect(pods.filter(({ allowed, found }) => allowed && found !== 'open').map(line)).toEqual([]);
    });

    /** kube-router has what comes in and what goes out in one chain, so pods of one component that may go to another may reach each other. */
    test('let nothing else through, but what kube-router lets through between pods of one component', () => {
      const through = tried.filter(({ allowed, found }) => !allowed && found === 'open');
      expect(through.filter(({ sameComponent }) => !sameComponent).map(line)).toEqual([]);
      expect(through.filter(({ from }) => !from.includes('/load-balancer-')).map(line)).toEqual([]);
    });

    test('keep every pod of the program from the metadata address, which others reach', () => {
      const asked = tried.filter(({ to }) => to === METADATA.name);
      expect(asked.filter(({ from, found }) => !from.startsWith('kube-system/') && found === 'open').map(line)).toEqual([]);
      expect(asked.filter(({ from, found }) => from.startsWith('kube-system/') && found !== 'open').map(line)).toEqual([]);
    });
  });

  // The last: it takes away what the others look at.
  test('leaves nothing behind when it is destroyed, state by state', async () => {
    for (const stack of [...stacks].reverse()) await destroyState(cluster, stack);
    const { items: namespaces } = await cluster.api.call<{ items: readonly { metadata: { name: string } }[] }>('GET', '/api/v1/namespaces');
    expect(namespaces.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('openrouter'))).toEqual([]);
    const volumes = async () => (await cluster.api.call<{ items: readonly object[] }>('GET', '/api/v1/persistentvolumes')).items.length;
    await waitFor('volumes are gone', async () => (await volumes()) === 0, PATIENCE_SECONDS);
  });
});
