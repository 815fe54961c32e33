import { componentOf, type Component, type Components, type Flow, type Peer, type PortNumber, type SecurityGroupName } from '../../config';

/** A security group of the environment; `cluster` is the group of the API server, the nodes and all pods. */
export type RuleGroup = SecurityGroupName | 'cluster';

/** The other end of a rule. */
export type RulePeer = { readonly group: RuleGroup } | { readonly cidr: string };

/** One rule of a security group, as AWS counts them: one protocol, one port, one peer. */
export interface SecurityGroupRule {
  /** Unique and stable: derived only from what the rule allows. */
  readonly id: string;
  readonly direction: 'ingress' | 'egress';
  /** Group that has the rule. */
  readonly group: RuleGroup;
  readonly peer: RulePeer;
  readonly protocol: PortNumber['protocol'];
  readonly port: number;
}

/** Rules that one group may have in each direction. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const MOST_RULES = 60;

/**
 * Security group rules for the flows: ingress at the listener, egress at the client. Pods share the cluster's group, so many flows become
 * one rule; network policies tell the pods apart. EKS itself allows two things without a rule here: traffic within the cluster's group, and
 * all egress from it. https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
export function flowRules(flows: readonly Flow[], components: Components): readonly SecurityGroupRule[] {
  const rules = new Map<string, SecurityGroupRule>();
  for (const flow of flows) {
    for (const from of ends(flow.from, componentOf(components, flow.from))) {
      for (const to of ends(flow.to, componentOf(components, flow.to))) {
        for (const number of numbers(flow, components)) {
          for (const rule of both(from, to, number)) rules.set(rule.id, rule);
        }
      }
    }
  }
  const all = [...rules.values()];
  for (const { group, direction } of all) {
    const count = all.filter((rule) => rule.group === group && rule.direction === direction).length;
    if (count > MOST_RULES) throw new Error(`${group}: ${count} ${direction} rules, but a security group has ${MOST_RULES} at most`);
  }
  return all;
}

function both(from: RulePeer, to: RulePeer, { protocol, port }: PortNumber): SecurityGroupRule[] {
  if (isCluster(from) && isCluster(to)) return [];
  const what = `${protocol === 'TCP' ? 'Tcp' : 'Udp'}${port}`;
  return [
    ...('group' in to
      ? [{ id: `${named(to)}From${named(from)}${what}`, direction: 'ingress' as const, group: to.group, peer: from, protocol, port }]
      : []),
    ...('group' in from && !isCluster(from)
      ? [{ id: `${named(from)}To${named(to)}${what}`, direction: 'egress' as const, group: from.group, peer: to, protocol, port }]
      : []),
  ];
}

const isCluster = (peer: RulePeer): boolean => 'group' in peer && peer.group === 'cluster';

/** `LoadBalancer`, or `10-0-0-0-16-` for 10.0.0.0/16. */
const named = (peer: RulePeer): string =>
  'group' in peer ? `${peer.group.charAt(0).toUpperCase()}${peer.group.slice(1)}` : `${peer.cidr.replace(/[./]/g, '-')}-`;

/** A component's security groups, or its ranges where it has none. */
function ends(name: Peer, { runsAs }: Component): readonly RulePeer[] {
  if (!('cidrs' in runsAs)) return [{ group: 'cluster' }];
  const { cidrs, except = [], securityGroup } = runsAs;
  if (securityGroup !== undefined) return [{ group: securityGroup }];
  // Addresses of the machine itself, which nothing reaches from outside and security groups do not filter.
  const left = except.find((cidr) => !cidr.startsWith('169.254.'));
  if (left !== undefined) throw new Error(`${name}: a security group cannot leave out ${left}`);
  return cidrs.map((cidr) => ({ cidr }));
}

function numbers({ from, to, port }: Flow, components: Components): readonly PortNumber[] {
  const found = componentOf(components, to).ports[port] ?? [];
  if (found.length === 0) throw new Error(`${from} → ${to}: ${to} has no port ${port}`);
  return found;
}
