/** A zone that takes no pods, before the real scheduler: the others take its share, also of a scale-out and of a rollout. */
import { topologySpread } from '../../constructs/kubernetes/spread';
import { controlPlanePrograms, startControlPlane, type ControlPlane } from '../support/control-plane';
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { deployment, namespace, podSpec, toYaml } from './control-plane.fixture';

jest.setTimeout(180_000);

const PATIENCE_SECONDS = 60;
const zones = ['zone-a', 'zone-b', 'zone-c'];

interface Pods {
  readonly items: readonly {
    readonly metadata: { readonly labels: Readonly<Record<string, string>>; readonly deletionTimestamp?: string };
    readonly spec: { readonly nodeName?: string };
  }[];
}

describeLive('a zone that takes no pods', controlPlanePrograms, (programs) => {
  let cluster: ControlPlane;
  const constraints = topologySpread('web', { zones: 3, revisionLabels: ['pod-template-hash'] }).map(
    ({ labelSelector: _, ...constraint }) => ({ ...constraint, labelSelector: { matchLabels: { app: 'web' } } }),
  );
  const scheduled = async (replicas: number, topologySpreadConstraints: readonly object[], revision = '1') => {
    const made = deployment('test', 'web', { ...podSpec, topologySpreadConstraints }, replicas) as unknown as {
      spec: { template: { metadata: { labels: Record<string, string> } } };
    };
    made.spec.template.metadata.labels['revision'] = revision;
    await cluster.apply(toYaml([made as never]));
  };
  /** Pods of a revision by the zone they are in; those without one are pending. */
  const placed = async (revision = '1') => {
    const pods = await cluster.api.call<Pods>('GET', `/api/v1/namespaces/test/pods?labelSelector=revision%3D${revision}`);
    const live = pods.items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    return [...zones, undefined].map((zone) => live.filter(({ spec }) => spec.nodeName === zone).length);
  };
  const becomes = async (expected: readonly number[], revision?: string) => {
    await waitFor(
      `pods by zone are ${expected.join(', ')}`,
      async () => {
        return JSON.stringify(await placed(revision)) === JSON.stringify(expected);
      },
      PATIENCE_SECONDS,
    );
    return placed(revision);
  };

  beforeAll(async () => {
    cluster = await startControlPlane(programs, { nodes: zones.map((zone) => ({ name: zone, zone, cpu: 8, memoryGiB: 32 })) });
    await cluster.apply(toYaml([namespace('test')]));
    await scheduled(6, constraints);
    await becomes([2, 2, 2, 0]);
    // As the node controller does with a node that it cannot reach.
    await cluster.kubectl(['taint', 'node', 'zone-c', 'lost=true:NoSchedule', 'lost=true:NoExecute']);
  });
  afterAll(() => cluster?.stop());

  test('its pods go to the others, and so do those of a scale-out', async () => {
    expect(await becomes([3, 3, 0, 0])).toEqual([3, 3, 0, 0]);
    await scheduled(10, constraints);
    expect(await becomes([5, 5, 0, 0])).toEqual([5, 5, 0, 0]);
  });

  test('a rollout ends', async () => {
    await scheduled(6, constraints, '2');
    expect(await becomes([3, 3, 0, 0], '2')).toEqual([3, 3, 0, 0]);
  });

  test('without the policy, its share stays pending', async () => {
    await scheduled(
      6,
      constraints.map(({ nodeTaintsPolicy: _, ...constraint }) => constraint),
      '3',
    );
    await waitFor(
      'a pod is pending for the spread',
      async () => {
        const [a = 0, b = 0, c = 0, pending = 0] = await placed('3');
        expect({ c, isBlocked: pending > 0 && a >= 1 && b >= 1 }).toEqual({ c: 0, isBlocked: true });
        const events = await cluster.kubectl(['-n', 'test', 'get', 'events', '-o', 'jsonpath={.items[*].message}']);
        expect(events).toContain("didn't match pod topology spread constraints");
        return true;
      },
      PATIENCE_SECONDS,
    );
  });
});
