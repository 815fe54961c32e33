import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import type { Components, Flow } from '../../config';
import { flowRules, type RuleGroup, type RulePeer } from './flow-rules';

export interface SecurityGroupRulesProps {
  /** All flows; what is not listed is denied. */
  readonly flows: readonly Flow[];
  /** Where each peer of a flow is and the ports it answers on. */
  readonly components: Components;
  /** Ids of the groups, which have no rules yet. */
  readonly groupIds: Readonly<Record<RuleGroup, string>>;
}

/** One rule for each pair of security groups that a flow connects, in both directions. */
export class SecurityGroupRules extends Construct {
  constructor(scope: Construct, id: string, { flows, components, groupIds }: SecurityGroupRulesProps) {
    super(scope, id);
    for (const { id: name, direction, group, peer, protocol, port } of flowRules(flows, components)) {
      const [from, to] = direction === 'ingress' ? [peer, { group }] : [{ group }, peer];
      new { ingress: VpcSecurityGroupIngressRule, egress: VpcSecurityGroupEgressRule }[direction](this, name, {
        securityGroupId: groupIds[group],
        description: `${called(from)} to ${called(to)}`, // AWS allows letters, digits and little else, no arrow
        ...('group' in peer ? { referencedSecurityGroupId: groupIds[peer.group] } : { cidrIpv4: peer.cidr }),
        ipProtocol: protocol.toLowerCase(),
        fromPort: port,
        toPort: port,
      });
    }
  }
}

const called = (peer: RulePeer): string => ('group' in peer ? peer.group : peer.cidr);
