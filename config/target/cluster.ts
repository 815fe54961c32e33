import { z } from 'zod';
import { edgeCidrs } from '../cdn';
import { addressIn } from '../fields/cidr';
import type { ClusterEnvironment } from '../environment';
import { cidrField } from '../fields/values';
import { networkCidrs, networkZones } from '../derived/subnets';
import { tcp, type BuiltInPeer, type Component } from '../derived/peers';

/** The Kubernetes cluster that is there already. */
export const clusterField = z.strictObject({
  kubeconfig: z
    .strictObject({
      path: z.string().min(1, 'must be a path').default('~/.kube/config').describe('Path of the file; `~` is the user’s home.'),
      context: z
        .string()
        .min(1, 'must be the name of a context')
        .describe('Name of a context in it. Never the current one: nobody may hit another cluster by accident.'),
    })
    .describe('How Terraform reaches the cluster.'),
  zones: z
    .int()
    .min(1)
    .max(10)
    .default(1)
    .describe('Failure zones the nodes span. From two on, pods of a component are kept apart by zone.'),
  serviceCidr: cidrField
    .default('10.96.0.0/12')
    .describe(
      'Range of the Services’ addresses (`--service-cluster-ip-range`): its first is the API server’s, its tenth by custom the DNS’. Default: kubeadm’s.',
    ),
  dns: z
    .enum(['pods', 'address'])
    .default('pods')
    .describe(
      'How a network policy names the cluster’s DNS: the pods labelled k8s-app=kube-dns in kube-system, or the tenth address of `serviceCidr`.',
    ),
  apiServerCidrs: z
    .array(cidrField)
    .default([])
    .describe(
      'Where the API server’s own addresses are: some policy engines see a packet before its Service’s address is translated, some after.',
    ),
  nodeCidrs: z.array(cidrField).default([]).describe('Where the nodes’ addresses are: their kubelets have metrics.'),
});

/** A Kubernetes cluster as configured. */
export type ClusterConfig = z.infer<typeof clusterField>;

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

/** What an environment says of its cluster, whichever target it has. */
export function clusterFacts(environment: ClusterEnvironment): ClusterFacts {
  const edge = edgeCidrs(environment.cdn);
  if (environment.target === 'kubernetes') return { ...environment.cluster, edgeCidrs: edge };
  const { private: cidrs } = networkCidrs(environment.network);
  const { serviceCidr, dns } = environment.cluster;
  // The API server's network interfaces are in the subnets of the nodes: constructs/cluster/eks.ts.
  return { zones: networkZones(environment.network).length, serviceCidr, dns, apiServerCidrs: cidrs, nodeCidrs: cidrs, edgeCidrs: edge };
}

/** What is there in a cluster without this program. */
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
