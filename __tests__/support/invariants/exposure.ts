/** What can be reached from outside: only the component that is there for it, and never the metrics. */
import type { SynthesizedStack } from '../environments';
import { resourcesOf } from '../environments';
import type { Guard } from './synthesis';
import { at, blocksAt, kindOf, kubernetes, labelsOf, listAt, selects, textAt, type Block, type Resource } from './blocks';
import { podsOf } from './pods';

/** The one component that may be public. */
const PUBLIC = 'load-balancer';

const isPublic = (labels: Block): boolean => labels['app.kubernetes.io/name'] === PUBLIC;

export const exposure: Guard = (stack) =>
  [
    ...kubernetes(stack, ['service', 'ingress'])
      .filter(({ body }) => !isPublic(labelsOf(at(body, 'metadata'))))
      .flatMap(({ address, type, body }) => ways(type, body).map((way) => `${address}: ${way}`)),
    ...podsOf(stack)
      .filter(({ labels }) => !isPublic(labels))
      .flatMap(({ address, spec, containers }) => [
        ...(at(spec, 'host_network') === true ? [`${address}: host_network`] : []),
        ...containers
          .flatMap(({ body }) => blocksAt(body, 'port').filter((port) => port['host_port'] !== undefined))
          .map(() => `${address}: host_port`),
      ]),
    ...resourcesOf(stack)
      .filter(({ body }) => body['publicly_accessible'] === true)
      .map(({ address }) => `${address}: publicly_accessible`),
  ].map((violation) => `${violation} is for the component ${PUBLIC} only`);

function ways(type: string, body: Block): readonly string[] {
  if (kindOf(type) === 'ingress') return ['an Ingress'];
  const kind = textAt(body, 'spec.type') ?? 'ClusterIP';
  return [
    ...(['LoadBalancer', 'NodePort'].includes(kind) ? [`a Service of type ${kind}`] : []),
    ...(listAt(body, 'spec.external_ips').length > 0 ? ['external_ips'] : []),
  ];
}

/** What answers `/metrics` of a public host has no pods: a path of its own leads nowhere. */
export const metricsPublic: Guard = (stack) => [
  ...kubernetes(stack, ['ingress']).flatMap((ingress) =>
    blocksAt(ingress.body, 'spec.rule').flatMap((rule) => {
      const service = textAt(pathTo('/metrics', blocksAt(rule, 'http.path')), 'backend.service.name');
      if (service === undefined || leadsNowhere(stack, ingress, service)) return [];
      return [`${ingress.address}: /metrics of ${String(at(rule, 'host'))} leads to ${service}`];
    }),
  ),
  ...kubernetes(stack, ['service'])
    .filter(({ type, body }) => ways(type, body).length > 0)
    .flatMap(({ address, body }) =>
      blocksAt(body, 'spec.port')
        .filter((port) => leadsToMetrics(stack, blocksAt(body, 'spec.selector')[0] ?? {}, port))
        .map((port) => `${address}: its port ${String(at(port, 'port'))} leads to metrics`),
    ),
];

/** The rule that answers a path: the exact one, otherwise the longest prefix. https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches */
function pathTo(wanted: string, paths: readonly Block[]): Block | undefined {
  const length = (path: Block): number => {
    const text = (textAt(path, 'path') ?? '/').replace(/\/$/, '');
    if (text === wanted) return path['path_type'] === 'Exact' ? Infinity : text.length;
    return path['path_type'] !== 'Exact' && wanted.startsWith(`${text}/`) ? text.length : -1;
  };
  return paths.filter((path) => length(path) >= 0).sort((one, other) => length(other) - length(one))[0];
}

/** A Service of the same namespace that selects no pod. One that is made elsewhere may lead anywhere. */
const leadsNowhere = (stack: SynthesizedStack, ingress: Resource, name: string): boolean =>
  kubernetes(stack, ['service']).some(
    ({ body }) =>
      textAt(body, 'metadata.name') === name &&
      textAt(body, 'metadata.namespace') === textAt(ingress.body, 'metadata.namespace') &&
      !podsOf(stack).some(({ labels }) => selects({ match_labels: at(body, 'spec.selector') }, labels)),
  );

/** By its name, or because its number is that of a port of that name. */
function leadsToMetrics(stack: SynthesizedStack, selector: Block, port: Block): boolean {
  const target = String(port['target_port'] ?? port['port']);
  const ports = podsOf(stack)
    .filter(({ labels }) => selects({ match_labels: selector }, labels))
    .flatMap(({ containers }) => containers.flatMap(({ body }) => blocksAt(body, 'port')));
  const numbers = ports.filter(({ name }) => name === 'metrics').map(({ container_port: number }) => String(number));
  return [port['name'], target].includes('metrics') || numbers.includes(target);
}
