/** Rules of the paths of a host: every load balancer has to send each to the same service. */
import type { Route } from '../derived/routes';
import { rule, type Problem, type Rule } from './rule';

/** Where nginx takes its own error pages from (constructs/load-balancer/nginx). */
const RESERVED_PATH = '/.error';

const isBelow = (path: string, base: string): boolean => base === '/' || path === base || path.startsWith(`${base}/`);

const at = (service: string, field: string, message: string): Problem => ({ path: `services.${service}.${field}`, message });

const reserved = rule(['routes'], ({ routes }) =>
  routes.flatMap(({ service, path, streamingPaths }) => [
    ...(path === RESERVED_PATH ? [at(service, 'path', `${RESERVED_PATH} is the load balancer’s own; choose another path`)] : []),
    ...streamingPaths.flatMap((streaming, index) =>
      streaming === RESERVED_PATH
        ? [at(service, `streaming.${index}`, `${RESERVED_PATH} is the load balancer’s own; choose another path`)]
        : [],
    ),
  ]),
);

/** The service that answers a path of a host: the longest path wins. */
const answers = (routes: readonly Route[], host: string, path: string): string | null =>
  routes
    .filter((route) => route.hosts.includes(host) && isBelow(path, route.path))
    .sort((one, other) => other.path.length - one.path.length)[0]?.service ?? null;

/** nginx looks at the longest path of all, HAProxy at that of the service first: a stream of one below the path of another would go to either. */
const ownStreams = rule(['routes'], ({ routes }) =>
  routes.flatMap(({ service, path, hosts, streamingPaths }) =>
    streamingPaths.flatMap((streaming, index) => {
      const other = hosts.map((host) => answers(routes, host, streaming)).find((winner) => winner !== service);
      if (other === undefined) return [];
      const owner = other === null ? `is not below the service’s own path ${path}` : `is a path that "${other}" answers`;
      return [at(service, `streaming.${index}`, `${streaming} ${owner}; name it at the service that answers it`)];
    }),
  ),
);

/** Rules of paths. */
export const pathRules: readonly Rule[] = [reserved, ownStreams];
