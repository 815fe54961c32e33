import { podReferences, podSpecOf } from '../support/pod-references';

const pod = { containers: [{}] };

describe('what a pod needs', () => {
  test.each([
    ['variables from a ConfigMap', { envFrom: [{ configMapRef: { name: 'a' } }] }, { kind: 'ConfigMap', name: 'a', keys: [] }],
    ['variables from a Secret', { envFrom: [{ secretRef: { name: 'a' } }] }, { kind: 'Secret', name: 'a', keys: [] }],
    [
      'a key of a ConfigMap',
      { env: [{ valueFrom: { configMapKeyRef: { name: 'a', key: 'k' } } }] },
      { kind: 'ConfigMap', name: 'a', keys: ['k'] },
    ],
    ['a key of a Secret', { env: [{ valueFrom: { secretKeyRef: { name: 'a', key: 'k' } } }] }, { kind: 'Secret', name: 'a', keys: ['k'] }],
  ])('%s, of any container', (_, container, expected) => {
    expect(podReferences({ containers: [container] })).toEqual([expected]);
    expect(podReferences({ ...pod, initContainers: [container] })).toEqual([expected]);
  });

  test.each([
    ['a ConfigMap', { configMap: { name: 'a', items: [{ key: 'k' }] } }, { kind: 'ConfigMap', name: 'a', keys: ['k'] }],
    ['a Secret', { secret: { secretName: 'a', items: [{ key: 'k' }] } }, { kind: 'Secret', name: 'a', keys: ['k'] }],
    [
      'a projected Secret',
      { projected: { sources: [{ secret: { name: 'a', items: [{ key: 'k' }] } }] } },
      { kind: 'Secret', name: 'a', keys: ['k'] },
    ],
    ['a claim', { persistentVolumeClaim: { claimName: 'a' } }, { kind: 'PersistentVolumeClaim', name: 'a', keys: [] }],
  ])('%s as a volume', (_, volume, expected) => {
    expect(podReferences({ ...pod, volumes: [volume] })).toEqual([expected]);
  });

  test('a Secret for its images, and a ServiceAccount', () => {
    expect(podReferences({ ...pod, imagePullSecrets: [{ name: 'a' }], serviceAccountName: 'b' })).toEqual([
      { kind: 'Secret', name: 'a', keys: [] },
      { kind: 'ServiceAccount', name: 'b', keys: [] },
    ]);
  });

  test('each object once, with every key', () => {
    const env = ['k', 'l', 'k'].map((key) => ({ valueFrom: { secretKeyRef: { name: 'a', key } } }));
    expect(podReferences({ containers: [{ env }] })).toEqual([{ kind: 'Secret', name: 'a', keys: ['k', 'l'] }]);
  });

  test('nothing that is optional, and no volume without a name', () => {
    const env = [{ valueFrom: { secretKeyRef: { name: 'a', key: 'k', optional: true } } }];
    expect(podReferences({ containers: [{ env }], volumes: [{ secret: { secretName: 'a', optional: true } }, {}] })).toEqual([]);
  });
});

test.each([
  ['Pod', pod],
  ['Deployment', { template: { spec: pod } }],
  ['Job', { template: { spec: pod } }],
  ['CronJob', { jobTemplate: { spec: { template: { spec: pod } } } }],
])('the pod of a %s is found', (kind, spec) => {
  expect(podSpecOf({ kind, spec })).toEqual(pod);
});

test('a Service makes no pod', () => {
  expect(podSpecOf({ kind: 'Service', spec: { ports: [] } })).toBeUndefined();
});
