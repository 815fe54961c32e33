/** What each state of a cluster's environment owns, by physical name. */
import { versions } from '../../config';
import { local, localEnvironment, resourcesOf } from '../support/environments';
import { at, kubernetes, listAt, textAt } from '../support/invariants/blocks';
import { synthesize, withImages } from '../support/invariants/synthesis';

/** All stores are brought along: what is left is what these states own in any case. */
const environment = localEnvironment();
const { stacks, dependencies } = synthesize(environment);
/** The stacks of the environment with changes. */
const changed = (changes: object) => synthesize(localEnvironment(changes)).stacks;

const stackOf = (name: string, of = stacks) => {
  const stack = of.find((one) => one.name === `local-${name}`);
  if (stack === undefined) throw new Error(`no state ${name}`);
  return stack;
};
const names = (state: string, kind: string, of = stacks) =>
  kubernetes(stackOf(state, of), [kind]).map(({ body }) => textAt(body, 'metadata.name'));
const found = (state: string, kind: string, name: string, of = stacks) => {
  const resource = kubernetes(stackOf(state, of), [kind]).find(({ body }) => textAt(body, 'metadata.name') === name);
  if (resource === undefined) throw new Error(`no ${kind} ${name}`);
  return resource;
};

test('the states, each after those it builds on', () => {
  expect(dependencies).toEqual({
    'local-platform': [],
    'local-data': ['local-platform'],
    'local-app': ['local-platform', 'local-data'],
    'local-backup': ['local-app', 'local-data', 'local-platform'],
    'local-monitoring': ['local-app', 'local-data', 'local-platform'],
  });
});

describe('platform', () => {
  const namespace = found('platform', 'namespace', 'openrouter');

  test('owns the namespace, its quota and every network policy', () => {
    expect(names('platform', 'namespace')).toEqual(['openrouter']);
    expect(names('platform', 'resource_quota')).toEqual(['quota']);
    const watching = [
      'alertmanager',
      'blackbox-exporter',
      'grafana',
      'kube-state-metrics',
      'postgres-exporter',
      'prometheus',
      'redis-exporter',
    ];
    const own = ['admin', 'backend', 'backup', 'backup-exporter', 'default-deny', 'migration', 'portal'];
    expect(names('platform', 'network_policy').sort()).toEqual([...own, ...watching].sort());
    expect(resourcesOf(stackOf('platform'))).toHaveLength(16);
  });

  test.each(['enforce', 'audit', 'warn'])('the namespace has Pod Security restricted: %s', (mode) => {
    const { labels } = at(namespace.body, 'metadata') as { readonly labels: Readonly<Record<string, string>> };
    expect(labels[`pod-security.kubernetes.io/${mode}`]).toBe('restricted');
    expect(labels[`pod-security.kubernetes.io/${mode}-version`]).toBe(versions.podSecurity);
  });

  test('the quota counts memory limits and pods, as the sizing says', () => {
    const { quotaMemoryMiB, quotaPods } = environment.namespace;
    expect(at(found('platform', 'resource_quota', 'quota').body, 'spec.hard')).toEqual({
      'limits.memory': `${quotaMemoryMiB}Mi`,
      pods: String(quotaPods),
    });
  });

  test('the namespace is waited for longer than its slowest pod takes to end', () => {
    const patient = changed({ streaming: { drainSeconds: 100 } });
    expect([stacks, patient].map((of) => at(found('platform', 'namespace', 'openrouter', of).body, 'timeouts.delete'))).toEqual([
      '960s',
      '460s',
    ]);
  });

  test.each([true, false])('the namespace cannot be destroyed where deletionProtection is %s', (deletionProtection) => {
    const of = changed({ deletionProtection });
    expect(at(found('platform', 'namespace', 'openrouter', of).body, 'lifecycle.prevent_destroy')).toBe(deletionProtection);
  });

  test('by default nothing may talk to anything', () => {
    expect(at(found('platform', 'network_policy', 'default-deny').body, 'spec')).toEqual({
      pod_selector: {},
      policy_types: ['Ingress', 'Egress'],
    });
  });

  test.each(['admin', 'backend', 'default-deny', 'migration', 'portal'])('the policy %s comes after namespace and quota', (name) => {
    expect(listAt(found('platform', 'network_policy', name).body, 'depends_on')).toEqual([
      namespace.address,
      found('platform', 'resource_quota', 'quota').address,
    ]);
  });
});

describe('data', () => {
  test('owns nothing of stores that are brought along but the names of their engines', () => {
    expect(resourcesOf(stackOf('data')).map(({ address, body }) => [address, body['input']])).toEqual(
      ['Objectstorage', 'Postgres', 'Redis'].map((box) => [`terraform_data.Kept_${box}`, 'external']),
    );
  });
});

describe('app', () => {
  test('owns the services, the migration, and what both are told', () => {
    expect(names('app', 'deployment')).toEqual(['admin', 'backend', 'portal']);
    expect(names('app', 'service')).toEqual(['admin', 'backend', 'portal']);
    expect(names('app', 'horizontal_pod_autoscaler')).toEqual(['admin', 'backend', 'portal']);
    expect(names('app', 'pod_disruption_budget')).toEqual(['admin', 'backend', 'portal']);
    expect(names('app', 'service_account')).toEqual(['admin', 'backend', 'migration', 'portal']);
    expect(names('app', 'config_map')).toEqual(['admin-config', 'backend-config', 'portal-config', 'stand-in']);
    expect(names('app', 'secret')).toEqual(['backend-secrets-a', 'backend-secrets-b']);
    expect(names('app', 'job')).toEqual([expect.stringMatching(/^migration-[0-9a-f]{14}$/)]);
  });

  test('owns no namespace and no policy: they outlive a release', () => {
    expect([...names('app', 'namespace'), ...names('app', 'network_policy')]).toEqual([]);
  });

  test('has no stand-in where every service has an image', () => {
    const of = changed({ ...withImages, postgres: { ...(local()['postgres'] as object), maxConnections: 200 } });
    expect(names('app', 'config_map', of)).toEqual(['admin-config', 'backend-config', 'portal-config']);
  });

  test('the namespace is the platform’s, whatever it is called', () => {
    const of = changed({ namespace: { name: 'elsewhere' } });
    const namespaces = of
      .filter(({ name }) => name !== 'local-monitoring')
      .flatMap((stack) => resourcesOf(stack).map(({ body }) => textAt(body, 'metadata.namespace')));
    expect(new Set(namespaces.filter((name) => name !== undefined))).toEqual(new Set(['elsewhere']));
    expect(names('platform', 'namespace', of)).toEqual(['elsewhere']);
  });
});

describe('monitoring', () => {
  const of = changed({ namespace: { name: 'elsewhere' } });

  test('owns one namespace more: that of what reads the nodes', () => {
    expect(names('monitoring', 'namespace', of)).toEqual(['elsewhere-nodes']);
    const there = resourcesOf(stackOf('monitoring', of)).filter(({ body }) => textAt(body, 'metadata.namespace') === 'elsewhere-nodes');
    expect(new Set(there.map(({ body }) => textAt(body, 'metadata.name')))).toEqual(
      new Set(['default-deny', 'node-exporter', 'prometheus', 'kube-state-metrics']),
    );
  });
});
