/** Who talks to whom, and why. `platform` makes network policies of it; what is not listed is denied. */
import { builtInPeers, clusterFacts } from '../target/cluster';
import type { ClusterEnvironment } from '../environment';
import { monitoringFlows } from '../monitoring';
import { tcp, type Component, type Flow, type Peer } from './peers';
import { presences, type Box } from './presences';
import { serviceNames, services, type ServiceConfig, type ServiceName } from '../services';

const storeFlows = {
  postgres: { to: 'postgres', port: 'postgres', why: 'queries' },
  redis: { to: 'redis', port: 'redis', why: 'rate limits and sessions' },
  'object-storage': { to: 'object-storage', port: 's3', why: 'static files' },
} as const satisfies Record<ServiceConfig['stores'][number], Omit<Flow, 'from'>>;

export function flows(environment: ClusterEnvironment): readonly Flow[] {
  const list = services(environment.services, environment.sizing);
  const all = presences(environment);
  const frontends = serviceNames.filter((name) => name !== 'backend');
  return [
    ...list.map(({ name, host }): Flow => ({ from: 'load-balancer', to: name, port: 'http', why: `requests for ${host}` })),
    ...frontends.map((from): Flow => ({ from, to: 'backend', port: 'http', why: 'data of its pages' })),
    ...list.flatMap(({ name, stores }) => stores.map((store): Flow => ({ from: name, ...storeFlows[store] }))),
    { from: 'backend', to: 'internet', port: 'https', why: 'model providers' },
    { from: 'migration', to: 'postgres', port: 'postgres', why: 'changes of the schema' },
    ...[...serviceNames, 'migration' as const].map((from): Flow => ({ from, to: 'dns', port: 'dns', why: 'names of all of these' })),
    ...Object.values(all).flatMap((presence) => presence.flows),
    ...monitoringFlows(all, list),
  ];
}

/** Every peer of a flow: where it is and which ports it has. */
export function components(environment: ClusterEnvironment): Readonly<Record<Peer, Component>> {
  const boxes = Object.entries(presences(environment)).map(([name, { component }]) => [name, component] as const);
  const pods = services(environment.services, environment.sizing).map(({ name, port }): [ServiceName, Component] => [
    name,
    { ports: { http: tcp(port) }, runsAs: { pods: true } },
  ]);
  return {
    ...(Object.fromEntries([...boxes, ...pods]) as Record<Box | ServiceName, Component>),
    migration: { ports: {}, runsAs: { pods: true } },
    ...builtInPeers(clusterFacts(environment)),
  };
}
