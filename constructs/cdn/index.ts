import type { Construct } from 'constructs';
import type { CdnConfig } from '../../config/cdn';
import type { LoadBalancer, Route } from '../contracts';
import { Cloudflare } from './cloudflare/cloudflare';

/** What stands between the users and the load balancer, whatever runs it. */
export interface Cdn {
  /** Names that lead to it. */
  readonly hosts: readonly string[];
}

export interface CdnProps {
  readonly config: CdnConfig;
  /** What the names of the hosts lead to behind it. */
  readonly origin: LoadBalancer['origin'];
  readonly routes: readonly Route[];
}

/** Null where there is no CDN. Among the constructs, only this function asks for the engine. */
export function createCdn(scope: Construct, id: string, { config, origin, routes }: CdnProps): Cdn | null {
  switch (config.engine) {
    case 'none':
      return null;
    case 'cloudflare':
      // Config says the first before anything is built.
      if (origin === null) throw new Error(`${scope.node.path}/${id}: the load balancer has no address that a name could lead to`);
      return new Cloudflare(scope, id, { config, origin, routes });
  }
}
