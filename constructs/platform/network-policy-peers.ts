import type { NetworkPolicyV1SpecIngressFrom } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { Component, Peer } from '../../config';
import { componentLabels } from '../kubernetes';

/** The same for `from` and for `to`; empty where there is no peer. */
export function peersAt(name: Peer, location: Component['runsAs']): NetworkPolicyV1SpecIngressFrom[] {
  if ('pods' in location) return [{ podSelector: { matchLabels: componentLabels(name) } }];
  if ('namespace' in location) {
    return [
      {
        // Both selectors in one peer: these pods of that namespace. As two peers they would mean the whole namespace, or such pods of this one.
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': location.namespace } },
        podSelector: { matchLabels: { ...location.podLabels } },
      },
    ];
  }
  const { cidrs, except = [] } = location;
  return cidrs.map((cidr) => ({ ipBlock: { cidr, except: except.length === 0 ? undefined : [...except] } }));
}
