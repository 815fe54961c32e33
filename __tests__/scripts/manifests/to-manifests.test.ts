/** What becomes of a stack's Terraform JSON as a whole; of names and types: manifests-names and manifests-pod. */
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { TerraformStack } from 'cdktf';
import { GeneratedSecret } from '../../../constructs/secrets';
import { toManifests } from '../../../scripts/manifests';
import { notInManifests } from '../../../scripts/manifests/to-manifests';
import { appTier } from '../../constructs/app-tier/app-tier.fixture';
import { at, synthesize } from '../../support/synthesized';

const metadata = { name: 'one', namespace: 'app' };
const labels = { app: 'one' };
const manifests = (build: (stack: TerraformStack) => void) => toManifests(synthesize(build).json);
/** What is made of one resource, written by hand. */
const written = (type: string, resource: object) => toManifests({ resource: { [type]: { One: { metadata: [metadata], ...resource } } } });

describe('an object', () => {
  const [configMap] = manifests((stack) => {
    new ConfigMapV1(stack, 'One', { metadata: { ...metadata, labels, annotations: { note: 'yes' } }, data: { key: 'value' } });
  });

  test('has the API version and kind of its resource', () => {
    expect(configMap).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'one', namespace: 'app', labels, annotations: { note: 'yes' } },
      data: { key: 'value' },
    });
  });

  test('is written with its name first', () => {
    expect(Object.keys(configMap ?? {})).toEqual(['apiVersion', 'kind', 'metadata', 'data']);
    expect(Object.keys(configMap?.metadata ?? {})).toEqual(['name', 'namespace', 'labels', 'annotations']);
  });

  test('has nothing of what is Terraform’s own', () => {
    const [first, second] = manifests((stack) => {
      const one = new ConfigMapV1(stack, 'One', { metadata, lifecycle: { preventDestroy: true } });
      new ServiceV1(stack, 'Two', { metadata, spec: {}, waitForLoadBalancer: true, timeouts: { create: '1m' }, dependsOn: [one] });
    });
    expect(first).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    expect(second).toEqual({ apiVersion: 'v1', kind: 'Service', metadata, spec: {} });
  });

  test('is the same whether a single block is written as an object or as a list of one', () => {
    const spec = { selector: { app: 'one' } };
    expect(written('kubernetes_service_v1', { spec: [spec] })).toEqual(written('kubernetes_service_v1', { spec }));
  });

  test('does not have what is null', () => {
    expect(written('kubernetes_config_map_v1', { data: null, immutable: null })).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata },
    ]);
  });

  test.each([
    ['the namespace', 'kubernetes_config_map_v1', { metadata: { name: 'one' } }, 'metadata.namespace', 'default'],
    [
      'growing volumes',
      'kubernetes_storage_class_v1',
      { metadata: { name: 'one' }, storage_provisioner: 'x' },
      'allowVolumeExpansion',
      true,
    ],
    ['one completion', 'kubernetes_job_v1', { spec: { parallelism: 3 } }, 'spec.completions', 1],
    [
      'the pod’s token',
      'kubernetes_deployment_v1',
      { spec: { template: { spec: {} } } },
      'spec.template.spec.automountServiceAccountToken',
      true,
    ],
  ])('says what the provider would say and Kubernetes would not: %s', (_, type, resource, path, value) => {
    expect(at(written(type, resource)[0], path)).toBe(value);
  });
});

describe('what is empty and has a meaning stays', () => {
  const spec = (changes: object) => at(written('kubernetes_network_policy_v1', { spec: { pod_selector: {}, ...changes } })[0], 'spec');

  test('all pods, and no rule', () => {
    const [policy] = manifests((stack) => {
      new NetworkPolicyV1(stack, 'One', {
        metadata,
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [], egress: [{}] },
      });
    });
    expect(policy?.['spec']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [{}] });
  });

  test('everyone', () => {
    expect(spec({ ingress: [{ from: [] }] })).toMatchObject({ ingress: [{}] }); // a rule that names nobody
  });

  test('an empty volume', () => {
    const [job] = written('kubernetes_job_v1', { spec: { template: { spec: { volume: [{ name: 'tmp', empty_dir: {} }] } } } });
    expect(at(job, 'spec.template.spec.volumes')).toEqual([{ name: 'tmp', emptyDir: {} }]);
  });

  test('a text', () => {
    expect(written('kubernetes_config_map_v1', { data: { KEY: '' } })[0]).toMatchObject({ data: { KEY: '' } });
  });
});

describe('the order', () => {
  const named = (name: string, ...needed: string[]) => ({
    metadata: { name },
    depends_on: needed.map((id) => `kubernetes_config_map_v1.${id}`),
  });
  const names = (resources: object, others: object = {}) =>
    toManifests({ resource: { kubernetes_config_map_v1: resources, ...others } }).map((object) => object.metadata.name);

  test('is that of the file where nothing depends on anything', () => {
    expect(names({ B: named('b'), A: named('a') })).toEqual(['b', 'a']);
  });

  test('has what others depend on first, over several steps', () => {
    expect(names({ A: named('a', 'B'), B: named('b', 'C'), C: named('c'), D: named('d') })).toEqual(['c', 'b', 'a', 'd']);
  });

  test('goes through resources that are no objects', () => {
    const wait = { time_sleep: { Wait: { depends_on: ['kubernetes_config_map_v1.B'] } } };
    expect(names({ A: { metadata: { name: 'a' }, depends_on: ['time_sleep.Wait'] }, B: named('b') }, wait)).toEqual(['b', 'a']);
  });

  test('does not mind what is not in the stack', () => {
    expect(names({ A: named('a', 'Elsewhere') })).toEqual(['a']);
  });
});

describe('a text', () => {
  const data = (value: string) => at(written('kubernetes_config_map_v1', { data: { key: value } })[0], 'data.key');

  test.each([
    ['$${HOME}', '${HOME}'],
    ['%%{if}', '%{if}'],
    ['$$${a}', '$${a}'],
    ['$$ 100% $x {{ $labels.x }}', '$$ 100% $x {{ $labels.x }}'],
    ['$%%{a}', '$%{a}'],
  ])('%s is %s, as Terraform reads it', (text, expected) => {
    expect(data(text)).toBe(expected);
  });

  test('the key of a map is one too', () => {
    expect(written('kubernetes_config_map_v1', { data: { '$${a}': '1' } })[0]).toMatchObject({ data: { '${a}': '1' } });
  });

  test.each(['${a.b}', 'x %{ if a }', '$$${"${a}"}'])('%s is known at apply only', (text) => {
    expect(() => data(text)).toThrow(`kubernetes_config_map_v1.One: data["key"] is known at apply only: ${text}`);
  });
});

describe('a Secret', () => {
  const values = { password: 'hunter2', username: 'app' };

  test('has the names of its keys and no value', () => {
    const objects = manifests((stack) => {
      new GeneratedSecret(stack, 'One', {
        name: 'one',
        namespace: 'app',
        keys: ['PASSWORD', 'A_KEY'],
        revision: 2,
        deletionProtection: true,
      });
    });
    expect(objects).toHaveLength(2);
    expect(objects[0]).toMatchObject({
      kind: 'Secret',
      metadata: { name: 'one-a', annotations: { 'massrouter/made-by': 'terraform', 'massrouter/keys': 'A_KEY,PASSWORD' } },
    });
    expect(JSON.stringify(objects)).not.toMatch(/\$\{|"data"|stringData/);
  });

  test('keeps its type and its own annotations', () => {
    const [secret] = manifests((stack) => {
      new SecretV1(stack, 'One', {
        metadata: { ...metadata, annotations: { note: 'x' } },
        type: 'kubernetes.io/tls',
        dataWo: values,
        dataWoRevision: 1,
      });
    });
    expect(secret).toMatchObject({
      type: 'kubernetes.io/tls',
      metadata: { annotations: { note: 'x', 'massrouter/keys': 'password,username' } },
    });
  });

  test.each(['data', 'data_wo', 'binary_data', 'binary_data_wo'])('shows nothing of %s', (argument) => {
    const text = JSON.stringify(written('kubernetes_secret_v1', { [argument]: values }));
    expect(text).toContain('password,username');
    expect(text).not.toContain('hunter2');
  });

  test('is not applied by kustomize, which would make it empty', () => {
    expect(at(written('kubernetes_secret_v1', { data_wo: values })[0], 'metadata.annotations')).toMatchObject({
      'config.kubernetes.io/local-config': 'true',
    });
  });

  test('with keys that are known at apply only is an error', () => {
    expect(() => written('kubernetes_secret_v1', { data_wo: '${local.all}' })).toThrow('data_wo has keys that are known at apply only');
  });
});

test('resources of other providers make no objects and are named', () => {
  const json = { resource: { cloudflare_dns_record: { One: {} }, kubernetes_config_map_v1: { Two: { metadata } } } };
  expect(toManifests(json)).toHaveLength(1);
  expect(notInManifests(json)).toEqual(['cloudflare_dns_record.One']);
});

test('a stack without resources makes nothing', () => {
  expect(toManifests({ terraform: {} })).toEqual([]);
});

test('an application tier is converted as a whole', () => {
  const tier = appTier();
  const objects = toManifests(tier.json);
  expect(objects).toHaveLength(Object.values(tier.json['resource'] as object).flatMap((one: object) => Object.keys(one)).length);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(
    expect.arrayContaining(['Deployment backend', 'Service portal', 'HorizontalPodAutoscaler admin', 'Secret backend-secrets-a']),
  );
});
