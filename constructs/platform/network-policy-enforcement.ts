import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';
import { componentLabels } from '../kubernetes/labels';

/**
 * Turns on the enforcement of network policies in the whole cluster: without it, Auto Mode accepts them and does nothing. Its own node
 * class lets a new pod talk freely until its policies arrive, moments later.
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html
 */
export class NetworkPolicyEnforcement extends Construct {
  /** Policies wait for it, and everything that waits for them. */
  readonly resource: ConfigMapV1;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.resource = new ConfigMapV1(this, 'Resource', {
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system', labels: componentLabels('network-policies') },
      data: { 'enable-network-policy-controller': 'true' },
    });
  }
}
