import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecEgress,
  type NetworkPolicyV1SpecIngress,
} from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { componentOf, type Components, type Flow } from '../../config';
import { constructId } from '../terraform/construct-id';
import { componentLabels } from '../kubernetes';
import { peersAt } from './network-policy-peers';

export interface NetworkPoliciesProps {
  /** Namespace of every component that runs as pods. */
  readonly namespace: string;
  /** All flows; what is not listed is denied. */
  readonly flows: readonly Flow[];
  /** Where each peer of a flow is and the ports it answers on. */
  readonly components: Components;
  /** Resources that must exist before; default none. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Nothing may talk to anything; then one policy per component that runs as pods: ingress for the flows to it, egress for those from it.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class NetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, { namespace, flows, components, dependsOn = [] }: NetworkPoliciesProps) {
    super(scope, id);
    const policyTypes = ['Ingress', 'Egress'];
    new NetworkPolicyV1(this, 'DefaultDeny', {
      metadata: { name: 'default-deny', namespace, labels: componentLabels('default-deny') },
      spec: { podSelector: {}, policyTypes },
      dependsOn: [...dependsOn],
    });
    for (const [name, { runsAs }] of Object.entries(components)) {
      if (!('pods' in runsAs)) continue;
      const labels = componentLabels(name);
      new NetworkPolicyV1(this, constructId(name), {
        metadata: { name, namespace, labels },
        spec: { podSelector: { matchLabels: labels }, policyTypes, ingress: ingress(name), egress: egress(name) },
        dependsOn: [...dependsOn],
      });
    }

    // In both directions, an empty list of peers means everyone and an empty list of ports means all ports: such a rule is left out.
    function ingress(name: string): NetworkPolicyV1SpecIngress[] {
      return flows
        .filter(({ to }) => to === name)
        .map((flow) => ({ from: peersAt(flow.from, componentOf(components, flow.from).runsAs), ports: ports(flow) }))
        .filter(({ from }) => from.length > 0);
    }

    function egress(name: string): NetworkPolicyV1SpecEgress[] {
      return flows
        .filter(({ from }) => from === name)
        .map((flow) => ({ to: peersAt(flow.to, componentOf(components, flow.to).runsAs), ports: ports(flow) }))
        .filter(({ to }) => to.length > 0);
    }

    function ports({ from, to, port }: Flow) {
      const numbers = componentOf(components, to).ports[port] ?? [];
      if (numbers.length === 0) throw new Error(`${from} → ${to}: ${to} has no port ${port}`);
      return numbers.map((number) => ({ port: String(number.port), protocol: number.protocol }));
    }
  }
}
