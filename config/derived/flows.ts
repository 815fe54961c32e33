/** Who talks to whom, and why. `platform` makes network policies of it; what is not listed is denied. */
import { monitoringFlows } from '../monitoring';
import type { ServiceName, StoreName } from '../services';
import { builtInPeers, type ClusterFacts } from './cluster';
import { tcp, type Box, type Component, type Components, type Flow, type Peer, type Presence } from './peers';
import type { ServiceConfig } from './services';

const storeFlows = {
  postgres: { to: 'postgres', port: 'postgres', why: 'queries' },
  redis: { to: 'redis', port: 'redis', why: 'rate limits and sessions' },
  'object-storage': { to: 'object-storage', port: 's3', why: 'static files' },
} as const satisfies Record<StoreName, Omit<Flow, 'from'>>;

/** What the flows of an environment come from. */
export interface FlowSources {
  /** The services. */
  readonly services: readonly ServiceConfig[];
  /** What the boxes are to their neighbours. */
  readonly presences: Readonly<Record<Box, Presence>>;
  /** The cluster. */
  readonly cluster: ClusterFacts;
}

/** Destinations beyond stores and services: the name of each as a peer, its place, and the flow. */
const egressOf = ({ name, egress }: ServiceConfig): readonly { readonly flow: Flow; readonly component: Component | null }[] =>
  egress.flatMap((entry) => {
    if ('hosts' in entry) return [];
    if ('to' in entry) return { flow: { from: name, to: entry.to, port: 'https', why: entry.why }, component: null };
    const { ports, why } = entry;
    const runsAs = 'cidrs' in entry ? { cidrs: entry.cidrs } : { namespace: entry.namespace, podLabels: entry.podLabels };
    const place = 'cidrs' in entry ? entry.cidrs.join(',') : podsOf(entry);
    return {
      flow: { from: name, to: egressPeer(name, place, ports), port: 'egress', why },
      component: { ports: { egress: ports.flatMap(tcp) }, runsAs },
    };
  });

/** `mail/app=relay`: other pods of the namespace are another place. */
const podsOf = ({ namespace, podLabels }: { readonly namespace: string; readonly podLabels: Readonly<Record<string, string>> }): string =>
  [
    namespace,
    Object.entries(podLabels)
      .map((label) => label.join('='))
      .join(','),
  ].join('/');

const egressPeer = (service: ServiceName, place: string, ports: readonly number[]): Peer => `${service} → ${place}:${ports.join(',')}`;

/** All that may talk to each other. */
export function resolveFlows({ services, presences }: FlowSources): readonly Flow[] {
  return [
    ...services.flatMap(({ name, front }): Flow[] =>
      front === null ? [] : [{ from: 'load-balancer', to: name, port: 'http', why: `requests for ${front.hosts[0]}` }],
    ),
    ...services.flatMap(({ name, calls }) => calls.map((to): Flow => ({ from: name, to, port: 'http', why: 'what it asks that service' }))),
    ...services.flatMap(({ name, stores }) => stores.map((store): Flow => ({ from: name, ...storeFlows[store] }))),
    ...services.flatMap((service) => egressOf(service).map(({ flow }) => flow)),
    { from: 'migration', to: 'postgres', port: 'postgres', why: 'changes of the schema' },
    ...[...services.map(({ name }) => name), 'migration'].map((from): Flow => ({
      from,
      to: 'dns',
      port: 'dns',
      why: 'names of all of these',
    })),
    ...Object.values(presences).flatMap((presence) => presence.flows),
    ...monitoringFlows(presences, services),
  ];
}

/** Every peer of a flow: where it is and which ports it has. */
export function resolveComponents({ services, presences, cluster }: FlowSources): Components {
  const boxes = Object.entries(presences).map(([name, { component }]) => [name, component] as const);
  const pods = services.map(({ name, port }): [string, Component] => [
    name,
    { ports: port === null ? {} : { http: tcp(port) }, runsAs: { pods: true } },
  ]);
  const destinations = services.flatMap((service) =>
    egressOf(service).flatMap(({ flow, component }) => (component === null ? [] : [[flow.to, component] as const])),
  );
  return {
    ...Object.fromEntries([...boxes, ...pods]),
    migration: { ports: {}, runsAs: { pods: true } },
    ...builtInPeers(cluster),
    ...Object.fromEntries(destinations),
    ...Object.assign({}, ...Object.values(presences).map(({ neighbours }) => neighbours)),
  };
}
