import type { Component, Flow, Peer } from '../../../config';
import { componentLabels } from '../../../constructs/kubernetes';
import { NetworkPolicies } from '../../../constructs/platform/network-policies';
import { at, synthesize } from '../../support/synthesized';

const tcp = (port: number) => [{ port, protocol: 'TCP' as const }];
const nobody: Component = { ports: {}, runsAs: { cidrs: [] } };
const components: Record<Peer, Component> = {
  'load-balancer': { ports: {}, runsAs: { namespace: 'edge', podLabels: { app: 'nginx' } } },
  backend: { ports: { http: tcp(8080) }, runsAs: { pods: true } },
  admin: { ports: { http: tcp(3000) }, runsAs: { pods: true } },
  portal: { ports: { http: tcp(3001) }, runsAs: { pods: true } },
  migration: { ports: {}, runsAs: { pods: true } },
  postgres: { ports: { postgres: tcp(5432) }, runsAs: { cidrs: ['10.1.0.0/24', '10.2.0.0/24'] } },
  redis: { ports: { redis: tcp(6379) }, runsAs: { cidrs: [] } },
  'object-storage': nobody,
  dns: {
    ports: {
      dns: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
    runsAs: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } },
  },
  apiServer: nobody,
  podIdentity: nobody,
  kubelet: nobody,
  internet: { ports: { https: tcp(443) }, runsAs: { cidrs: ['0.0.0.0/0'], except: ['169.254.169.254/32'] } },
  edge: nobody,
  prometheus: nobody,
  alertmanager: nobody,
  grafana: nobody,
  'kube-state-metrics': nobody,
  'node-exporter': nobody,
  'postgres-exporter': nobody,
  'redis-exporter': nobody,
  'blackbox-exporter': nobody,
  'cloudwatch-exporter': nobody,
};
const flow = (from: Peer, to: Peer, port: Flow['port']): Flow => ({ from, to, port, why: 'a test' });
const flows = [
  flow('load-balancer', 'backend', 'http'),
  flow('admin', 'backend', 'http'),
  flow('backend', 'postgres', 'postgres'),
  flow('backend', 'redis', 'redis'),
  flow('backend', 'dns', 'dns'),
  flow('backend', 'internet', 'https'),
  flow('redis', 'portal', 'http'),
];
const synth = (some: readonly Flow[] = flows) =>
  synthesize((stack) => {
    new NetworkPolicies(stack, 'NetworkPolicies', { namespace: 'openrouter', flows: some, components });
  });
const policies = synth();
const policy = (name: string) => policies.find('kubernetes_network_policy_v1', name);

test('everything is denied to every pod, both ways', () => {
  expect(at(policy('default-deny'), 'spec')).toEqual({ pod_selector: {}, policy_types: ['Ingress', 'Egress'] });
});

test('there is one policy for each component that runs as pods, and for no other', () => {
  expect(policies.names('kubernetes_network_policy_v1')).toEqual(['admin', 'backend', 'default-deny', 'migration', 'portal']);
});

test('each selects its own pods and governs both directions', () => {
  expect(policy('backend')).toMatchObject({
    metadata: { namespace: 'openrouter' },
    spec: { pod_selector: { match_labels: componentLabels('backend') }, policy_types: ['Ingress', 'Egress'] },
  });
});

test('pods of another namespace are one peer: these pods of that namespace', () => {
  expect(at(policy('backend'), 'spec.ingress.0')).toEqual({
    from: [
      {
        namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': 'edge' } },
        pod_selector: { match_labels: { app: 'nginx' } },
      },
    ],
    ports: [{ port: '8080', protocol: 'TCP' }],
  });
});

test('pods of this namespace are named by their labels, on both ends of the flow', () => {
  expect(at(policy('backend'), 'spec.ingress.1.from')).toEqual([{ pod_selector: { match_labels: componentLabels('admin') } }]);
  expect(at(policy('admin'), 'spec.egress')).toEqual([
    { to: [{ pod_selector: { match_labels: componentLabels('backend') } }], ports: [{ port: '8080', protocol: 'TCP' }] },
  ]);
});

test('each address range is a peer of its own', () => {
  expect(at(policy('backend'), 'spec.egress.0')).toEqual({
    to: [{ ip_block: { cidr: '10.1.0.0/24' } }, { ip_block: { cidr: '10.2.0.0/24' } }],
    ports: [{ port: '5432', protocol: 'TCP' }],
  });
});

test('a port may have two protocols', () => {
  expect(at(policy('backend'), 'spec.egress.1.ports')).toEqual([
    { port: '53', protocol: 'UDP' },
    { port: '53', protocol: 'TCP' },
  ]);
});

test('the internet does not include the metadata service', () => {
  expect(at(policy('backend'), 'spec.egress.2.to')).toEqual([{ ip_block: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }]);
});

test('a flow from or to nowhere is no rule: an empty list would mean everyone', () => {
  expect(at(policy('backend'), 'spec.egress')).toHaveLength(3); // not redis
  expect(at(policy('portal'), 'spec.ingress')).toEqual([]);
});

test('no rule has an empty list of peers or ports', () => {
  const rules = policies
    .names('kubernetes_network_policy_v1')
    .flatMap((name) => [at(policy(name), 'spec.ingress'), at(policy(name), 'spec.egress')].flat())
    .filter((rule) => rule !== undefined);
  expect(rules.length).toBeGreaterThan(0);
  for (const rule of rules) {
    expect(at(rule, 'from.0') ?? at(rule, 'to.0')).toBeDefined();
    expect(at(rule, 'ports.0')).toBeDefined();
  }
});

test('a flow to a port that the component does not have is an error, not a rule for all ports', () => {
  expect(() => synth([flow('admin', 'backend', 'metrics')])).toThrow('admin → backend: backend has no port metrics');
});

test('a component without flows keeps its policy and may do nothing', () => {
  expect(at(policy('migration'), 'spec')).toMatchObject({ ingress: [], egress: [], policy_types: ['Ingress', 'Egress'] });
});
