/** What a cluster gets before any workload: the namespace with its quota, every network policy, and on EKS what Auto Mode does not provide. */
export { Namespace, type NamespaceProps } from './namespace';
export { NetworkPolicies, type NetworkPoliciesProps } from './network-policies';
export { NetworkPolicyEnforcement } from './network-policy-enforcement';
export { readinessGates } from './readiness-gates';
export { EncryptedStorageClass, type EncryptedStorageClassProps } from './storage-class';
