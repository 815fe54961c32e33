import type { Construct } from 'constructs';
import type { CdnConfig, Route } from '../../config';
import type { LoadBalancer } from '../contracts';
import { createEngine, type Creators } from '../terraform/engine';
import { Cloudflare } from './cloudflare/cloudflare';

/** What stands between the users and the load balancer, whichever engine runs it. */
export interface Cdn {
  /** Host names that lead to it. */
  readonly hosts: readonly string[];
}

export interface CdnProps {
  readonly config: CdnConfig;
  /** Address behind the CDN: what the host names resolve to at the origin. */
  readonly origin: LoadBalancer['origin'];
  readonly routes: readonly Route[];
}

/** The construct of each engine. */
const engines: Creators<CdnConfig, CdnProps, Cdn | null> = {
  none: { create: () => null },
  cloudflare: {
    create(scope, id, { origin, ...props }) {
      // Config reports the first problem before anything is built.
      if (origin === null) throw new Error(`${scope.node.path}/${id}: the load balancer has no address for DNS records to point to`);
      return new Cloudflare(scope, id, { ...props, origin });
    },
  },
};

/** The CDN, by the configured engine; null where there is none. */
export function createCdn(scope: Construct, id: string, props: CdnProps): Cdn | null {
  return createEngine<CdnConfig, CdnProps, Cdn | null>(engines, scope, id, props);
}
