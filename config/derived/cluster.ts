/** What the rest of the program asks of a cluster, whoever made it. */
import { addressIn } from '../fields/cidr';
import type { ClusterConfig } from '../target/cluster';
import type { EksConfig } from '../target/eks';
import type { NetworkConfig } from '../target/network';
import { tcp, type BuiltInPeer, type Component } from './peers';
import { networkCidrs, networkZones } from './subnets';

/** What the rest of the program asks of a cluster, whoever made it. */
export interface ClusterFacts extends Readonly<Pick<ClusterConfig, 'zones' | 'serviceCidr' | 'dns'>> {
  /** IPv4 ranges of the API server's own addresses. */
  readonly apiServerCidrs: readonly string[];
  /** IPv4 ranges of the nodes. */
  readonly nodeCidrs: readonly string[];
  /** IPv4 ranges of those who come to the load balancer: the CDN's; null: everyone. */
  readonly edgeCidrs: readonly string[] | null;
}

// Without the address at which clouds hand out a node's credentials.
const everyone = { cidrs: ['0.0.0.0/0'], except: ['169.254.169.254/32'] };

/** Facts about an existing cluster. */
export const existingClusterFacts = (config: ClusterConfig, edge: readonly string[] | null): ClusterFacts => {
  const { zones, serviceCidr, dns, apiServerCidrs, nodeCidrs } = config;
  return { zones, serviceCidr, dns, apiServerCidrs, nodeCidrs, edgeCidrs: edge };
};

/** Facts of a cluster of EKS: the API server's network interfaces are in the subnets of the nodes (constructs/cluster/eks.ts). */
export function eksFacts({ serviceCidr, dns }: EksConfig, network: NetworkConfig, edge: readonly string[] | null): ClusterFacts {
  const { private: cidrs } = networkCidrs(network);
  return { zones: networkZones(network).length, serviceCidr, dns, apiServerCidrs: cidrs, nodeCidrs: cidrs, edgeCidrs: edge };
}

/** Parts of a cluster that exist without this program. */
export const builtInPeers = ({
  serviceCidr,
  dns,
  apiServerCidrs,
  nodeCidrs,
  edgeCidrs,
}: Omit<ClusterFacts, 'zones'>): Record<BuiltInPeer, Component> => ({
  dns: {
    ports: {
      dns: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
    runsAs: dns === 'pods' ? { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } } : { cidrs: [addressIn(serviceCidr, 10)] },
  },
  apiServer: {
    ports: { https: [443, 6443].flatMap(tcp) },
    runsAs: { cidrs: [addressIn(serviceCidr, 1), ...apiServerCidrs] },
  },
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
  podIdentity: { ports: { http: tcp(80) }, runsAs: { cidrs: ['169.254.170.23/32'] } },
  kubelet: { ports: { kubelet: tcp(10250) }, runsAs: { cidrs: nodeCidrs } },
  internet: { ports: { https: tcp(443), submission: tcp(587) }, runsAs: everyone },
  edge: { ports: {}, runsAs: edgeCidrs === null ? everyone : { cidrs: edgeCidrs } },
});
