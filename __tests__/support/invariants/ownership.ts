/** Every object says whose it is and stands where it belongs. */
import { resourcesOf } from '../environments';
import type { Guard } from './synthesis';
import { at, kubernetes, labelsOf, textAt } from './blocks';
import { podsOf } from './pods';

/** Kinds that are in no namespace. */
const clusterWide = [
  'cluster_role',
  'cluster_role_binding',
  'csi_driver',
  'ingress_class',
  'mutating_webhook_configuration',
  'namespace',
  'node_taint',
  'persistent_volume',
  'priority_class',
  'runtime_class',
  'storage_class',
  'validating_webhook_configuration',
];

/** What switches something on for the whole cluster stands where its program looks for it. */
const systemObjects: Readonly<Record<string, string>> = {
  'kube-system/amazon-vpc-cni': 'the network of EKS reads it there',
};

export const ownership: Guard = (stack, { stacks, environment }) => {
  const made = new Map(
    stacks.flatMap((one) =>
      kubernetes(one, ['namespace']).map(({ address, body }) => [textAt(body, 'metadata.name') ?? '', address] as const),
    ),
  );
  const outside = new Set(kubernetes(stack, clusterWide).map(({ address }) => address));
  const missing =
    'namespace' in environment && !made.has(environment.namespace.name) ? [`no stack makes ${environment.namespace.name}`] : [];
  return [
    ...missing,
    ...resourcesOf(stack)
      .filter(({ type }) => type.startsWith('kubernetes_'))
      .flatMap(({ address, body }) => {
        const metadata = at(body, 'metadata') ?? at(body, 'manifest.metadata');
        const namespace = textAt(metadata, 'namespace');
        const isSystem = `${namespace ?? ''}/${textAt(metadata, 'name') ?? ''}` in systemObjects;
        const problems = [
          ...(isSystem || outside.has(address) || (namespace !== undefined && made.has(namespace))
            ? []
            : [`is in the namespace ${namespace ?? 'of nobody'}, which this environment does not make`]),
          ...(isOurs(metadata) ? [] : ['has no label app.kubernetes.io/part-of']),
        ];
        return problems.map((problem) => `${address}: ${problem}`);
      }),
    ...podsOf(stack)
      .filter(({ labels }) => !isOurs({ labels }))
      .map(({ address }) => `${address}: its pods have no label app.kubernetes.io/part-of`),
  ];
};

const isOurs = (metadata: unknown): boolean => labelsOf(metadata)['app.kubernetes.io/part-of'] === 'massrouter';
