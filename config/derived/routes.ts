/** Which service answers which hosts: what the load balancer, the CDN and the certificate are made of. */
import type { ServiceName } from '../services';
import type { ServiceConfig, ServiceFront } from './services';

/** Hosts, or a path below them, and the service that answers for them. */
export interface Route extends Omit<ServiceFront, 'streaming'> {
  /** Name of the service, and of its Kubernetes Service, which listens on port 80. */
  readonly service: ServiceName;
  /** TCP port on which its pods listen. */
  readonly port: number;
  /** Paths below which answers are streams: no buffering, no compression. */
  readonly streamingPaths: readonly string[];
  /** Its pods at most, those that a rollout replaces included. */
  readonly mostPods: number;
}

/** One route for each service that has a host. */
export const resolveRoutes = (services: readonly ServiceConfig[]): readonly Route[] =>
  services.flatMap(({ name, port, front, replicas }) => {
    if (front === null || port === null) return [];
    const { streaming, ...rest } = front;
    return [{ ...rest, service: name, port, streamingPaths: streaming, mostPods: 2 * replicas.max }];
  });

/** Every host once, in the order of the routes. */
export const hostsOf = (routes: readonly Pick<Route, 'hosts'>[]): readonly string[] => [...new Set(routes.flatMap(({ hosts }) => hosts))];

/**
 * Public hosts, each under a key that stays when the host changes: the service's name, or of an alias the service's name and the host. What is
 * made for each host (certificate records, DNS records) is called by it. A host that several services share is the first one's.
 */
export const hostsByKey = (routes: readonly Pick<Route, 'service' | 'hosts'>[]): Readonly<Record<string, string>> =>
  Object.fromEntries(hostKeys(routes).map(({ key, host }) => [key, host]));

/** Each public host once, with its key and the first service that has it. */
export function hostKeys(
  routes: readonly Pick<Route, 'service' | 'hosts'>[],
): readonly { readonly key: string; readonly host: string; readonly service: ServiceName }[] {
  const all = routes.flatMap(({ service, hosts }) =>
    hosts.map((host, index) => ({ key: index === 0 ? service : `${service}-${host.replaceAll('.', '-')}`, host, service })),
  );
  return all.filter(({ host }, index) => all.findIndex((other) => other.host === host) === index);
}
