import { z } from 'zod';
import { cidrField } from '../fields/values';

/** An existing Kubernetes cluster. */
export const clusterField = z.strictObject({
  kubeconfig: z
    .strictObject({
      path: z.string().min(1, 'must be a path').max(4096).default('~/.kube/config').describe('Path of the file; `~` is the user’s home.'),
      context: z
        .string()
        .min(1, 'must be the name of a context')
        .max(253)
        .describe('Name of a context in it. The current context is never used, so that nobody changes the wrong cluster by accident.'),
    })
    .describe('How Terraform reaches the cluster.'),
  zones: z
    .int()
    .min(1)
    .max(10)
    .default(1)
    .describe('Number of failure zones that the nodes span. With two or more, the pods of a component are spread over the zones.'),
  serviceCidr: cidrField
    .default('10.96.0.0/12')
    .describe(
      'Range of the Services’ addresses (`--service-cluster-ip-range`): the first is the API server’s, the tenth by convention the DNS service’s. Default: kubeadm’s.',
    ),
  dns: z
    .enum(['pods', 'address'])
    .default('pods')
    .describe(
      'How network policies identify the cluster’s DNS: the pods labelled k8s-app=kube-dns in kube-system, or the tenth address of `serviceCidr`.',
    ),
  apiServerCidrs: z
    .array(cidrField)
    .default([])
    .describe(
      'IPv4 ranges of the API server’s own addresses: some policy engines see packets before the Service’s address is translated, some after.',
    ),
  nodeCidrs: z.array(cidrField).default([]).describe('IPv4 ranges of the nodes, whose kubelets expose metrics.'),
});

/** A Kubernetes cluster as configured. */
export type ClusterConfig = z.infer<typeof clusterField>;
