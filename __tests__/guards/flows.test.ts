/** Of every environment: a connection is allowed by the rendered policies exactly where config/derived/flows.ts has a flow. */
import { BlockList } from 'node:net';
import { componentOf, loadEnvironments, type Environment, type Peer } from '../../config';
import type { Location } from '../../config/derived/peers';
import { componentLabels } from '../../constructs/kubernetes';
import { toManifests } from '../../scripts/manifests/to-manifests';
import { localEnvironment } from '../support/environments';
import { podsOf } from '../support/invariants/pods';
import { synthesize } from '../support/invariants/synthesis';
import {
  networkPoliciesOf,
  networkPolicyEvaluator,
  type NetworkPolicy,
  type Outside,
  type Pod,
  type Protocol,
} from '../support/network-policy-evaluator';

interface Place {
  readonly name: string;
  readonly end: Pod | Outside;
}

const nameLabel = 'app.kubernetes.io/name';
const environments = loadEnvironments([]);

/** Of all states: what may talk to whom, and the pods that there are. Network policies are literals, whatever else is known at apply only. */
function read(environment: Environment): { readonly policies: readonly NetworkPolicy[]; readonly ownPods: readonly Pod[] } {
  const { stacks } = synthesize(environment);
  const objects = stacks.flatMap(({ json }) =>
    toManifests({ resource: { kubernetes_network_policy_v1: json.resource?.['kubernetes_network_policy_v1'] ?? {} } }),
  );
  const pods = stacks.flatMap(podsOf).map(({ namespace, labels }) => ({ namespace, labels: labels as Pod['labels'] }));
  return { policies: networkPoliciesOf(objects), ownPods: pods.filter(({ namespace }) => namespace === environment.namespace.name) };
}

const hasLabels = (pod: Pod, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(labels).every(([key, value]) => pod.labels[key] === value);

/** Whether a peer of a flow is where the connection starts or ends. */
function isAt(name: Peer, location: Location, end: Pod | Outside, ownNamespace: string): boolean {
  if ('pods' in location) return 'namespace' in end && end.namespace === ownNamespace && hasLabels(end, componentLabels(name));
  if ('namespace' in location) return 'namespace' in end && end.namespace === location.namespace && hasLabels(end, location.podLabels);
  const { cidrs, except = [] } = location;
  return !('namespace' in end) && rangesOf(cidrs).check(end.ip) && !rangesOf(except).check(end.ip);
}

function rangesOf(cidrs: readonly string[]): BlockList {
  const ranges = new BlockList();
  for (const cidr of cidrs) ranges.addSubnet(cidr.split('/')[0] ?? '', Number(cidr.split('/')[1]));
  return ranges;
}

/** The second address of a range; of a range of one, that one. */
function addressIn(cidr: string): string {
  const [network = '', length] = cidr.split('/');
  return length === '32' ? network : network.replace(/\d+$/, (last) => String(Number(last) + 1));
}

/** Where every peer is, and where none is: strangers, and pods with the right labels in the wrong namespace. */
function placesOf(environment: Environment, ownPods: readonly Pod[]): readonly Place[] {
  const namespace = environment.namespace.name;
  const peers = Object.entries(environment.components).flatMap(([name, { runsAs }]): Place[] => {
    if ('pods' in runsAs) {
      return ownPods
        .filter(({ labels }) => labels[nameLabel] === name)
        .flatMap((pod): Place[] => [
          { name, end: { ...pod } },
          { name: `${name} of another namespace`, end: { ...pod, namespace: 'elsewhere' } },
        ]);
    }
    if ('namespace' in runsAs) {
      const { podLabels: labels } = runsAs;
      return [
        { name, end: { namespace: runsAs.namespace, labels } },
        { name: `a neighbour of ${name}`, end: { namespace: runsAs.namespace, labels: {} } },
        { name: `a pod with the labels of ${name}`, end: { namespace, labels } },
      ];
    }
    const outside = (cidr: string): Place => ({ name: `${name} ${cidr}`, end: { ip: addressIn(cidr) } });
    return [...runsAs.cidrs.map(outside), ...(runsAs.except ?? []).map(outside)];
  });
  return [...peers, { name: 'a stranger', end: { namespace, labels: {} } }, { name: 'an address', end: { ip: '203.0.113.7' } }];
}

/** Connections from or to the environment's own pods about which policies and flows disagree, and how many are allowed. */
function compare(environment: Environment, policies: readonly NetworkPolicy[], ownPods: readonly Pod[]) {
  const all = environment.components;
  const evaluator = networkPolicyEvaluator(policies);
  const numbers = Object.values(all).flatMap(({ ports }) => Object.values(ports).flat());
  const ports = [...new Set([22, ...numbers.map(({ port }) => port)])];
  const namespace = environment.namespace.name;
  const isOwn = ({ end }: Place) => 'namespace' in end && end.namespace === namespace;
  let allowedCount = 0;
  const problems: string[] = [];
  const [froms, tos] = [placesOf(environment, ownPods), placesOf(environment, ownPods)];
  for (const from of froms) {
    for (const to of tos.filter((place) => isOwn(from) || isOwn(place))) {
      const between = environment.flows.filter(
        (flow) =>
          isAt(flow.from, componentOf(all, flow.from).runsAs, from.end, namespace) &&
          isAt(flow.to, componentOf(all, flow.to).runsAs, to.end, namespace),
      );
      for (const port of ports) {
        for (const protocol of ['TCP', 'UDP'] satisfies Protocol[]) {
          const isFlow = between.some((flow) =>
            componentOf(all, flow.to).ports[flow.port]?.some((one) => one.port === port && one.protocol === protocol),
          );
          const isAllowed = evaluator.allowed({ from: from.end, to: to.end, port, protocol });
          allowedCount += Number(isAllowed);
          const what = `${from.name} → ${to.name}, ${protocol} ${port}`;
          if (isAllowed && !isFlow) problems.push(`${what} is allowed and no flow`);
          if (isFlow && !isAllowed) problems.push(`${what} is a flow and not allowed`);
        }
      }
    }
  }
  return { problems, allowedCount };
}

/** Components without pods, and pods without a component: neither would be compared. */
function unmatched(environment: Environment, ownPods: readonly Pod[]): readonly string[] {
  const named = Object.entries(environment.components).flatMap(([name, { runsAs }]) => ('pods' in runsAs ? [name] : []));
  const isOf = (pod: Pod, name: string) => hasLabels(pod, componentLabels(name));
  return [
    ...named.filter((name) => !ownPods.some((pod) => isOf(pod, name))).map((name) => `${name} has no pods`),
    ...ownPods.filter((pod) => !named.some((name) => isOf(pod, name))).map(({ labels }) => `${labels[nameLabel]} is no component`),
  ];
}

describe.each(environments.map((environment) => [environment.name, environment] as const))('%s', (_, environment) => {
  const { policies, ownPods } = read(environment);

  test('every component that runs as pods has some, and every pod is of one', () => {
    expect(unmatched(environment, ownPods)).toEqual([]);
  });

  test('what is allowed is a flow, and every flow is allowed', () => {
    const { problems, allowedCount } = compare(environment, policies, ownPods);
    expect(problems).toEqual([]);
    expect(allowedCount).toBeGreaterThanOrEqual(environment.flows.length);
  });
});

describe('the guard fails', () => {
  const environment = localEnvironment(); // with a load balancer of another namespace, whose own policies are nobody's here
  const { policies, ownPods } = read(environment);
  const problemsWith = (change: (policy: NetworkPolicy) => NetworkPolicy[]) =>
    compare(environment, policies.flatMap(change), ownPods).problems;
  const ofBackend = (change: (spec: NetworkPolicy['spec']) => Partial<NetworkPolicy['spec']>) => (policy: NetworkPolicy) =>
    policy.metadata.name === 'backend' ? [{ ...policy, spec: { ...policy.spec, ...change(policy.spec) } }] : [policy];

  test('nothing was changed and nothing fails', () => {
    expect(problemsWith((policy) => [policy])).toEqual([]);
  });

  test('at a component without pods, and at pods without a component', () => {
    const pods = ownPods.map((pod) => (hasLabels(pod, componentLabels('admin')) ? { ...pod, labels: { [nameLabel]: 'else' } } : pod));
    expect(unmatched(environment, pods)).toEqual(['admin has no pods', 'else is no component']);
  });

  test('at one peer too many', () => {
    const problems = problemsWith(
      ofBackend(({ ingress = [] }) => ({
        ingress: ingress.map((rule) => ({ ...rule, from: [...(rule.from ?? []), { ipBlock: { cidr: '203.0.113.0/24' } }] })),
      })),
    );
    expect(problems).toEqual(['an address → backend, TCP 8080 is allowed and no flow']);
  });

  test('at a rule that is missing', () => {
    const problems = problemsWith(ofBackend(({ ingress = [] }) => ({ ingress: ingress.slice(0, 1) })));
    expect(problems).toContain('admin → backend, TCP 8080 is a flow and not allowed');
  });

  test('at a port too many', () => {
    const problems = problemsWith(ofBackend(({ ingress = [] }) => ({ ingress: ingress.map((rule) => ({ ...rule, ports: [] })) })));
    expect(problems).toContain('load-balancer → backend, TCP 22 is allowed and no flow');
  });

  test('at namespace and pods as two peers', () => {
    const apart = ofBackend(({ ingress = [] }) => ({
      ingress: ingress.map(({ from = [], ...rule }) => ({
        ...rule,
        from: from.flatMap(({ namespaceSelector, ...peer }) => (namespaceSelector ? [{ namespaceSelector }, peer] : [peer])),
      })),
    }));
    expect(problemsWith(apart)).toContain('a neighbour of load-balancer → backend, TCP 8080 is allowed and no flow');
  });

  test('without the policy that denies the rest', () => {
    const problems = problemsWith((policy) => (policy.metadata.name === 'default-deny' ? [] : [policy]));
    expect(problems).toContain('a stranger → an address, TCP 22 is allowed and no flow');
  });
});
