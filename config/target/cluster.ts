import { z } from 'zod';
import { cidrField } from '../fields/values';

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
