import { componentOf, type Component, type Flow, type Peer } from '../../../config';
import { SecurityGroupRules } from '../../../constructs/cluster';
import { flowRules, type RuleGroup, type SecurityGroupRule } from '../../../constructs/cluster/flow-rules';
import { synthesized } from './cluster.fixture';

const tcp = (port: number) => [{ port, protocol: 'TCP' as const }];
const nobody: Component = { ports: {}, runsAs: { cidrs: [] } };
const pods = (port?: number): Component => ({ ports: port === undefined ? {} : { http: tcp(port) }, runsAs: { pods: true } });
const components = {
  'load-balancer': { ports: { https: tcp(443) }, runsAs: { cidrs: ['10.0.0.0/20'], securityGroup: 'loadBalancer' } },
  backend: pods(8080),
  admin: pods(3000),
  portal: pods(3001),
  migration: pods(),
  postgres: { ports: { postgres: tcp(5433) }, runsAs: { cidrs: ['10.0.64.0/20'], securityGroup: 'postgres' } },
  redis: { ports: { redis: tcp(6380) }, runsAs: { cidrs: ['10.0.64.0/20'], securityGroup: 'redis' } },
  'object-storage': nobody,
  dns: { ports: { dns: [{ port: 53, protocol: 'UDP' }, ...tcp(53)] }, runsAs: { cidrs: ['172.20.0.10/32'] } },
  apiServer: { ports: { https: tcp(443) }, runsAs: { cidrs: ['172.20.0.1/32', '10.0.16.0/20'] } },
  podIdentity: { ports: { http: tcp(80) }, runsAs: { cidrs: ['169.254.170.23/32'] } },
  kubelet: { ports: { kubelet: tcp(10250) }, runsAs: { namespace: 'kube-system', podLabels: { app: 'agent' } } },
  internet: { ports: { https: tcp(443) }, runsAs: { cidrs: ['0.0.0.0/0'], except: ['169.254.169.254/32'] } },
  edge: { ports: {}, runsAs: { cidrs: ['173.245.48.0/20', '103.21.244.0/22'] } },
} satisfies Partial<Record<Peer, Component>> as Partial<Record<Peer, Component>> as Record<Peer, Component>;
const flow = (from: Peer, to: Peer, port: Flow['port']): Flow => ({ from, to, port, why: 'a test' });
const flows = [
  flow('edge', 'load-balancer', 'https'),
  flow('load-balancer', 'backend', 'http'),
  flow('load-balancer', 'admin', 'http'),
  flow('admin', 'backend', 'http'),
  flow('backend', 'postgres', 'postgres'),
  flow('migration', 'postgres', 'postgres'),
  flow('backend', 'redis', 'redis'),
  flow('backend', 'internet', 'https'),
  flow('backend', 'dns', 'dns'),
  flow('backend', 'apiServer', 'https'),
];
const rules = flowRules(flows, components);
const ids = (some: readonly Flow[], other = components) => flowRules(some, other).map(({ id }) => id);

describe('rules of security groups', () => {
  test('are one for each group, peer, protocol and port of the flows, whichever pods they are between', () => {
    expect(rules.map(({ id }) => id).sort()).toEqual([
      'ClusterFromLoadBalancerTcp3000',
      'ClusterFromLoadBalancerTcp8080',
      'LoadBalancerFrom103-21-244-0-22-Tcp443',
      'LoadBalancerFrom173-245-48-0-20-Tcp443',
      'LoadBalancerToClusterTcp3000',
      'LoadBalancerToClusterTcp8080',
      'PostgresFromClusterTcp5433',
      'RedisFromClusterTcp6380',
    ]);
  });

  test('do not change with the order of the flows', () => {
    expect(ids([...flows].reverse()).sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  test('name the group, never the ranges it stands in', () => {
    expect(rules.find(({ id }) => id === 'PostgresFromClusterTcp5433')).toEqual({
      id: 'PostgresFromClusterTcp5433',
      direction: 'ingress',
      group: 'postgres',
      peer: { group: 'cluster' },
      protocol: 'TCP',
      port: 5433,
    });
  });

  test('let nothing in to the stores but the cluster', () => {
    const intoStores = rules.filter(({ group }) => group === 'postgres' || group === 'redis');
    expect(intoStores.map(({ peer }) => peer)).toEqual([{ group: 'cluster' }, { group: 'cluster' }]);
  });

  test('are none between pods, nor from pods outwards: EKS has them', () => {
    expect(ids([flow('admin', 'backend', 'http'), flow('backend', 'internet', 'https'), flow('kubelet', 'backend', 'http')])).toEqual([]);
  });

  test('are two for a port of two protocols', () => {
    const dns: Component = { ports: componentOf(components, 'dns').ports, runsAs: { cidrs: ['10.0.64.0/20'], securityGroup: 'redis' } };
    expect(ids([flow('backend', 'dns', 'dns')], { ...components, dns })).toEqual(['RedisFromClusterUdp53', 'RedisFromClusterTcp53']);
  });

  test('say where a group may go, for it may go nowhere otherwise', () => {
    expect(flowRules([flow('load-balancer', 'internet', 'https')], components)).toEqual([
      {
        id: 'LoadBalancerTo0-0-0-0-0-Tcp443',
        direction: 'egress',
        group: 'loadBalancer',
        peer: { cidr: '0.0.0.0/0' },
        protocol: 'TCP',
        port: 443,
      },
    ]);
  });

  test('let members of a group of its own talk to each other where a flow says so', () => {
    expect(ids([flow('redis', 'redis', 'redis')])).toEqual(['RedisFromRedisTcp6380', 'RedisToRedisTcp6380']);
  });

  test('let ranges in to pods where something stands that has no group', () => {
    const balancer: Component = { ports: {}, runsAs: { cidrs: ['10.9.0.0/24'] } };
    expect(ids([flow('load-balancer', 'backend', 'http')], { ...components, 'load-balancer': balancer })).toEqual([
      'ClusterFrom10-9-0-0-24-Tcp8080',
    ]);
  });
});

describe('what cannot be a rule is an error', () => {
  test('a port that the component does not have', () => {
    expect(() => ids([flow('backend', 'postgres', 'metrics')])).toThrow('backend → postgres: postgres has no port metrics');
  });

  test('a range that is left out: security groups only allow', () => {
    const edge: Component = { ports: {}, runsAs: { cidrs: ['10.0.0.0/8'], except: ['10.1.0.0/16'] } };
    expect(() => ids([flow('edge', 'load-balancer', 'https')], { ...components, edge })).toThrow(
      'edge: a security group cannot leave out 10.1.0.0/16',
    );
  });

  test('more rules than a group can have', () => {
    const ranges = (count: number): Component => ({
      ports: {},
      runsAs: { cidrs: Array.from({ length: count }, (_, index) => `203.0.113.${index}/32`) },
    });
    const from = (count: number) => ids([flow('edge', 'load-balancer', 'https')], { ...components, edge: ranges(count) });
    expect(from(60)).toHaveLength(60);
    expect(() => from(61)).toThrow('loadBalancer: 61 ingress rules, but a security group has 60 at most');
  });
});

describe('rules and flows say the same', () => {
  const groupOf = (peer: Peer): RuleGroup | null => {
    const { runsAs } = componentOf(components, peer);
    return 'cidrs' in runsAs ? (runsAs.securityGroup ?? null) : 'cluster';
  };
  /** Another way to the same answer: which flows the rules do not let through, and which rules no flow explains. */
  const differences = (some: readonly SecurityGroupRule[]) => {
    const unexplained = new Set(some);
    const missing: string[] = [];
    for (const { from, to, port } of flows) {
      const [source, target] = [groupOf(from), groupOf(to)];
      if (source === target || (source === 'cluster' && target === null)) continue;
      const find = (group: RuleGroup | null, direction: SecurityGroupRule['direction'], other: RuleGroup | null, otherName: Peer) => {
        const location = componentOf(components, otherName).runsAs;
        const cidrs = 'cidrs' in location ? location.cidrs : [];
        const found = some.filter(
          (rule) =>
            rule.group === group &&
            rule.direction === direction &&
            componentOf(components, to).ports[port]?.some((number) => number.port === rule.port && number.protocol === rule.protocol) &&
            ('group' in rule.peer ? rule.peer.group === other : other === null && cidrs.includes(rule.peer.cidr)),
        );
        for (const rule of found) unexplained.delete(rule);
        if (found.length < (other === null ? cidrs.length : 1)) missing.push(`${from} → ${to}, ${direction}`);
      };
      if (target !== null) find(target, 'ingress', source, from);
      if (source !== null && source !== 'cluster') find(source, 'egress', target, to);
    }
    return { missing, unexplained: [...unexplained].map(({ id }) => id) };
  };

  test('no flow is blocked and no rule is without a flow', () => {
    expect(differences(rules)).toEqual({ missing: [], unexplained: [] });
  });

  test.each([
    ['PostgresFromClusterTcp5433', 'backend → postgres, ingress'],
    ['LoadBalancerToClusterTcp8080', 'load-balancer → backend, egress'],
    ['LoadBalancerFrom103-21-244-0-22-Tcp443', 'edge → load-balancer, ingress'],
  ])('without %s, %s is missed', (id, missed) => {
    expect(differences(rules.filter((rule) => rule.id !== id)).missing).toContain(missed);
  });

  test.each<[string, Omit<SecurityGroupRule, 'id'>]>([
    [
      'the world reaches the database',
      { direction: 'ingress', group: 'postgres', peer: { cidr: '0.0.0.0/0' }, protocol: 'TCP', port: 5433 },
    ],
    [
      'the cluster reaches another port of it',
      { direction: 'ingress', group: 'postgres', peer: { group: 'cluster' }, protocol: 'TCP', port: 22 },
    ],
    [
      'the load balancer reaches it',
      { direction: 'egress', group: 'loadBalancer', peer: { group: 'postgres' }, protocol: 'TCP', port: 5433 },
    ],
    [
      'everyone reaches the load balancer',
      { direction: 'ingress', group: 'loadBalancer', peer: { cidr: '0.0.0.0/0' }, protocol: 'TCP', port: 443 },
    ],
  ])('a rule by which %s is noticed', (_, rule) => {
    expect(differences([...rules, { id: 'Stray', ...rule }]).unexplained).toEqual(['Stray']);
  });
});

describe('the resources', () => {
  const groupIds = { cluster: 'sg-cluster', loadBalancer: 'sg-load-balancer', postgres: 'sg-postgres', redis: 'sg-redis' };
  const built = synthesized((stack) => {
    new SecurityGroupRules(stack, 'Rules', { flows, components, groupIds });
  });
  const ingress = built.resources('aws_vpc_security_group_ingress_rule');
  const egress = built.resources('aws_vpc_security_group_egress_rule');

  test('are one a rule, under its name', () => {
    expect([...Object.keys(ingress), ...Object.keys(egress)].sort()).toEqual(rules.map(({ id }) => `Rules_${id}`).sort());
  });

  test('name the other group', () => {
    expect(ingress['Rules_ClusterFromLoadBalancerTcp8080']).toEqual({
      security_group_id: 'sg-cluster',
      referenced_security_group_id: 'sg-load-balancer',
      description: 'loadBalancer to cluster',
      ip_protocol: 'tcp',
      from_port: 8080,
      to_port: 8080,
    });
    expect(egress['Rules_LoadBalancerToClusterTcp8080']).toMatchObject({
      security_group_id: 'sg-load-balancer',
      referenced_security_group_id: 'sg-cluster',
      description: 'loadBalancer to cluster',
    });
  });

  test('name the range where there is no group', () => {
    const rule = ingress['Rules_LoadBalancerFrom173-245-48-0-20-Tcp443'];
    expect(rule).toMatchObject({ security_group_id: 'sg-load-balancer', cidr_ipv4: '173.245.48.0/20', from_port: 443 });
    expect(rule).not.toHaveProperty('referenced_security_group_id');
  });

  test('have a protocol that AWS spells in small letters', () => {
    expect(new Set([...Object.values(ingress), ...Object.values(egress)].map((rule) => rule['ip_protocol']))).toEqual(new Set(['tcp']));
  });

  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
  test('have a description that AWS takes', () => {
    for (const { description } of [...Object.values(ingress), ...Object.values(egress)]) {
      expect(description).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
    }
  });
});
