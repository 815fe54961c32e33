/**
 * What a set of NetworkPolicies allows, as the API defines it; no plugin is asked.
 * https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
import { BlockList, isIPv6 } from 'node:net';
import { once } from './once';

export interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Numbers of its named ports; default none. */
  readonly ports?: Readonly<Record<string, { readonly port: number; readonly protocol: Protocol }>>;
  /** Default: in no range. The API means `ipBlock` for what is outside of the cluster; most plugins let it match pods too. */
  readonly ip?: string;
}

/** Something that is no pod. */
export interface Outside {
  readonly ip: string;
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export interface Connection {
  readonly from: Pod | Outside;
  readonly to: Pod | Outside;
  /** Of `to`. */
  readonly port: number;
  readonly protocol: Protocol;
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

interface NetworkPolicyPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface NetworkPolicyPort {
  readonly port?: number | string;
  readonly endPort?: number;
  readonly protocol?: string;
}

interface Rule {
  readonly from?: readonly NetworkPolicyPeer[];
  readonly to?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

/** The parts of a NetworkPolicy that decide. */
export interface NetworkPolicy {
  readonly metadata: { readonly name?: string; readonly namespace?: string };
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

/** The NetworkPolicies among Kubernetes objects. */
export const networkPoliciesOf = (objects: readonly { readonly apiVersion: string; readonly kind: string }[]): readonly NetworkPolicy[] =>
  objects.filter(({ apiVersion, kind }) => apiVersion === 'networking.k8s.io/v1' && kind === 'NetworkPolicy') as unknown as NetworkPolicy[];

/**
 * Whether a connection can be opened: the policies of both ends must allow it, and a pod that none selects allows everything. Namespaces
 * have the label with their name, which Kubernetes gives to all, and those of `namespaceLabels`.
 */
export const networkPolicyEvaluator = (
  policies: readonly NetworkPolicy[],
  namespaceLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
) => {
  /** The policies that a pod is under, which is asked about for every port. */
  const policiesFor = (direction: Direction) =>
    once((pod: Pod) => policies.filter((policy) => governs(policy, direction) && isSelected(policy, pod)));
  const governing = { Ingress: policiesFor('Ingress'), Egress: policiesFor('Egress') };
  return { allowed };

  function allowed(connection: Connection): boolean {
    const { from, to } = connection;
    if (from === to) return true; // a pod cannot keep itself out
    return allows('Egress', from, to) && allows('Ingress', to, from);

    function allows(direction: Direction, owner: Pod | Outside, peer: Pod | Outside): boolean {
      if (!isPod(owner)) return true;
      const own = governing[direction](owner);
      return own.length === 0 || own.some((policy) => rulesOf(policy, direction).some((rule) => matches(rule, policy, peer)));
    }

    /** No list of peers, or an empty one, means everyone; the same for ports. */
    function matches({ from: sources, to: targets, ports = [] }: Rule, policy: NetworkPolicy, peer: Pod | Outside): boolean {
      const peers = sources ?? targets ?? [];
      const isPeer = peers.length === 0 || peers.some((one) => isAt(one, policy, peer));
      return isPeer && (ports.length === 0 || ports.some((one) => isPort(one, connection)));
    }

    function isAt({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, policy: NetworkPolicy, peer: Pod | Outside): boolean {
      if (ipBlock !== undefined) {
        if (podSelector ?? namespaceSelector) throw invalid(policy, 'a peer with ipBlock has nothing else');
        return peer.ip !== undefined && isIn(ipBlock.cidr, peer.ip) && !(ipBlock.except ?? []).some((cidr) => isIn(cidr, peer.ip));
      }
      if (!podSelector && !namespaceSelector) throw invalid(policy, 'a peer has a selector or an ipBlock');
      if (!isPod(peer)) return false;
      const labels = { ...namespaceLabels[peer.namespace], 'kubernetes.io/metadata.name': peer.namespace };
      const isNamespace = namespaceSelector ? selects(namespaceSelector, labels) : peer.namespace === policy.metadata.namespace;
      return isNamespace && (podSelector === undefined || selects(podSelector, peer.labels));
    }
  }
};

type Direction = 'Ingress' | 'Egress';

const isPod = (end: Pod | Outside): end is Pod => 'namespace' in end;

const isSelected = ({ metadata, spec }: NetworkPolicy, pod: Pod): boolean =>
  metadata.namespace === pod.namespace && selects(spec.podSelector, pod.labels);

const rulesOf = ({ spec }: NetworkPolicy, direction: Direction): readonly Rule[] =>
  (direction === 'Ingress' ? spec.ingress : spec.egress) ?? [];

/** Without policyTypes, a policy is for what comes in, and for what goes out if it has a rule for it. */
const governs = (policy: NetworkPolicy, direction: Direction): boolean =>
  policy.spec.policyTypes?.includes(direction) ?? (direction === 'Ingress' || rulesOf(policy, 'Egress').length > 0);

function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Readonly<Record<string, string>>): boolean {
  const hasLabels = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return hasLabels && matchExpressions.every(({ key, operator, values = [] }) => expression(operator, labels[key], values));
}

function expression(operator: string, label: string | undefined, values: readonly string[]): boolean {
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    default:
      throw new Error(`a selector has no operator ${operator}`);
  }
}

function isPort({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort, connection: Connection): boolean {
  if (protocol !== connection.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return port <= connection.port && connection.port <= (endPort ?? port);
  const named = isPod(connection.to) ? connection.to.ports?.[port] : undefined;
  return named !== undefined && named.port === connection.port && named.protocol === connection.protocol;
}

const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

function isIn(cidr: string, ip = ''): boolean {
  const [network = ''] = cidr.split('/');
  return family(network) === family(ip) && rangeOf(cidr).check(ip, family(ip));
}

const ranges = new Map<string, BlockList>();

/** Made once: an address is looked for in the same ranges for every port. */
function rangeOf(cidr: string): BlockList {
  const known = ranges.get(cidr);
  if (known) return known;
  const range = new BlockList();
  const [network = '', length] = cidr.split('/');
  range.addSubnet(network, Number(length), family(network));
  ranges.set(cidr, range);
  return range;
}

const invalid = ({ metadata }: NetworkPolicy, problem: string) =>
  new Error(`NetworkPolicy ${metadata.namespace}/${metadata.name}: ${problem}`);
