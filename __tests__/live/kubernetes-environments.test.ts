/** Every environment of the target kubernetes, as `npm run manifests` writes it, on a control plane of its own. */
import { randomBytes } from 'node:crypto';
import { loadEnvironments, type Environment } from '../../config';
import { manifestsOf, type KubernetesObject } from '../../scripts/manifests';
import { toYaml } from '../../scripts/manifests/to-yaml';
import { controlPlanePrograms, startControlPlane, type ControlPlane } from '../support/control-plane';
import { describeLive } from '../support/live';
import { podReferences, podSpecOf, type Reference } from '../support/pod-references';

jest.setTimeout(300_000);

const PATIENCE_SECONDS = 90;
const environments = loadEnvironments([]).filter((environment) => environment.target === 'kubernetes');

/** A laptop has one node; elsewhere every zone has a large one. */
const nodesOf = ({ surroundings: { sizing, zones } }: Environment) =>
  sizing === 'laptop'
    ? undefined
    : Array.from({ length: zones }, (_, i) => ({ name: `node-${i + 1}`, zone: `zone-${i + 1}`, cpu: 64, memoryGiB: 256 }));

const nameOf = ({ kind, metadata: { name } }: KubernetesObject) => `${kind} ${name}`;
const references = (objects: readonly KubernetesObject[]) =>
  objects.flatMap((object) => podReferences(podSpecOf(object) ?? { containers: [] }));
const randomValues = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, randomBytes(24).toString('hex')]));
const texts = (value: unknown): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [value]);

describe.each(environments.map((environment) => [environment.name, environment] as const))('%s', (name, environment) => {
  const namespace = environment.namespace.name;
  const states = manifestsOf(name).filter(({ objects }) => objects.length > 0);
  const objects = states.flatMap((state) => state.objects);
  const made = new Set(objects.map(nameOf));
  const brought = references(objects).filter((reference) => reference.kind === 'Secret' && !made.has(`Secret ${reference.name}`));

  test('every Secret that users have to bring is named in the configuration', () => {
    expect(texts(environment)).toEqual(expect.arrayContaining(brought.map((secret) => secret.name)));
  });

  describeLive('in a real control plane', controlPlanePrograms, (programs) => {
    let cluster: ControlPlane;
    const path = (plural: string) => `/api/v1/namespaces/${namespace}/${plural}`;
    const ready = () => cluster.waitUntilReady(namespace, PATIENCE_SECONDS);

    beforeAll(async () => {
      cluster = await startControlPlane(programs, { serviceCidr: environment.cluster.serviceCidr, nodes: nodesOf(environment) });
    });
    afterAll(() => cluster?.stop());

    async function bring(): Promise<void> {
      for (const secret of new Set(brought.map((reference) => reference.name))) {
        const keys = brought.filter((reference) => reference.name === secret).flatMap((reference) => reference.keys);
        await cluster.api.call('POST', path('secrets'), { metadata: { name: secret }, stringData: randomValues(keys) });
      }
    }

    /** What Terraform makes, and a cluster's tool for secrets where manifests are applied. */
    async function fill({ kind, metadata }: KubernetesObject): Promise<void> {
      const keys = metadata.annotations?.['massrouter/keys'];
      if (kind !== 'Secret' || keys === undefined) return;
      const values = { stringData: randomValues(keys.split(',')) };
      await cluster.api.call('PATCH', `${path('secrets')}/${metadata.name}`, values, 'application/merge-patch+json');
    }

    test('every state is accepted, one after the other, and every workload becomes ready', async () => {
      for (const [index, state] of states.entries()) {
        // The first has the namespace.
        if (index === 1) await bring();
        await cluster.apply(toYaml(state.objects));
        for (const object of state.objects) await fill(object);
      }
      await expect(ready()).resolves.toBeUndefined();
    });

    test('everything that a pod names is there, with the keys it asks for', async () => {
      const plurals = {
        ConfigMap: 'configmaps',
        PersistentVolumeClaim: 'persistentvolumeclaims',
        Secret: 'secrets',
        ServiceAccount: 'serviceaccounts',
      };
      const named = objects.flatMap((object) =>
        references([object]).map((reference) => ({ ...reference, where: object.metadata.namespace ?? namespace })),
      );
      const missing = async ({ kind, name, keys, where }: Reference & { readonly where: string }) => {
        const { data } = await cluster.api.call<{ readonly data?: object }>('GET', `/api/v1/namespaces/${where}/${plurals[kind]}/${name}`);
        return keys.filter((key) => !Object.hasOwn(data ?? {}, key)).map((key) => `${kind} ${name} has no ${key}`);
      };
      await expect(Promise.all(named.map(missing))).resolves.toEqual(named.map(() => []));
      expect(named.length).toBeGreaterThan(0);
    });

    test('a second apply changes nothing', async () => {
      for (const { stack, objects } of states) {
        expect({ stack, changes: await cluster.secondApplyChanges(toYaml(objects)) }).toEqual({ stack, changes: [] });
      }
    });

    test('as many pods as autoscalers may ask for find room, and so does a rollout of all of them at once', async () => {
      for (const { kind, spec } of objects) {
        if (kind !== 'HorizontalPodAutoscaler') continue;
        const { scaleTargetRef, maxReplicas } = spec as Autoscaler;
        await cluster.kubectl([
          'scale',
          `--namespace=${namespace}`,
          `--replicas=${maxReplicas}`,
          `${scaleTargetRef.kind}/${scaleTargetRef.name}`,
        ]);
      }
      await expect(ready()).resolves.toBeUndefined();
      await cluster.kubectl(['rollout', 'restart', `--namespace=${namespace}`, 'deployment']);
      await expect(ready()).resolves.toBeUndefined();
    });

    test('what a CronJob starts is accepted and completes', async () => {
      for (const { kind, metadata } of objects) {
        if (kind !== 'CronJob') continue;
        await cluster.kubectl(['create', 'job', `--namespace=${namespace}`, `--from=cronjob/${metadata.name}`, `${metadata.name}-now`]);
      }
      await expect(ready()).resolves.toBeUndefined();
    });
  });
});

interface Autoscaler {
  readonly scaleTargetRef: { readonly kind: string; readonly name: string };
  readonly maxReplicas: number;
}
