/** The control plane of the live tests is a real one: what a cluster refuses, it refuses. */
import { readFileSync } from 'node:fs';
import { versions } from '../../config';
import { controlPlanePrograms, startControlPlane, type ControlPlane } from '../support/control-plane';
import { kubernetesApi } from '../support/kubernetes-api';
import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import {
  configMap,
  deployment,
  job,
  namespace,
  pod,
  quota,
  reader,
  rootPodSpec,
  podSpec,
  statefulSet,
  toYaml,
  type Manifest,
} from './control-plane.fixture';

jest.setTimeout(180_000);

/** For what takes a second on an idle machine. */
const PATIENCE_SECONDS = 60;

describeLive('the control plane', controlPlanePrograms, (programs) => {
  let cluster: ControlPlane;
  const apply = (...objects: Manifest[]) => cluster.apply(toYaml(objects));
  const ready = (of = 'test') => cluster.waitUntilReady(of, PATIENCE_SECONDS);

  beforeAll(async () => {
    cluster = await startControlPlane(programs);
    await apply(...['test', 'refusing', 'quota', 'again'].map(namespace));
  });
  afterAll(() => cluster?.stop());

  test('has the version that config/versions.ts names', async () => {
    const { gitVersion } = await cluster.api.call<{ gitVersion: string }>('GET', '/version');
    expect(gitVersion).toBe(`v${versions.tested.kubernetes}`);
  });

  test('has one node, as large as a laptop', async () => {
    const { items } = JSON.parse(await cluster.kubectl(['get', 'nodes', '--output=json'])) as { items: object[] };
    expect(items).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ labels: expect.objectContaining({ 'topology.kubernetes.io/zone': 'zone-a' }) }),
        status: expect.objectContaining({ allocatable: expect.objectContaining({ cpu: '8', memory: '32Gi' }) }),
      }),
    ]);
  });

  describe('what runs', () => {
    test('a Deployment that satisfies Pod Security becomes ready', async () => {
      await apply(deployment('test', 'web'));
      await ready();
      await expect(cluster.kubectl(['-n', 'test', 'get', 'deployment', 'web', '-o', 'jsonpath={.status.availableReplicas}'])).resolves.toBe(
        '2',
      );
    });

    test('a Job completes', async () => {
      await apply(job('test', 'once'));
      await ready();
      await expect(cluster.kubectl(['-n', 'test', 'get', 'job', 'once', '-o', 'jsonpath={.status.succeeded}'])).resolves.toBe('1');
    });

    test('a StatefulSet becomes ready, each member with a volume of its own', async () => {
      await apply(statefulSet('test', 'store'));
      await ready();
      const columns = [
        'get',
        'pvc',
        '-n',
        'test',
        '--no-headers',
        '-o',
        'custom-columns=:.metadata.name,:.status.phase,:.spec.storageClassName',
      ];
      const claims = (await cluster.kubectl(columns))
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/).join(' '));
      expect(claims).toEqual(['data-store-0 Bound standard', 'data-store-1 Bound standard']);
    });

    test('a volume grows when its claim does', async () => {
      await apply(statefulSet('test', 'growing'));
      await ready();
      const claim = ['pvc/data-growing-0', '-n', 'test'];
      await cluster.kubectl(['patch', ...claim, '-p', '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}']);
      const capacity = () => cluster.kubectl(['get', ...claim, '-o', 'jsonpath={.status.capacity.storage}']);
      await expect(waitFor('2Gi', async () => (await capacity()) === '2Gi', PATIENCE_SECONDS)).resolves.toBe(true);
    });
  });

  describe('what is refused', () => {
    test('a Pod that runs as root', async () => {
      await expect(apply(pod('refusing', 'root', rootPodSpec))).rejects.toThrow(/violates PodSecurity "restricted:v1.34": .*runAsNonRoot/);
    });

    test('a Deployment whose Pods do: the server warns, and what is not ready says why', async () => {
      await expect(apply(deployment('refusing', 'root', rootPodSpec))).rejects.toThrow(/would violate PodSecurity "restricted:v1.34"/);
      const reason = /^Deployment refusing\/root: 0 of 2 ready; .*violates PodSecurity "restricted:v1.34"/;
      const reasons = async () => (await cluster.unready('refusing')).filter((line) => reason.test(line));
      await expect(waitFor('the reason', async () => (await reasons()).length, PATIENCE_SECONDS)).resolves.toBe(1);
      await expect(cluster.waitUntilReady('refusing', 0)).rejects.toThrow(
        /^every workload of refusing is ready: .*Deployment refusing\/root: 0 of 2 ready[^]*^ReplicaSet root-\w+: Error creating: .*PodSecurity/m,
      );
    });

    test('room that the node does not have, with the reason', async () => {
      const large = { ...podSpec, containers: podSpec.containers.map((one) => ({ ...one, resources: { requests: { memory: '33Gi' } } })) };
      await apply(pod('refusing', 'large', large));
      const reason = ['-n', 'refusing', 'get', 'pod', 'large', '-o', 'jsonpath={.status.conditions[?(@.type=="PodScheduled")].message}'];
      const found = await waitFor('the reason', () => cluster.kubectl(reason), PATIENCE_SECONDS);
      expect(found).toMatch(/Insufficient memory/);
    });

    test('a field that the kind does not have', async () => {
      await expect(apply(deployment('refusing', 'typo', { ...podSpec, terminationGraceSeconds: 5 }))).rejects.toThrow(
        /\.spec\.template\.spec\.terminationGraceSeconds: field not declared in schema/,
      );
    });

    test('a Pod beyond the quota', async () => {
      await apply(quota('quota', '100Mi'));
      const used = () => cluster.kubectl(['-n', 'quota', 'get', 'resourcequota', 'memory', '-o', 'jsonpath={.status.hard}']);
      await waitFor('the quota is in force', used, PATIENCE_SECONDS);
      await apply(pod('quota', 'first'));
      await expect(apply(pod('quota', 'second'))).rejects.toThrow(/exceeded quota: memory, requested: limits.memory=64Mi/);
    });

    test('a token without rights, and with them only what they say', async () => {
      await apply(...reader('test', 'reader'));
      const token = `--token=${await cluster.createToken('test', 'reader')}`;
      await expect(cluster.kubectl(['get', 'configmaps', '-n', 'test', token])).resolves.toContain('kube-root-ca.crt');
      await expect(cluster.kubectl(['get', 'configmaps', '-n', 'quota', token])).rejects.toThrow(
        /Forbidden.*"system:serviceaccount:test:reader"/,
      );
      await expect(cluster.kubectl(['get', 'secrets', '-n', 'test', token])).rejects.toThrow(/cannot list resource "secrets"/);
    });

    test('who says nothing of who he is, even what everybody may know', async () => {
      const anonymous = kubernetesApi({ url: cluster.url, ca: readFileSync(cluster.ca) });
      await expect(anonymous.call('GET', '/version')).rejects.toThrow(/^401: Unauthorized/);
    });
  });

  describe('a second apply', () => {
    const objects = [configMap('again', 'settings', { colour: 'blue' }), deployment('again', 'web'), statefulSet('again', 'store')];
    beforeAll(async () => {
      await apply(...objects);
      await ready('again');
    });

    test('of the same changes nothing', async () => {
      await expect(cluster.secondApplyChanges(toYaml(objects))).resolves.toEqual([]);
    });

    test('of something else is seen, with what it changes', async () => {
      const changed = [
        configMap('again', 'settings', { colour: 'red' }),
        deployment('again', 'web', podSpec, 3),
        statefulSet('again', 'store'),
      ];
      await expect(cluster.secondApplyChanges(toYaml(changed))).resolves.toEqual([
        'ConfigMap again/settings: data.colour',
        'Deployment again/web: metadata.generation, spec.replicas',
      ]);
    });

    test('of less is seen', async () => {
      await expect(cluster.secondApplyChanges(toYaml([configMap('again', 'settings', {})]))).resolves.toEqual([
        expect.stringMatching(/^ConfigMap again\/settings: .*data/),
      ]);
    });
  });

  test('the API server can be away, and comes back with all it had', async () => {
    await apply(configMap('test', 'kept', { colour: 'green' }));
    await cluster.pauseApiServer();
    try {
      // The second where a connection of an earlier request is still taken for open.
      await expect(cluster.api.call('GET', '/readyz')).rejects.toThrow(/ECONNREFUSED|socket hang up/);
    } finally {
      await cluster.resumeApiServer();
    }
    const colour = ['-n', 'test', 'get', 'configmap', 'kept', '-o', 'jsonpath={.data.colour}'];
    await expect(cluster.kubectl(colour)).resolves.toBe('green');
    await apply(statefulSet('test', 'later'));
    await ready();
  });
});
