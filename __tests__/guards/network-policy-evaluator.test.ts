import {
  networkPoliciesOf,
  networkPolicyEvaluator,
  type Connection,
  type NetworkPolicy,
  type Outside,
  type Pod,
} from '../support/network-policy-evaluator';

type Spec = NetworkPolicy['spec'];

const policy = (spec: Spec, namespace = 'app'): NetworkPolicy => ({ metadata: { name: 'one', namespace }, spec });
const labelled = (app: string) => ({ matchLabels: { app } });
const named = (namespace: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': namespace } });
const api: Pod = { namespace: 'app', labels: { app: 'api', tier: 'back' }, ports: { http: { port: 8080, protocol: 'TCP' } } };
const web: Pod = { namespace: 'app', labels: { app: 'web' } };
const webElsewhere: Pod = { namespace: 'edge', labels: { app: 'web' } };
const bare: Pod = { namespace: 'app', labels: {} };
const outside: Outside = { ip: '203.0.113.7' };

const connection = (changes: Partial<Connection>): Connection => ({ from: web, to: api, port: 8080, protocol: 'TCP', ...changes });
const allowed = (policies: NetworkPolicy[], changes: Partial<Connection> = {}): boolean =>
  networkPolicyEvaluator(policies, { edge: { zone: 'public' } }).allowed(connection(changes));
/** Of the pods that call themselves `api`, what comes in. */
const ingress = (...rules: NonNullable<Spec['ingress']>): NetworkPolicy[] => [
  policy({ podSelector: labelled('api'), policyTypes: ['Ingress'], ingress: rules }),
];
/** Of every pod of the namespace, what goes out. */
const egress = (...rules: NonNullable<Spec['egress']>): NetworkPolicy[] => [
  policy({ podSelector: {}, policyTypes: ['Egress'], egress: rules }),
];

describe('which pods a policy is for', () => {
  const nothing = (podSelector: Spec['podSelector']) => [policy({ podSelector, policyTypes: ['Ingress'] })];

  test.each([
    ['a pod that no policy selects allows everything', [], true],
    ['a selected pod without a rule allows nothing', nothing(labelled('api')), false],
    ['an empty selector selects every pod of the namespace', nothing({}), false],
    ['a policy of another namespace is for its own pods', [policy({ podSelector: {}, policyTypes: ['Ingress'] }, 'edge')], true],
    ['labels must all be there', nothing({ matchLabels: { app: 'api', tier: 'front' } }), true],
    [
      'labels and expressions must all hold',
      nothing({ ...labelled('api'), matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }),
      true,
    ],
    ['In', nothing({ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] }), false],
    ['In without the label', nothing({ matchExpressions: [{ key: 'none', operator: 'In', values: ['api'] }] }), true],
    ['NotIn', nothing({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['api'] }] }), true],
    ['NotIn without the label', nothing({ matchExpressions: [{ key: 'none', operator: 'NotIn', values: ['api'] }] }), false],
    ['Exists', nothing({ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }), false],
    ['DoesNotExist', nothing({ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }), true],
  ])('%s', (_, policies, expected) => {
    expect(allowed(policies)).toBe(expected);
  });

  test('an operator that does not exist is an error', () => {
    expect(() => allowed(nothing({ matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] }))).toThrow('Gt');
  });
});

describe('which direction a policy is for', () => {
  const only = (changes: Partial<Spec>) => [policy({ podSelector: {}, ...changes })];

  test.each<[string, NetworkPolicy[], Partial<Connection>, boolean]>([
    ['policyTypes Ingress leaves what goes out', only({ policyTypes: ['Ingress'] }), { from: api, to: outside }, true],
    ['policyTypes Egress leaves what comes in', only({ policyTypes: ['Egress'] }), { from: outside, to: api }, true],
    ['policyTypes Egress governs what goes out', only({ policyTypes: ['Egress'] }), { from: api, to: outside }, false],
    ['without policyTypes: what comes in', only({}), { from: outside, to: api }, false],
    ['without policyTypes and egress rules: not what goes out', only({}), { from: api, to: outside }, true],
    ['without policyTypes, an empty list of egress rules is none', only({ egress: [] }), { from: api, to: outside }, true],
    [
      'without policyTypes, an egress rule governs what goes out',
      only({ egress: [{ to: [{ podSelector: {} }] }] }),
      { from: api, to: outside },
      false,
    ],
    [
      'egress rules do not count where policyTypes names Ingress only',
      only({ policyTypes: ['Ingress'], egress: [{ to: [{ podSelector: {} }] }] }),
      { from: api, to: outside },
      true,
    ],
  ])('%s', (_, policies, changes, expected) => {
    expect(allowed(policies, changes)).toBe(expected);
  });
});

describe('peers', () => {
  test.each<[string, NetworkPolicy[], Partial<Connection>, boolean]>([
    ['an empty rule lets everyone in', ingress({}), { from: outside }, true],
    ['an empty list of peers is everyone', ingress({ from: [] }), { from: outside }, true],
    ['an empty list of targets is everyone', egress({ to: [] }), { from: api, to: outside }, true],
    ['a podSelector is for pods of the policy’s namespace', ingress({ from: [{ podSelector: labelled('web') }] }), {}, true],
    ['and for no others', ingress({ from: [{ podSelector: labelled('web') }] }), { from: webElsewhere }, false],
    ['an empty podSelector is every pod of the namespace', ingress({ from: [{ podSelector: {} }] }), { from: bare }, true],
    ['and nothing outside', ingress({ from: [{ podSelector: {} }] }), { from: outside }, false],
    [
      'a namespaceSelector is every pod of the namespaces',
      ingress({ from: [{ namespaceSelector: named('edge') }] }),
      { from: webElsewhere },
      true,
    ],
    ['and not of the policy’s own', ingress({ from: [{ namespaceSelector: named('edge') }] }), {}, false],
    [
      'a namespace is found by labels of its own',
      ingress({ from: [{ namespaceSelector: { matchLabels: { zone: 'public' } } }] }),
      { from: webElsewhere },
      true,
    ],
    [
      'an empty namespaceSelector is every pod of the cluster',
      ingress({ from: [{ namespaceSelector: {} }] }),
      { from: webElsewhere },
      true,
    ],
    ['and nothing outside of it', ingress({ from: [{ namespaceSelector: {} }] }), { from: outside }, false],
    [
      'both in one entry: such pods of that namespace',
      ingress({ from: [{ namespaceSelector: named('edge'), podSelector: labelled('web') }] }),
      { from: webElsewhere },
      true,
    ],
    [
      'and no other pods of it',
      ingress({ from: [{ namespaceSelector: named('edge'), podSelector: labelled('api') }] }),
      { from: webElsewhere },
      false,
    ],
    [
      'and no such pods of the policy’s namespace',
      ingress({ from: [{ namespaceSelector: named('edge'), podSelector: labelled('web') }] }),
      {},
      false,
    ],
    [
      'as two entries: any pod of that namespace',
      ingress({ from: [{ namespaceSelector: named('edge') }, { podSelector: labelled('api') }] }),
      { from: webElsewhere },
      true,
    ],
    [
      'or such pods of the policy’s namespace',
      ingress({ from: [{ namespaceSelector: named('edge') }, { podSelector: labelled('web') }] }),
      {},
      true,
    ],
    ['a range', ingress({ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }), { from: outside }, true],
    ['a range written from the middle', ingress({ from: [{ ipBlock: { cidr: '203.0.113.77/24' } }] }), { from: outside }, true],
    ['another range', ingress({ from: [{ ipBlock: { cidr: '203.0.112.0/24' } }] }), { from: outside }, false],
    ['except is taken out', ingress({ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.7/32'] } }] }), { from: outside }, false],
    [
      'except of one range is not that of the next',
      ingress({ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.7/32'] } }, { ipBlock: { cidr: '203.0.113.0/24' } }] }),
      { from: outside },
      true,
    ],
    ['a range of IPv4 has no IPv6', ingress({ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }), { from: { ip: '2001:db8::1' } }, false],
    ['a range of IPv6', ingress({ from: [{ ipBlock: { cidr: '2001:db8::/32' } }] }), { from: { ip: '2001:db8::1' } }, true],
    ['a range is not for pods whose address is not known', ingress({ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }), {}, false],
    [
      'and for those whose address is in it',
      ingress({ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }),
      { from: { ...web, ip: '10.2.3.4' } },
      true,
    ],
    ['one policy that allows it is enough', [...ingress(), ...ingress({ from: [{ podSelector: labelled('web') }] })], {}, true],
  ])('%s', (_, policies, changes, expected) => {
    expect(allowed(policies, changes)).toBe(expected);
  });

  test.each([
    ['an empty peer', {}],
    ['a range together with a selector', { ipBlock: { cidr: '0.0.0.0/0' }, podSelector: {} }],
  ])('%s is an error, as the API server says too', (_, peer) => {
    expect(() => allowed(ingress({ from: [peer] }))).toThrow('NetworkPolicy app/one');
  });
});

describe('ports', () => {
  test.each<[string, NetworkPolicy[], Partial<Connection>, boolean]>([
    ['an empty list of ports is all of them', ingress({ ports: [] }), { port: 1, protocol: 'SCTP' }, true],
    ['a number', ingress({ ports: [{ port: 8080 }] }), {}, true],
    ['another number', ingress({ ports: [{ port: 8081 }] }), {}, false],
    ['TCP where no protocol is named', ingress({ ports: [{ port: 8080 }] }), { protocol: 'UDP' }, false],
    ['another protocol', ingress({ ports: [{ port: 8080, protocol: 'UDP' }] }), { protocol: 'UDP' }, true],
    ['a protocol without a number is all its ports', ingress({ ports: [{ protocol: 'UDP' }] }), { port: 1, protocol: 'UDP' }, true],
    ['and no other protocol', ingress({ ports: [{ protocol: 'UDP' }] }), {}, false],
    ['the last of a range', ingress({ ports: [{ port: 8000, endPort: 8080 }] }), {}, true],
    ['beyond a range', ingress({ ports: [{ port: 8000, endPort: 8079 }] }), {}, false],
    ['before a range', ingress({ ports: [{ port: 8081, endPort: 8090 }] }), {}, false],
    ['a name of the pod that listens', ingress({ ports: [{ port: 'http' }] }), {}, true],
    ['a name for another number', ingress({ ports: [{ port: 'http' }] }), { port: 8081 }, false],
    ['a name with another protocol', ingress({ ports: [{ port: 'http', protocol: 'UDP' }] }), { protocol: 'UDP' }, false],
    ['a name that the pod does not have', ingress({ ports: [{ port: 'metrics' }] }), {}, false],
    ['a name is nothing to an address', egress({ ports: [{ port: 'http' }] }), { to: outside }, false],
    [
      'the peer of one rule does not get the ports of another',
      ingress(
        { from: [{ podSelector: labelled('web') }], ports: [{ port: 1 }] },
        { from: [{ podSelector: labelled('api') }], ports: [{ port: 8080 }] },
      ),
      {},
      false,
    ],
  ])('%s', (_, policies, changes, expected) => {
    expect(allowed(policies, changes)).toBe(expected);
  });
});

describe('both ends', () => {
  const out = policy({ podSelector: labelled('web'), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: labelled('api') }] }] });
  const into = policy({ podSelector: labelled('api'), policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: labelled('web') }] }] });
  const closed = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

  test('both allow it', () => {
    expect(allowed([closed, out, into])).toBe(true);
  });

  test('only what goes out is allowed', () => {
    expect(allowed([closed, out])).toBe(false);
  });

  test('only what comes in is allowed', () => {
    expect(allowed([closed, into])).toBe(false);
  });

  test('the way back is not open', () => {
    expect(allowed([closed, out, into], { from: api, to: web })).toBe(false);
  });

  test('a pod cannot keep itself out', () => {
    expect(allowed([closed], { from: api, to: api })).toBe(true);
  });

  test('no policy is for what is not in the cluster', () => {
    expect(allowed([closed], { from: outside, to: { ip: '198.51.100.1' } })).toBe(true);
  });
});

test('of other objects it takes no notice', () => {
  const objects = [
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', ...policy({ podSelector: {} }) },
  ];
  expect(networkPoliciesOf(objects)).toEqual([objects[1]]);
});
